// How the runner reaches an endpoint: an event loop that sends HTTP requests and waits.
//
// Law: everything runs on the thread that calls `Poll`; nothing here blocks but `Poll`. Judge,
// cases and leases know only this interface, so they are tested with a fake and no socket.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {

// Why no HTTP response came back.
enum class TransportFailure : std::uint8_t {
  kCannotConnect,  // Refused, unreachable, or the name does not resolve.
  kNoTls,          // Connected, but the certificate is not trusted, or TLS is not spoken.
  kTimeout,        // Connected, but no complete answer in time.
  kDropped,        // The connection was closed or reset before the answer was complete.
  kNotHttp,        // What came back is not HTTP.
  kTooLarge,       // The answer exceeds the limit on its size.
  kAbandoned,      // Nobody waits for it any more: the run was stopped.
};
[[nodiscard]] std::string_view ToString(TransportFailure failure);  // "cannot connect", ...

// What stands behind kAbandoned.
inline constexpr std::string_view kAbandonedDetail = "the run was stopped";

// What stands behind kTimeout if not a byte came.
inline constexpr std::string_view kNoAnswerDetail = "it accepts connections and does not answer";

// One request and what came of it.
struct Exchange {
  spec::HttpRequest request;
  // What the wire saw: set exactly one of `response` and `failure`.
  std::optional<spec::HttpResponse> response;
  std::optional<TransportFailure> failure;
  std::string failure_detail;  // For people: what the library said.
  // Of the local wall clock, for the interval of the server's clock.
  spec::Instant sent_at;
  spec::Instant received_at;
};

class Transport {
 public:
  using Clock = std::chrono::nanoseconds;  // Since an arbitrary start; never goes back.

  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;

  // Sends `request` and calls `done` from a later `Poll` exactly once.
  virtual void Send(spec::HttpRequest request, std::function<void(Exchange)> done) = 0;

  // Calls `done` from a `Poll` no earlier than `delay` from now.
  virtual void After(Clock delay, std::function<void()> done) = 0;

  // Returns the time of this loop.
  [[nodiscard]] virtual Clock Now() const = 0;

  // Returns the local wall clock.
  [[nodiscard]] virtual spec::Instant WallNow() const = 0;

  // From here on nothing is waited for: what is under way and what is sent later fails as
  // kAbandoned, and every timer is due, at the next `Poll`.
  virtual void Abandon() = 0;

  // Waits for the next completions or timers, for a fraction of a second at most, and runs their
  // callbacks. Returns false when nothing is under way.
  virtual bool Poll() = 0;
};

}  // namespace swc::conformance
