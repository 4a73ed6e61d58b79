// Where the server's clock may be: an interval that every exchange narrows, until one contradicts
// another: from then on it only grows, and holds our clock too.
//
// Law: the true offset between the server's clock and ours never lies outside the interval, as far
// as `Date` headers tell the truth to within two seconds. Without any header the clocks are taken
// to agree to within `kUnknownSlack`. A header that nearly agrees with our clock, or that stands
// still, may be the work of something between us and the server: then both clocks are possible.
//
// Example: clock.Learn(exchange); const auto [earliest, latest] = clock.During(exchange);
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "conformance/net/transport.h"
#include "spec/tqv.h"

namespace swc::conformance {

class ServerClock {
 public:
  // A header is cut to the second, and servers may reuse one for a second or so.
  static constexpr std::int64_t kDateSlackNanos = 2 * spec::kNanosPerSecond;
  // Without a Date header: what ordinary time synchronisation keeps.
  static constexpr std::int64_t kUnknownSlackNanos = 5 * spec::kNanosPerSecond;

  // A header that differs from our clock by less may be a cached one, and the clocks agree.
  static constexpr std::int64_t kNearNanos = 60 * spec::kNanosPerSecond;
  // A header that says the same for longer stands still.
  static constexpr std::int64_t kStillNanos = 2 * spec::kNanosPerSecond;

  // A clock that is shared with the server: local wall time is server time.
  [[nodiscard]] static ServerClock Shared();

  // A clock about which nothing is known yet.
  ServerClock() = default;

  // Narrows the interval by an exchange. A header that contradicts the earlier ones widens it, and
  // so does every header after that.
  void Learn(const Exchange& exchange);

  // Whether the header is so far from our clock that it has to be seen to go on.
  [[nodiscard]] bool IsFar() const;

  // Returns by how many seconds the last header was ahead of our clock; negative: behind it.
  [[nodiscard]] std::int64_t SecondsAhead() const;

  // Returns the server's time as an interval that holds the moment of the request.
  [[nodiscard]] std::pair<spec::Instant, spec::Instant> During(const Exchange& exchange) const;

  // Returns the best guess of the server's time at local time `wall`.
  [[nodiscard]] spec::Instant At(spec::Instant wall) const;

 private:
  void AllowOurs();

  std::optional<spec::Instant> date_;  // The last header, and when it was first seen.
  spec::Instant date_seen_;
  bool shared_ = false;
  bool learnt_ = false;
  bool contradicted_ = false;
  std::int64_t offset_min_ = -kUnknownSlackNanos;  // Server minus local, nanoseconds.
  std::int64_t offset_max_ = kUnknownSlackNanos;
};

}  // namespace swc::conformance
