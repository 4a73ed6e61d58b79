#include "fuzz/campaign/told_causes.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/campaign/campaign_testing.h"
#include "fuzz/plan/campaign_folder.h"
#include "reports/run_record.h"

namespace swc::fuzz {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class ToldCausesTest : public testing::Test {
 protected:
  // Adds a cause of findings with these case files.
  void Told(const std::vector<std::string>& files) {
    reports::Cause& cause = record_.causes.emplace_back();
    for (const std::string& file : files) {
      cause.findings.push_back(record_.findings.size());
      record_.findings.push_back({.case_file = file});
    }
  }

  TestFolder test_;
  CampaignFolder folder_ = CampaignFolder::Open(test_.path()).value();
  reports::RunRecord record_;
};

TEST_F(ToldCausesTest, NothingWasToldInANewFolder) {
  EXPECT_THAT(ReadToldCauses(test_.path()), IsEmpty());
  RememberCauses(folder_, {}, {});
  EXPECT_FALSE(std::filesystem::exists(test_.path() / "causes"));
}

TEST_F(ToldCausesTest, ACauseOfSeveralFindingsIsRemembered) {
  Told({"a", "b"});
  Told({"alone"});
  RememberCauses(folder_, {}, record_);
  EXPECT_THAT(ReadToldCauses(test_.path()), ElementsAre(UnorderedElementsAre("a", "b")));
}

TEST_F(ToldCausesTest, WhatWasToldBeforeStaysWhileACaseOfItIsOpen) {
  Told({"a", "b"});
  Told({"e", "f"});
  RememberCauses(folder_, {}, record_);
  record_ = {};
  Told({"c", "d"});
  RememberCauses(folder_, {"a", "c"}, record_);
  EXPECT_THAT(ReadToldCauses(test_.path()),
              ElementsAre(UnorderedElementsAre("c", "d"), UnorderedElementsAre("a", "b")));
}

TEST_F(ToldCausesTest, WhatIsOpenMakesItsCauseKnownAndNoOther) {
  EXPECT_THAT(KnownByCause({{"a", "b"}, {"b", "c"}, {"d", "e"}}, {"a"}),
              UnorderedElementsAre("a", "b"));
}

TEST_F(ToldCausesTest, WhatIsFixedLeavesItsCause) {
  Told({"a", "b", "c"});
  RememberCauses(folder_, {}, record_);
  record_ = {};
  record_.known.fixed = {"b"};
  RememberCauses(folder_, {"a"}, record_);
  EXPECT_THAT(ReadToldCauses(test_.path()), ElementsAre(UnorderedElementsAre("a", "c")));
}

TEST_F(ToldCausesTest, NoMoreThanSoManyAreKept) {
  for (std::size_t i = 0; i <= kToldCausesMax; ++i) {
    Told({std::to_string(i), "and another"});
  }
  RememberCauses(folder_, {}, record_);
  EXPECT_EQ(ReadToldCauses(test_.path()).size(), kToldCausesMax);
}

}  // namespace
}  // namespace swc::fuzz
