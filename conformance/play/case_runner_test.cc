#include "conformance/play/case_runner.h"

#include <gtest/gtest.h>

namespace swc::conformance {
namespace {

TEST(CaseOutcomeTest, IsPlayedUnlessSomethingEndsIt) {
  const CaseOutcome outcome;
  EXPECT_NE(outcome.As<CaseOutcome::Played>(), nullptr);
  EXPECT_EQ(outcome.As<CaseOutcome::Skipped>(), nullptr);
  EXPECT_TRUE(outcome.CouldRun());
}

TEST(CaseOutcomeTest, SaysWhyItCouldNotRun) {
  EXPECT_EQ(CaseOutcome{.end = CaseOutcome::Skipped{.lacking = "a moon"}}.WhyNot(),
            "the target lacks a moon");
  EXPECT_EQ(CaseOutcome{.end = CaseOutcome::Unasked{.why = "status 503"}}.WhyNot(), "status 503");
  EXPECT_EQ(CaseOutcome{.end = CaseOutcome::Faulty{.error = {.message = "no ids"}}}.WhyNot(),
            "no ids");
}

TEST(CaseOutcomeTest, ABudgetThatRanOutLeavesWhatWasSeen) {
  EXPECT_TRUE(CaseOutcome{.end = CaseOutcome::OutOfBudget{}}.CouldRun());
}

}  // namespace
}  // namespace swc::conformance
