#include "conformance/target/server_clock.h"

#include <cstdint>

#include <gtest/gtest.h>

#include "conformance/net/transport.h"
#include "spec/rfc3339.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

constexpr std::int64_t kOurClock = 1'750'000'000;

// An exchange at `local` seconds, whose answer says that it is `date`.
Exchange AnswerAt(std::int64_t local, std::int64_t date) {
  Exchange exchange;
  exchange.sent_at = {.seconds = local, .nanos = 0};
  exchange.received_at = {.seconds = local, .nanos = 1'000'000};
  exchange.response.emplace();
  exchange.response->headers = {
      {"Date", spec::FormatHttpDate(spec::Instant{.seconds = date, .nanos = 0})}};
  return exchange;
}

bool MayBe(const ServerClock& clock, std::int64_t local, std::int64_t server) {
  const auto [earliest, latest] = clock.During(AnswerAt(local, local));
  const spec::Instant at{.seconds = server, .nanos = 0};
  return earliest <= at && at <= latest;
}

TEST(ServerClockTest, AFarHeaderThatGoesOnIsTheClock) {
  ServerClock clock;
  clock.Learn(AnswerAt(kOurClock, kOurClock - 1'000));
  EXPECT_TRUE(clock.IsFar());
  clock.Learn(AnswerAt(kOurClock + 5, kOurClock + 5 - 1'000));
  EXPECT_TRUE(MayBe(clock, kOurClock + 10, kOurClock + 10 - 1'000));
  EXPECT_FALSE(MayBe(clock, kOurClock + 10, kOurClock + 10));
}

TEST(ServerClockTest, AHeaderThatStandsStillLeavesBothClocksPossible) {
  ServerClock clock;
  clock.Learn(AnswerAt(kOurClock, kOurClock - 1'000));
  clock.Learn(AnswerAt(kOurClock + 3, kOurClock - 1'000));
  EXPECT_TRUE(MayBe(clock, kOurClock + 3, kOurClock + 3));
  EXPECT_TRUE(MayBe(clock, kOurClock + 3, kOurClock - 1'000));
}

TEST(ServerClockTest, ANearHeaderLeavesBothClocksPossible) {
  ServerClock clock;
  clock.Learn(AnswerAt(kOurClock, kOurClock - 30));
  EXPECT_FALSE(clock.IsFar());
  EXPECT_TRUE(MayBe(clock, kOurClock, kOurClock - 30));
  EXPECT_TRUE(MayBe(clock, kOurClock, kOurClock));
  EXPECT_FALSE(MayBe(clock, kOurClock, kOurClock + 30));
}

// What contradicted another once is no clock: a later header must not leave itself alone possible.
TEST(ServerClockTest, AHeaderThatJumpsLeavesAllOfItsTimesAndOursPossible) {
  ServerClock clock;
  for (const std::int64_t ahead : {40'000, -70'000, 20'000, 20'001}) {
    clock.Learn(AnswerAt(kOurClock, kOurClock + ahead));
  }
  EXPECT_FALSE(clock.IsFar());
  for (const std::int64_t ahead : {40'000, -70'000, 20'000, 0}) {
    EXPECT_TRUE(MayBe(clock, kOurClock, kOurClock + ahead)) << ahead;
  }
  EXPECT_FALSE(MayBe(clock, kOurClock, kOurClock + 50'000));
}

TEST(ServerClockTest, ASharedClockLearnsNothing) {
  ServerClock clock = ServerClock::Shared();
  clock.Learn(AnswerAt(kOurClock, kOurClock - 1'000));
  EXPECT_FALSE(clock.IsFar());
  EXPECT_TRUE(MayBe(clock, kOurClock, kOurClock));
  EXPECT_FALSE(MayBe(clock, kOurClock, kOurClock - 1));
}

}  // namespace
}  // namespace swc::conformance
