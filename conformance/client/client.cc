#include "conformance/client/client.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "conformance/judge/transient_answer.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "spec/http_message.h"

namespace swc::conformance {
namespace {

TryAgain WhatToDo(const Exchange& exchange) {
  if (exchange.failure) {
    return {.asked = *exchange.failure != TransportFailure::kTooLarge};
  }
  return TryAgainOf(*exchange.response);
}

int RetriesFor(const Exchange& exchange, bool throttled) {
  if (throttled) {
    return Client::kThrottleRetriesMax;
  }
  const bool slow = exchange.failure && *exchange.failure == TransportFailure::kTimeout;
  return slow ? Client::kTimeoutRetriesMax : Client::kRetriesMax;
}

}  // namespace

std::chrono::nanoseconds Client::PauseBefore(int attempt, const Exchange& last) {
  constexpr int kDoublingsMax = 7;
  // Full jitter on a doubling pause: cases that failed together do not come back together.
  const auto longest =
      std::chrono::nanoseconds(kFirstPause) * (1 << std::min(attempt, kDoublingsMax));
  const auto pause = std::chrono::nanoseconds(
      longest.count() / 2 +
      static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(longest.count() / 2)));
  if (!last.response) {
    return pause;
  }
  const auto header = spec::FindHeader(last.response->headers, "retry-after");
  int seconds = 0;
  if (header) {
    std::from_chars(header->data(), header->data() + header->size(), seconds);
  }
  const auto asked = std::clamp<std::chrono::nanoseconds>(std::chrono::seconds(seconds),
                                                          std::chrono::seconds(0), kRetryAfterMax);
  return std::max(pause, asked);
}

std::chrono::nanoseconds Client::TurnOfNext() {
  if (options_.requests_per_second <= 0) {
    return std::chrono::nanoseconds(0);
  }
  const auto step =
      std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 / options_.requests_per_second));
  const auto now = transport_.Now();
  const auto turn = std::max(now, next_turn_);
  next_turn_ = turn + step;
  return turn - now;
}

bool Client::MayBeStarting(const Exchange& exchange) {
  if (!exchange.failure || *exchange.failure != TransportFailure::kCannotConnect) {
    answered_ = answered_ || exchange.response;
    unreachable_since_.reset();
    return false;
  }
  const auto now = transport_.Now();
  unreachable_since_ = unreachable_since_.value_or(now);
  return answered_ && now - *unreachable_since_ < kRestartMax;
}

std::string Client::WhyEnough() const {
  return hangs_.Spent() ? fmt::format("requests hung for {} s in all, and the rest was not asked",
                                      Hangs::kWaitMax.count())
                        : waste_.WhyEnough();
}

Task<Sent> Client::Send(spec::HttpRequest request) {
  Sent sent;
  for (int attempt = 0;; ++attempt) {
    if (exhausted()) {
      sent.over_budget = true;
      co_return sent;
    }
    ++requests_;
    const auto now = transport_.Now();
    const auto wait = std::max(TurnOfNext(), pace_.TurnOf(request, now));
    if (wait.count() > 0) {
      co_await Sleep(transport_, wait);
    }
    spec::HttpRequest copy = request;
    const auto sent_at = transport_.Now();
    sent.exchange = co_await SendRequest(transport_, std::move(copy));
    if (sent.exchange.failure && *sent.exchange.failure == TransportFailure::kTimeout) {
      hangs_.Waited(sent_at, transport_.Now());
    }
    waste_.Note(sent.exchange, sent_at, transport_.Now());
    clock_.Learn(sent.exchange);
    reads_seen_.Note(sent.exchange);
    if (options_.observe) {
      options_.observe(sent.exchange);
    }
    const TryAgain again = WhatToDo(sent.exchange);
    sent.transient = again.asked;
    if (again.throttled) {
      pace_.Begin();
    }
    const bool starting = MayBeStarting(sent.exchange);
    if (!sent.transient || (!starting && attempt >= RetriesFor(sent.exchange, again.throttled))) {
      co_return sent;
    }
    sent.retried = true;
    const auto pause =
        starting ? std::chrono::nanoseconds(kStartingPause) : PauseBefore(attempt, sent.exchange);
    co_await Sleep(transport_, pause);
  }
}

}  // namespace swc::conformance
