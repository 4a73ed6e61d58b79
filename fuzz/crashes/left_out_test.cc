#include "fuzz/crashes/left_out.h"

#include <filesystem>
#include <vector>

#include <gtest/gtest.h>

#include "fuzz/campaign/campaign_testing.h"
#include "fuzz/corpora/corpus_folder.h"
#include "fuzz/plan/campaign_plan.h"

namespace swc::fuzz {
namespace {

class LeftOutTest : public testing::Test {
 protected:
  LeftOutTest() { plan_.seeds = {test_.path() / "seeds", test_.path() / "more"}; }

  TestFolder test_;
  CampaignPlan plan_ = TestPlan(test_);
};

TEST_F(LeftOutTest, AnInputOfTheCorpusIsTakenOutAndKeptAsTheArtifact) {
  const auto input = test_.Write("corpus/any-name", "abc");
  const auto other = test_.Write("corpus/other", "abd");
  const auto artifact = test_.Write("findings/artifacts/crash-1", "abc");
  LeftOut left_out(plan_);
  EXPECT_TRUE(left_out.Add(artifact));
  EXPECT_FALSE(std::filesystem::exists(input));
  EXPECT_TRUE(std::filesystem::exists(other));
  EXPECT_TRUE(std::filesystem::exists(artifact));
  EXPECT_EQ(left_out.seeds(), plan_.seeds);
}

TEST_F(LeftOutTest, SeedsStayWhereTheyAreAndLinksStandForTheOthers) {
  const auto seed = test_.Write("seeds/a", "abc");
  (void)test_.Write("seeds/b", "abd");
  (void)test_.Write("more/a", "e");
  const auto artifact = test_.Write("findings/artifacts/crash-1", "abc");
  std::filesystem::path links;
  {
    LeftOut left_out(plan_);
    EXPECT_TRUE(left_out.Add(artifact));
    EXPECT_TRUE(std::filesystem::exists(seed));
    ASSERT_EQ(left_out.seeds().size(), 1U);
    links = left_out.seeds().front();
    EXPECT_EQ(CountFiles(links), 2U);
    EXPECT_TRUE(left_out.Add(artifact));  // It is left out already.
    EXPECT_EQ(CountFiles(links), 2U);
    EXPECT_TRUE(left_out.Add(test_.Write("findings/artifacts/crash-2", "e")));
    EXPECT_EQ(CountFiles(links), 1U);
  }
  EXPECT_FALSE(std::filesystem::exists(links));
  EXPECT_EQ(CountFiles(test_.path() / "seeds"), 2U);
}

TEST_F(LeftOutTest, WhatIsNowhereChangesNothing) {
  (void)test_.Write("seeds/a", "abc");
  LeftOut left_out(plan_);
  EXPECT_FALSE(left_out.Add(test_.Write("findings/artifacts/crash-1", "new")));
  EXPECT_FALSE(left_out.Add("findings/artifacts/crash-gone"));
  EXPECT_EQ(left_out.seeds(), plan_.seeds);
}

}  // namespace
}  // namespace swc::fuzz
