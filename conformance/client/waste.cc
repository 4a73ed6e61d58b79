#include "conformance/client/waste.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <ratio>
#include <string>

#include <fmt/format.h>

#include "conformance/net/http_transport.h"
#include "conformance/net/transport.h"
#include "spec/http_message.h"
#include "spec/operation.h"

namespace swc::conformance {
namespace {

// What an answer may hold that repeats all of its put, each character escaped and more.
constexpr std::size_t kTimesThePut = 8;

// Headers are few and short, unless somebody means harm.
std::size_t BytesOf(const spec::Headers& headers) {
  std::size_t bytes = 0;
  for (const auto& [name, value] : headers) {
    bytes += name.size() + value.size();
  }
  return bytes;
}

// Returns how many bytes an answer has beyond what was asked for.
std::size_t ExcessOf(const Exchange& exchange) {
  if (!exchange.response) {
    const bool too_large = exchange.failure && *exchange.failure == TransportFailure::kTooLarge;
    return too_large ? kResponseBytesMax : 0;
  }
  const bool is_read =
      spec::OperationOf(exchange.request).value_or(spec::Operation::kPut) != spec::Operation::kPut;
  const std::size_t asked_for =
      is_read ? Waste::kReadBytes : Waste::kPutBytes + kTimesThePut * exchange.request.body.size();
  const std::size_t came = exchange.response->body.size() + BytesOf(exchange.response->headers);
  return came - std::min(came, asked_for);
}

double Milliseconds(Transport::Clock time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

}  // namespace

void Waste::Note(const Exchange& exchange, Transport::Clock from, Transport::Clock until) {
  bytes_ += ExcessOf(exchange);
  // Most of a run is reading histories back; what other requests take differs from it.
  const bool tells_time = spec::OperationOf(exchange.request) == spec::Operation::kHistory;
  if (exchange.response && tells_time && slow_max_.count() > 0) {
    NoteTime(from, until);
  }
}

void Waste::NoteTime(Transport::Clock from, Transport::Clock until) {
  if (first_.size() < kFirstAnswers) {
    first_.push_back(until - from);
    return;
  }
  if (slow_.count() == 0) {
    // The quicker ones: the target may be slowing down already.
    const auto quarter = first_.begin() + kFirstAnswers / 4;
    std::ranges::nth_element(first_, quarter);
    usual_ = *quarter;
    slow_ = std::min(std::max<Transport::Clock>(usual_ * kSlower, kQuick), slow_max_);
  }
  if (until - from > slow_) {
    waited_ += std::max(until - std::max(from, counted_until_), Transport::Clock::zero());
    counted_until_ = std::max(counted_until_, until);
  }
}

std::string Waste::WhyEnough() const {
  if (bytes_ > kBytesMax) {
    return fmt::format("answers held {} MB more than was asked for, and the rest was not asked",
                       bytes_ >> 20U);
  }
  if (waited_ > kSlowMax) {
    return fmt::format(
        "answers took more than {:.0f} ms for {} s in all, {:.0f} ms at first, and the rest was "
        "not asked: --time 30m goes on for so long",
        Milliseconds(slow_), kSlowMax.count(), Milliseconds(usual_));
  }
  return "";
}

}  // namespace swc::conformance
