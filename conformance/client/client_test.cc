// How long a target that cannot be reached is asked.
#include "conformance/client/client.h"

#include <chrono>
#include <functional>
#include <utility>

#include <gtest/gtest.h>

#include "conformance/net/direct_transport.h"
#include "conformance/net/finish.h"
#include "conformance/net/transport.h"
#include "conformance/target/server_clock.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Answers 200, but refuses connections from one moment of virtual time until another.
class RefusingTransport final : public Transport {
 public:
  void RefuseUntil(Clock until) { until_ = until; }

  void Send(spec::HttpRequest request, std::function<void(Exchange)> done) override {
    if (Now() >= until_) {
      inner_.Send(std::move(request), std::move(done));
      return;
    }
    inner_.After(Clock::zero(), [request = std::move(request), done = std::move(done)] {
      done({.request = request,
            .failure = TransportFailure::kCannotConnect,
            .failure_detail = "refused"});
    });
  }
  void After(Clock delay, std::function<void()> done) override {
    inner_.After(delay, std::move(done));
  }
  [[nodiscard]] Clock Now() const override { return inner_.Now(); }
  [[nodiscard]] spec::Instant WallNow() const override { return inner_.WallNow(); }
  void Abandon() override { inner_.Abandon(); }
  bool Poll() override { return inner_.Poll(); }

 private:
  Clock until_{0};
  DirectTransport inner_{[](const auto&) { return spec::HttpResponse{.status = 200}; }};
};

class ClientTest : public testing::Test {
 protected:
  Sent Send() { return Finish(transport_, client_.Send({})); }

  RefusingTransport& transport() { return transport_; }
  Client& client() { return client_; }

 private:
  RefusingTransport transport_;
  ServerClock clock_;
  Client client_{transport_, clock_, {}};
};

TEST_F(ClientTest, ATargetThatStartsAgainIsAskedUntilItAnswers) {
  ASSERT_TRUE(Send().exchange.response);
  transport().RefuseUntil(seconds(1));
  const Sent sent = Send();
  ASSERT_TRUE(sent.exchange.response);
  EXPECT_EQ(sent.exchange.response->status, 200);
  EXPECT_TRUE(sent.retried);
  EXPECT_FALSE(sent.transient);
  EXPECT_GE(transport().Now(), seconds(1));
  EXPECT_LT(transport().Now(), seconds(3));
}

TEST_F(ClientTest, ATargetThatIsGoneIsGivenUp) {
  ASSERT_TRUE(Send().exchange.response);
  transport().RefuseUntil(std::chrono::hours(1));
  const Sent sent = Send();
  EXPECT_EQ(sent.exchange.failure, TransportFailure::kCannotConnect);
  EXPECT_TRUE(sent.transient);
  const auto given_up = transport().Now();
  EXPECT_GE(given_up, Client::kRestartMax);
  // The last pause begins before the limit and may end after it.
  EXPECT_LT(given_up, Client::kRestartMax + milliseconds(3200));
  // What comes after it gets the usual attempts, not as much time once more.
  EXPECT_TRUE(Send().exchange.failure);
  EXPECT_LT(transport().Now() - given_up, seconds(1));
}

TEST_F(ClientTest, ATargetThatHasNeverAnsweredGetsTheUsualAttempts) {
  transport().RefuseUntil(std::chrono::hours(1));
  EXPECT_TRUE(Send().exchange.failure);
  EXPECT_EQ(client().requests(), 1U + Client::kRetriesMax);
  EXPECT_LT(transport().Now(), seconds(1));
}

TEST_F(ClientTest, AfterStopNothingIsSent) {
  client().Stop();
  EXPECT_TRUE(Send().over_budget);
  EXPECT_EQ(client().requests(), 0U);
}

}  // namespace
}  // namespace swc::conformance
