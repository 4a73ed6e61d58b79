#include "conformance/target/server_clock.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "conformance/net/transport.h"
#include "spec/http_message.h"
#include "spec/rfc3339.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

// Offsets beyond this (about 100 years) are cut: the arithmetic stays inside 64 bits.
constexpr std::int64_t kOffsetSecondsMax = 3'000'000'000;

std::int64_t Difference(spec::Instant a, spec::Instant b) {
  const std::int64_t seconds =
      std::clamp(a.seconds - b.seconds, -kOffsetSecondsMax, kOffsetSecondsMax);
  return seconds * spec::kNanosPerSecond + (a.nanos - b.nanos);
}

}  // namespace

ServerClock ServerClock::Shared() {
  ServerClock clock;
  clock.shared_ = true;
  clock.offset_min_ = 0;
  clock.offset_max_ = 0;
  return clock;
}

void ServerClock::Learn(const Exchange& exchange) {
  if (shared_ || !exchange.response) {
    return;
  }
  const auto header = spec::FindHeader(exchange.response->headers, "date");
  const auto date = header ? spec::ParseHttpDate(*header) : std::nullopt;
  if (!date) {
    return;
  }
  const std::int64_t low = Difference(*date, exchange.received_at);
  const std::int64_t high = Difference(*date, exchange.sent_at) + kDateSlackNanos;
  const std::int64_t narrowed_min = learnt_ ? std::max(offset_min_, low) : low;
  const std::int64_t narrowed_max = learnt_ ? std::min(offset_max_, high) : high;
  contradicted_ = contradicted_ || narrowed_min > narrowed_max;
  if (contradicted_) {
    // One of the clocks was set, or the header is no clock: all views stay possible.
    offset_min_ = std::min(offset_min_, low);
    offset_max_ = std::max(offset_max_, high);
  } else {
    offset_min_ = narrowed_min;
    offset_max_ = narrowed_max;
  }
  learnt_ = true;
  if (contradicted_ || !IsFar()) {
    AllowOurs();
  }
  if (!date_ || Difference(*date, *date_) != 0) {
    date_ = date;
    date_seen_ = exchange.received_at;
  } else if (Difference(exchange.sent_at, date_seen_) > kStillNanos) {
    AllowOurs();
  }
}

bool ServerClock::IsFar() const {
  return !shared_ && learnt_ && (offset_min_ > kNearNanos || offset_max_ < -kNearNanos);
}

std::int64_t ServerClock::SecondsAhead() const {
  return date_ ? date_->seconds - date_seen_.seconds : 0;
}

void ServerClock::AllowOurs() {
  offset_min_ = std::min(offset_min_, -kDateSlackNanos);
  offset_max_ = std::max(offset_max_, kDateSlackNanos);
}

std::pair<spec::Instant, spec::Instant> ServerClock::During(const Exchange& exchange) const {
  return {spec::Plus(exchange.sent_at, offset_min_), spec::Plus(exchange.received_at, offset_max_)};
}

spec::Instant ServerClock::At(spec::Instant wall) const {
  return spec::Plus(wall, offset_min_ + (offset_max_ - offset_min_) / 2);
}

}  // namespace swc::conformance
