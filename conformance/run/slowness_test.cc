// The hint is given where it helps, and only there.
#include "conformance/run/slowness.h"

#include <chrono>

#include <gtest/gtest.h>

namespace swc::conformance {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(HintIfSlowTest, ASlowTargetMakesAWholeRunLong) {
  EXPECT_EQ(HintIfSlow(milliseconds(120), {.jobs = 16}),
            "the target takes about 120 ms for an answer: a whole run may take 8 minutes; "
            "--phase directed is a first look");
  EXPECT_EQ(HintIfSlow(milliseconds(120), {.jobs = 1}),
            "the target takes about 120 ms for an answer: a whole run may take 120 minutes; "
            "--phase directed is a first look");
  EXPECT_NE(HintIfSlow(milliseconds(51), {.jobs = 256}), "");
}

TEST(HintIfSlowTest, AQuickTargetNeedsNone) {
  EXPECT_EQ(HintIfSlow(milliseconds(50), {}), "");
  EXPECT_EQ(HintIfSlow(milliseconds(0), {}), "");
  // A wall clock that was set back.
  EXPECT_EQ(HintIfSlow(milliseconds(-5000), {}), "");
}

TEST(HintIfSlowTest, APartOfARunNeedsNone) {
  EXPECT_EQ(HintIfSlow(seconds(1), {.phases = {"directed"}}), "");
  EXPECT_EQ(HintIfSlow(seconds(1), {.time_max = milliseconds(60'000)}), "");
  EXPECT_EQ(HintIfSlow(seconds(1), {.selection = {.only = {"time"}}}), "");
}

TEST(SlowAnswerTest, ARunWithATimeOfItsOwnWaitsAsLongAsItTakes) {
  EXPECT_EQ(SlowAnswerOf({}), seconds(1));
  EXPECT_EQ(SlowAnswerOf({.jobs = 1}), seconds(1));
  EXPECT_EQ(SlowAnswerOf({.jobs = 256}), seconds(16));
  EXPECT_EQ(SlowAnswerOf({.time_max = milliseconds(1)}), seconds(0));
}

}  // namespace
}  // namespace swc::conformance
