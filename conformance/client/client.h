// Sends requests for cases: counts them, keeps to the budget, learns the clock, retries transients.
//
// Law: throttling, 5xx and broken connections are asked again with growing, jittered pauses that
// honour Retry-After; what persists is handed back as it is, for others to judge.
// A target that throttles gets its requests at the pace that the quotas of a property allow
// (pace.h).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <utility>

#include "conformance/client/hangs.h"
#include "conformance/client/pace.h"
#include "conformance/client/reads_seen.h"
#include "conformance/client/waste.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "conformance/target/server_clock.h"
#include "reference/reading/directory.h"
#include "spec/http_message.h"

namespace swc::conformance {

struct ClientOptions {
  std::uint64_t seed = 0;           // Of the jitter.
  std::uint64_t requests_max = 0;   // 0: no limit.
  double requests_per_second = 0;   // 0: no limit.
  Transport::Clock slow_answer{0};  // One that takes longer is waste (waste.h); 0: time is none.
  // Tells attributes apart, if the target throttles; may be null. Outlives the client.
  const reference::Directory* directory = nullptr;
  std::function<void(const Exchange&)> observe;  // Sees every attempt; may be empty.
};

// One request with all its attempts.
struct Sent {
  Exchange exchange;         // The last attempt.
  bool transient = false;    // It still failed for a transient reason.
  bool retried = false;      // So an earlier attempt may have had effects.
  bool over_budget = false;  // It was not sent at all.
};

class Client {
 public:
  // Attempts after the first one. A timeout costs seconds: whoever judges it asks once more.
  static constexpr int kRetriesMax = 4;
  static constexpr int kTimeoutRetriesMax = 0;
  // Throttling asks for time, and the quotas are by the second (F53): about five seconds in all.
  static constexpr int kThrottleRetriesMax = 7;
  static constexpr std::chrono::milliseconds kFirstPause{25};
  static constexpr std::chrono::milliseconds kRetryAfterMax{5000};
  // A target that has answered before may be starting again: so long it is tried.
  static constexpr std::chrono::milliseconds kRestartMax{5000};
  static constexpr std::chrono::milliseconds kStartingPause{200};

  // REQUIRES: `transport` and `clock` outlive the client.
  Client(Transport& transport, ServerClock& clock, ClientOptions options)
      : transport_(transport),
        clock_(clock),
        options_(std::move(options)),
        pace_(options_.directory),
        waste_(options_.slow_answer),
        random_(options_.seed) {}

  // Sends `request` until it gets something else than a transient, or the attempts are used up.
  // A put whose entries were refused for transient reasons counts as one.
  Task<Sent> Send(spec::HttpRequest request);

  [[nodiscard]] Transport& transport() { return transport_; }
  [[nodiscard]] ServerClock& clock() { return clock_; }
  [[nodiscard]] Hangs& hangs() { return hangs_; }
  [[nodiscard]] const Hangs& hangs() const { return hangs_; }
  [[nodiscard]] const ReadsSeen& reads_seen() const { return reads_seen_; }
  [[nodiscard]] std::uint64_t requests() const { return requests_; }
  // Whether nothing is sent any more.
  [[nodiscard]] bool exhausted() const {
    return stopped_ || (options_.requests_max != 0 && requests_ >= options_.requests_max);
  }

  // Returns why no more should be asked of a target that only costs time; empty if there is no
  // reason.
  [[nodiscard]] std::string WhyEnough() const;

  // From here on nothing is sent: what asks for it is told that the budget is spent.
  void Stop() { stopped_ = true; }

 private:
  [[nodiscard]] std::chrono::nanoseconds PauseBefore(int attempt, const Exchange& last);
  [[nodiscard]] std::chrono::nanoseconds TurnOfNext();
  // Notes whether the target answers at all. Returns whether it may be starting again.
  [[nodiscard]] bool MayBeStarting(const Exchange& exchange);

  Transport& transport_;
  ServerClock& clock_;
  ClientOptions options_;
  Pace pace_;
  Hangs hangs_;
  Waste waste_;
  ReadsSeen reads_seen_;
  bool answered_ = false;  // Ever.
  std::optional<Transport::Clock> unreachable_since_;
  std::mt19937_64 random_;
  std::uint64_t requests_ = 0;
  bool stopped_ = false;
  Transport::Clock next_turn_{0};
};

}  // namespace swc::conformance
