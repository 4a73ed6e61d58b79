#include "conformance/net/direct_transport.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using testing::ElementsAre;

constexpr spec::Instant kStart = {.seconds = 1735689600, .nanos = 5};

spec::HttpResponse EchoBody(const spec::HttpRequest& request) {
  return {.status = 200, .headers = {}, .body = request.body};
}

DirectTransportOptions StartingAt(spec::Instant start) {
  DirectTransportOptions options;
  options.wall_start = start;
  return options;
}

spec::HttpRequest Body(std::string body) {
  spec::HttpRequest request;
  request.body = std::move(body);
  return request;
}

void PollAll(Transport& transport) {
  while (transport.Poll()) {
  }
}

TEST(DirectTransport, WithNothingUnderWayDoesNotPoll) {
  DirectTransport transport(EchoBody);
  EXPECT_FALSE(transport.Poll());
}

TEST(DirectTransport, AnswersFromPollInTheOrderOfSending) {
  DirectTransport transport(EchoBody, StartingAt(kStart));
  std::vector<std::string> seen;
  for (const char* body : {"a", "b", "c"}) {
    transport.Send(Body(body), [&seen](Exchange exchange) {
      EXPECT_EQ(exchange.request.body, exchange.response->body);
      EXPECT_EQ(exchange.failure, std::nullopt);
      EXPECT_EQ(exchange.sent_at, kStart);
      EXPECT_EQ(exchange.received_at, kStart);
      seen.push_back(exchange.response->body);
    });
  }
  EXPECT_THAT(seen, ElementsAre());
  EXPECT_TRUE(transport.Poll());
  EXPECT_THAT(seen, ElementsAre("a", "b", "c"));
  EXPECT_FALSE(transport.Poll());
}

TEST(DirectTransport, SendingFromACallbackIsAnsweredByALaterPoll) {
  DirectTransport transport(EchoBody);
  int answers = 0;
  transport.Send(Body("a"), [&](const Exchange&) {
    ++answers;
    transport.Send(Body("b"), [&](const Exchange&) { ++answers; });
  });
  EXPECT_TRUE(transport.Poll());
  EXPECT_EQ(answers, 1);
  EXPECT_TRUE(transport.Poll());
  EXPECT_EQ(answers, 2);
}

TEST(DirectTransport, JumpsToTheNextTimerOnceNothingElseIsDue) {
  DirectTransport transport(EchoBody, StartingAt(kStart));
  std::vector<std::string> seen;
  transport.After(hours(2), [&] { seen.emplace_back("late"); });
  transport.After(hours(1), [&] { seen.emplace_back("early"); });
  transport.After(hours(1), [&] { seen.emplace_back("early, added later"); });
  transport.Send(Body("x"), [&](const Exchange&) { seen.emplace_back("answer"); });
  EXPECT_TRUE(transport.Poll());
  EXPECT_EQ(transport.Now(), seconds(0));
  EXPECT_TRUE(transport.Poll());
  EXPECT_EQ(transport.Now(), hours(1));
  PollAll(transport);
  EXPECT_EQ(transport.Now(), hours(2));
  EXPECT_EQ(transport.WallNow(), spec::Plus(kStart, 7200 * spec::kNanosPerSecond));
  EXPECT_THAT(seen, ElementsAre("answer", "early", "early, added later", "late"));
}

TEST(DirectTransport, TimerWithoutDelayThatRenewsItselfDoesNotStarveTheRest) {
  DirectTransport transport(EchoBody);
  int rounds = 0;
  bool answered = false;
  std::function<void()> renew = [&] {
    ++rounds;
    if (!answered) {
      transport.After(seconds(0), renew);
    }
  };
  renew();
  EXPECT_TRUE(transport.Poll());
  EXPECT_EQ(rounds, 2);
  transport.Send(Body("x"), [&](const Exchange&) { answered = true; });
  PollAll(transport);
  EXPECT_TRUE(answered);
}

TEST(DirectTransport, FrozenWallClockStaysWhileTheLoopMovesOn) {
  DirectTransportOptions options = StartingAt(kStart);
  options.frozen_wall = true;
  DirectTransport transport(EchoBody, options);
  transport.After(hours(1), [] {});
  PollAll(transport);
  EXPECT_EQ(transport.Now(), hours(1));
  EXPECT_EQ(transport.WallNow(), kStart);
}

TEST(DirectTransport, InjectedWallClockStampsBothEndsOfAnExchange) {
  DirectTransportOptions options;
  options.wall = [ticks = 0]() mutable { return spec::Instant{.seconds = ++ticks}; };
  DirectTransport transport(EchoBody, options);
  Exchange seen;
  transport.Send(Body("x"), [&](Exchange exchange) { seen = std::move(exchange); });
  PollAll(transport);
  EXPECT_EQ(seen.sent_at.seconds, 1);
  EXPECT_EQ(seen.received_at.seconds, 2);
}

Task<void> SendMany(Transport& transport, int count, int& answered) {
  for (int i = 0; i < count; ++i) {
    spec::HttpRequest request = Body("x");
    const Exchange exchange = co_await SendRequest(transport, std::move(request));
    answered += static_cast<int>(exchange.response->body.size());
  }
}

TEST(DirectTransport, CarriesTasks) {
  constexpr int kTasks = 50;
  constexpr int kRequests = 200;
  DirectTransport transport(EchoBody);
  int answered = 0;
  for (int i = 0; i < kTasks; ++i) {
    Spawn(SendMany(transport, kRequests, answered));
  }
  PollAll(transport);
  EXPECT_EQ(answered, kTasks * kRequests);
}

TEST(DirectTransport, AbandonedRequestsFailAndTimersAreDue) {
  DirectTransport transport(EchoBody);
  std::vector<Exchange> seen;
  const auto keep = [&seen](Exchange exchange) { seen.push_back(std::move(exchange)); };
  int rung = 0;
  transport.Send(Body("under way"), keep);
  transport.After(hours(1), [&] { ++rung; });
  transport.After(hours(2), [&] { ++rung; });
  transport.Abandon();
  EXPECT_TRUE(seen.empty());
  EXPECT_TRUE(transport.Poll());
  EXPECT_EQ(rung, 2);
  transport.Send(Body("later"), keep);
  PollAll(transport);
  ASSERT_EQ(seen.size(), 2U);
  for (const Exchange& exchange : seen) {
    EXPECT_EQ(exchange.failure, TransportFailure::kAbandoned);
    EXPECT_EQ(exchange.failure_detail, kAbandonedDetail);
    EXPECT_FALSE(exchange.response);
  }
  EXPECT_EQ(seen.front().request.body, "under way");
}

}  // namespace
}  // namespace swc::conformance
