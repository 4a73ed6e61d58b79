#include "conformance/smallest/visible_times.h"

#include <chrono>
#include <cstddef>
#include <vector>

#include <gtest/gtest.h>

namespace swc::conformance {
namespace {

using std::chrono::milliseconds;

TEST(VisibleTimesTest, QuantilesAreOfWhatWasAdded) {
  VisibleTimes times;
  EXPECT_EQ(times.Quantile(0.5), 0);
  EXPECT_EQ(times.Usual(), milliseconds(0));
  for (int i = 100; i >= 0; --i) {
    times.Add(i);
  }
  EXPECT_EQ(times.Quantile(0.5), 50);
  EXPECT_EQ(times.Quantile(1), 100);
  EXPECT_EQ(times.Usual(), milliseconds(99));
}

TEST(VisibleTimesTest, TheNewestReplaceTheOldest) {
  VisibleTimes times;
  times.Add(std::vector<double>(VisibleTimes::kKeptMax, 1'000));
  times.Add(std::vector<double>(VisibleTimes::kKeptMax, 1));
  EXPECT_EQ(times.Quantile(1), 1);
}

TEST(VisibleTimesTest, TheUsualTimeFollowsWhatIsNew) {
  VisibleTimes times;
  times.Add(std::vector<double>(VisibleTimes::kKeptMax, 1));
  EXPECT_EQ(times.Usual(), milliseconds(1));
  // Every eighth of all that are kept is a fifth of a second.
  for (std::size_t i = 0; i < VisibleTimes::kKeptMax / 8; ++i) {
    times.Add(200);
  }
  EXPECT_EQ(times.Usual(), milliseconds(200));
}

}  // namespace
}  // namespace swc::conformance
