#include "conformance/run/phase_budget.h"

#include <chrono>
#include <cstdint>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/run/phases.h"

namespace swc::conformance {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

Phase PhaseOf(const char* name, std::uint64_t cases, std::uint64_t begun, bool ended) {
  return {.name = name, .cases = cases, .next = nullptr, .begun = begun, .ended = ended};
}

TEST(ShareOfTest, EachPhaseMayUseAnEqualPartOfWhatIsLeft) {
  EXPECT_EQ(ShareOf({.requests = 900}, {}, 3).requests, 300U);
  EXPECT_EQ(ShareOf({.requests = 900}, {.requests = 100}, 2).requests, 500U);
  EXPECT_EQ(ShareOf({.requests = 900}, {.requests = 100}, 1).requests, 900U);
  EXPECT_EQ(ShareOf({.time = seconds(60)}, {.time = seconds(20)}, 4).time, seconds(30));
}

TEST(ShareOfTest, WithoutALimitThereIsNone) {
  const PhaseLimit share = ShareOf({}, {.requests = 100, .time = seconds(20)}, 4);
  EXPECT_EQ(share.requests, 0U);
  EXPECT_EQ(share.time.count(), 0);
  EXPECT_FALSE(IsSpent(share, {.requests = 1'000'000, .time = seconds(1'000)}));
}

TEST(ShareOfTest, ALimitThatIsSpentStaysOne) {
  const PhaseLimit share = ShareOf({.requests = 5}, {.requests = 9}, 4);
  EXPECT_TRUE(IsSpent(share, {.requests = 9}));
  EXPECT_TRUE(
      IsSpent(ShareOf({.time = seconds(1)}, {.time = seconds(2)}, 4), {.time = seconds(2)}));
}

TEST(IsSpentTest, EitherLimitEnds) {
  const PhaseLimit limit{.requests = 10, .time = seconds(10)};
  EXPECT_FALSE(IsSpent(limit, {.requests = 9, .time = seconds(9)}));
  EXPECT_TRUE(IsSpent(limit, {.requests = 10, .time = seconds(9)}));
  EXPECT_TRUE(IsSpent(limit, {.requests = 9, .time = seconds(10)}));
}

TEST(LimitsHitTest, NamesTheLimitAndWhatIsLeft) {
  const std::vector<Phase> phases = {PhaseOf("directed", 20, 20, true),
                                     PhaseOf("wire", 10, 4, false), PhaseOf("random", 0, 7, false)};
  const PhaseLimit named{.requests = 100, .time = seconds(60)};
  EXPECT_THAT(LimitsHit(named, {.requests = 90, .time = seconds(60)}, {.requests = 90}, phases),
              ElementsAre("--max-requests 100 ended the run before its end (wire 4 of 10)"));
  EXPECT_THAT(LimitsHit(named, named, {.requests = 9, .time = seconds(61)}, phases),
              ElementsAre("--time 60s ended the run before its fixed phases had (wire 4 of 10)"));
}

TEST(LimitsHitTest, APhaseWithoutAnEndIsNoReason) {
  const std::vector<Phase> phases = {PhaseOf("directed", 20, 20, true),
                                     PhaseOf("random", 0, 7, false)};
  EXPECT_THAT(
      LimitsHit({.time = seconds(60)}, {.time = seconds(60)}, {.time = seconds(61)}, phases),
      IsEmpty());
}

}  // namespace
}  // namespace swc::conformance
