#include "fuzz/campaign/joined_causes.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "generators/case/case.h"
#include "reports/run_record.h"

namespace swc::fuzz {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

class JoinedCausesTest : public testing::Test {
 protected:
  // Adds a cause of one finding, whose case shows `less` when a part is taken away.
  void Told(const std::string& signature, const std::vector<std::string>& less) {
    const std::string clause = signature.substr(0, signature.find('|'));
    auto test_case = generators::ParseCase(
        std::string_view(R"({"id":"c","series":{"s":{}},"steps":[{"read_back":["s"]}]})"), "test");
    test_case->seen = generators::SeenIn{.clause = clause, .signature = signature, .less = less};
    causes_.push_back(
        {.clause = clause, .cases = 1, .findings = {findings_.size()}, .clauses = {clause}});
    findings_.push_back(
        {.clause = clause, .signature = signature, .case_json = generators::ToJson(*test_case)});
  }

  void Join() { JoinCauses(findings_, causes_); }

  std::vector<reports::Finding> findings_;
  std::vector<reports::Cause> causes_;
};

TEST_F(JoinedCausesTest, WhatShowsAnotherFindingWithLessIsItsCause) {
  Told("duplicate.same-quality|missing|", {"store.acknowledged|missing|"});
  Told("value.type|accepted|/a", {});
  Told("store.acknowledged|missing|", {});
  Join();
  ASSERT_THAT(causes_, SizeIs(2));
  EXPECT_EQ(causes_[1].clause, "store.acknowledged");
  EXPECT_THAT(causes_[1].clauses, ElementsAre("store.acknowledged", "duplicate.same-quality"));
  EXPECT_THAT(causes_[1].findings, ElementsAre(2, 0));
  EXPECT_EQ(causes_[1].cases, 2U);
}

TEST_F(JoinedCausesTest, WhatIsNewIsNotJoinedWithWhatIsKnown) {
  Told("a|missing|", {"b|missing|"});
  Told("b|missing|", {});
  causes_[1].known = true;
  Join();
  ASSERT_THAT(causes_, SizeIs(2));
  causes_[0].known = true;
  Join();
  EXPECT_THAT(causes_, SizeIs(1));
}

TEST_F(JoinedCausesTest, AChainIsOneCause) {
  Told("a|missing|", {"b|missing|"});
  Told("b|missing|", {"c|missing|"});
  Told("c|missing|", {});
  Join();
  ASSERT_THAT(causes_, SizeIs(1));
  EXPECT_EQ(causes_[0].clause, "c");
}

TEST_F(JoinedCausesTest, ACircleIsOneCauseToo) {
  Told("a|missing|", {"b|missing|"});
  Told("b|missing|", {"a|missing|"});
  Join();
  EXPECT_THAT(causes_, SizeIs(1));
}

TEST_F(JoinedCausesTest, WhatIsDressedIsNoEvidence) {
  Told("a|missing|", {"b|missing|"});
  Told("b|missing|", {"c|missing|"});
  Told("c|missing|", {});
  Told("d|missing|", {"e|missing|"});
  EXPECT_THAT(DressedIn(findings_, {}), ElementsAre(0, 1));
}

TEST_F(JoinedCausesTest, OfACircleOneIsEvidence) {
  Told("a|missing|", {"b|missing|"});
  Told("b|missing|", {"a|missing|"});
  EXPECT_THAT(DressedIn(findings_, {}), ElementsAre(0));
}

TEST_F(JoinedCausesTest, WhatIsKnownDressesNothingNew) {
  Told("a|missing|", {"b|missing|"});
  Told("b|missing|", {});
  findings_[0].case_file = "new";
  findings_[1].case_file = "known";
  EXPECT_THAT(DressedIn(findings_, {"known"}), testing::IsEmpty());
  EXPECT_THAT(DressedIn(findings_, {"known", "new"}), ElementsAre(0));
}

TEST_F(JoinedCausesTest, WhatASeededBugHasNamedStaysByItself) {
  Told("a|missing|", {"b|missing|"});
  Told("b|missing|", {});
  causes_[0].named = true;
  Join();
  EXPECT_THAT(causes_, SizeIs(2));
}

}  // namespace
}  // namespace swc::fuzz
