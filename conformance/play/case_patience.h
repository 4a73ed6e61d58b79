// How long a case waits for a read to become right.
//
// Law: reads are eventually consistent, the current value and batches as well as histories (F152,
// F154): what a reader that lags behind may show is read again until the deadline.
//
// Example: Patience patience(state); while (...) { ...; co_await patience.Pause(state); }
#pragma once

#include <chrono>

#include "conformance/judge/observations.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_state.h"

namespace swc::conformance {

class Patience {
 public:
  explicit Patience(CaseState& state);

  [[nodiscard]] bool Late(CaseState& state) const;

  // Waits, a little longer each time.
  Task<void> Pause(CaseState& state);

  // Returns whether the same read should be done again; if not, `state` has taken what it showed.
  [[nodiscard]] bool ReadAgain(CaseState& state, Observations& observations,
                               const Exchange& exchange) const;

 private:
  Transport::Clock deadline_;
  std::chrono::nanoseconds pause_;
};

}  // namespace swc::conformance
