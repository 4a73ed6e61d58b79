#include "conformance/play/case_patience.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include "conformance/judge/observations.h"
#include "conformance/judge/read/judge_read.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_state.h"

namespace swc::conformance {
namespace {

// Between two reads of what is not right yet.
constexpr std::chrono::milliseconds kFirstReadPause{10};
constexpr std::chrono::nanoseconds kReadPauseMax = std::chrono::milliseconds(500);

// After this many values that never came, the rest of the run waits a tenth of the deadline.
constexpr std::uint64_t kDeadlinesMissedMax = 8;

std::chrono::nanoseconds ReadDeadline(const CaseState& state) {
  return state.context.deadlines_missed >= kDeadlinesMissedMax ? state.context.read_deadline / 10
                                                               : state.context.read_deadline;
}

}  // namespace

Patience::Patience(CaseState& state)
    : deadline_(state.context.client.transport().Now() + ReadDeadline(state)),
      pause_(kFirstReadPause) {}

bool Patience::Late(CaseState& state) const {
  return state.context.client.transport().Now() >= deadline_;
}

Task<void> Patience::Pause(CaseState& state) {
  co_await Sleep(state.context.client.transport(), pause_);
  pause_ = std::min(pause_ * 2, kReadPauseMax);
}

bool Patience::ReadAgain(CaseState& state, Observations& observations,
                         const Exchange& exchange) const {
  const bool late = Late(state);
  const bool lagging = state.context.model && MayHeal(observations);
  std::vector<Choice> absences;
  if (!late) {
    absences = TakeAbsences(observations);
  }
  if (!late && (lagging || (state.context.patient && !absences.empty()))) {
    return true;
  }
  if (lagging) {
    ++state.context.deadlines_missed;
  }
  std::ranges::copy(absences, std::back_inserter(state.outcome.undecided));
  state.Take(std::move(observations), exchange);
  return false;
}

}  // namespace swc::conformance
