#include "fuzz/plan/campaign_progress.h"

#include <chrono>
#include <cstdint>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace swc::fuzz {
namespace {

using std::chrono_literals::operator""s;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""h;
using testing::StartsWith;

TEST(CampaignProgressTest, DurationsReadLikeSpeech) {
  EXPECT_EQ(HumanDuration(-3s), "0s");
  EXPECT_EQ(HumanDuration(0s), "0s");
  EXPECT_EQ(HumanDuration(59s), "59s");
  EXPECT_EQ(HumanDuration(60s), "1m");
  EXPECT_EQ(HumanDuration(90s), "1m 30s");
  EXPECT_EQ(HumanDuration(599s), "9m 59s");
  EXPECT_EQ(HumanDuration(12min + 5s), "12m");
  EXPECT_EQ(HumanDuration(5h + 48min + 59s), "5h 48m");
  EXPECT_EQ(HumanDuration(6h), "6h");
}

TEST(CampaignProgressTest, ThousandsAreGrouped) {
  EXPECT_EQ(Grouped(0), "0");
  EXPECT_EQ(Grouped(999), "999");
  EXPECT_EQ(Grouped(1'000), "1,000");
  EXPECT_EQ(Grouped(1'234'567), "1,234,567");
  EXPECT_EQ(Grouped(std::numeric_limits<std::uint64_t>::max()), "18,446,744,073,709,551,615");
}

TEST(CampaignProgressTest, TheLineOfTheManual) {
  EXPECT_EQ(ProgressLine({.elapsed = 12min,
                          .time = 6h,
                          .jobs = 2,
                          .executions = 1'234'567,
                          .executions_per_s = 41'203,
                          .coverage = 5'812,
                          .corpus = 903,
                          .clauses = {"time.window.past", "store.acknowledged", "fuzz.crash"}}),
            "12m of 6h, 2 jobs: 41,203 executions/s, 1,234,567 executions, coverage 5,812, corpus "
            "903, 3 findings (time.window.past, store.acknowledged ...), 5h 48m to go");
}

TEST(CampaignProgressTest, FewFindingsAreAllNamed) {
  EXPECT_EQ(ProgressLine({.elapsed = 61s, .time = 60s, .jobs = 1, .clauses = {"a", "a"}}),
            "1m 1s of 1m, 1 job: 0 executions/s, 0 executions, coverage 0, corpus 0, 2 findings "
            "(a), 0s to go");
  EXPECT_EQ(ProgressLine({.time = 1s}),
            "0s of 1s, 0 jobs: 0 executions/s, 0 executions, coverage 0, corpus 0, no findings, 1s "
            "to go");
}

TEST(CampaignProgressTest, SeedsAreShownUntilAllOfThemRan) {
  CampaignProgress progress{.time = 60s, .jobs = 1, .seeds = {.executed = 89, .total = 1'409}};
  EXPECT_THAT(ProgressLine(progress), StartsWith("0s of 1m, 1 job: 89 of 1,409 seeds, 0 exec"));
  progress.seeds.executed = 1'409;
  EXPECT_THAT(ProgressLine(progress), StartsWith("0s of 1m, 1 job: 0 executions/s"));
  EXPECT_EQ(SeedWords({.total = 1}), "0 of 1 seed");
}

TEST(CampaignProgressTest, TheJobThatCameFurthestCounts) {
  const SeedPhase untold;
  const SeedPhase open{.executed = 8, .total = 9};
  const SeedPhase done{.executed = 7, .total = 7};
  EXPECT_TRUE(untold < open);
  EXPECT_TRUE(open < done);
  EXPECT_FALSE(done < open);
  EXPECT_FALSE(untold.IsOpen());
}

TEST(RateWindowTest, LooksAtTheLastSecondsOnly) {
  RateWindow rate;
  EXPECT_EQ(rate.PerSecond(), 0U);
  for (int second = 0; second <= 100; ++second) {
    rate.Add(std::chrono::seconds(second), static_cast<std::uint64_t>(second) * 50);
  }
  EXPECT_EQ(rate.PerSecond(), 50U);
  for (int second = 101; second <= 120; ++second) {
    rate.Add(std::chrono::seconds(second), 5'000);
  }
  EXPECT_EQ(rate.PerSecond(), 0U);
  rate.Add(121s, 4'000);
  EXPECT_EQ(rate.PerSecond(), 0U);
}

}  // namespace
}  // namespace swc::fuzz
