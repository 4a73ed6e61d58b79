#include "spec/outcome.h"

#include <cstdint>
#include <optional>

#include <gtest/gtest.h>

#include "spec/text/error.h"

namespace swc::spec {
namespace {

TEST(OutcomeTest, HasTheExitCodeOfTheGuide) {
  EXPECT_EQ(ExitCodeOf(Outcome::kConforms), 0);
  EXPECT_EQ(ExitCodeOf(Outcome::kFound), 1);
  EXPECT_EQ(ExitCodeOf(Outcome::kWrongInput), 2);
  EXPECT_EQ(ExitCodeOf(Outcome::kCouldNotTest), 3);
  EXPECT_EQ(ExitCodeOf(Outcome::kIncomplete), 4);
  EXPECT_EQ(ExitCodeOf(Outcome::kDefect), 5);
}

TEST(OutcomeTest, IsFoundByItsExitCode) {
  for (std::uint64_t code = 0; code < 6; ++code) {
    const auto outcome = OutcomeOfExitCode(code);
    ASSERT_TRUE(outcome) << code;
    EXPECT_EQ(static_cast<std::uint64_t>(ExitCodeOf(*outcome)), code);
  }
  EXPECT_EQ(OutcomeOfExitCode(6), std::nullopt);
}

TEST(OutcomeTest, OfAnErrorFollowsWhoHasToAct) {
  EXPECT_EQ(OutcomeOf(ErrorKind::kUsage), Outcome::kWrongInput);
  EXPECT_EQ(OutcomeOf(ErrorKind::kInput), Outcome::kWrongInput);
  EXPECT_EQ(OutcomeOf(ErrorKind::kNetwork), Outcome::kCouldNotTest);
  EXPECT_EQ(OutcomeOf(ErrorKind::kInternal), Outcome::kDefect);
}

TEST(OutcomeTest, AFindingCountsBeforeAllThatPreventedOthers) {
  Happened happened{.found = true, .wrong_input = true, .could_not_test = true, .incomplete = true};
  EXPECT_EQ(Weigh(happened), Outcome::kFound);
  happened.found = false;
  EXPECT_EQ(Weigh(happened), Outcome::kWrongInput);
  happened.wrong_input = false;
  EXPECT_EQ(Weigh(happened), Outcome::kCouldNotTest);
  happened.could_not_test = false;
  EXPECT_EQ(Weigh(happened), Outcome::kIncomplete);
  EXPECT_EQ(Weigh({}), Outcome::kConforms);
}

}  // namespace
}  // namespace swc::spec
