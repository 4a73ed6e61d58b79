#include "conformance/run/phase_player.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/judge/observations.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/net/task.h"
#include "conformance/play/case_runner.h"
#include "conformance/run/phase_budget.h"
#include "conformance/run/phases.h"
#include "conformance/tally/tally.h"
#include "generators/case/case.h"
#include "generators/case/case_classes.h"
#include "generators/random/covering_array.h"
#include "generators/random/pairwise_case.h"
#include "reports/run_record.h"

namespace swc::conformance {
namespace {

using generators::Case;

// So many cases in a row that could not be asked end a run: the target is gone.
constexpr std::uint64_t kInfraInARowMax = 20;

// Cases that are run again, patiently, for one free clause.
constexpr std::size_t kCandidatesMax = 3;

// One request in so many is kept from the phases, for the smallest cases of findings.
constexpr std::uint64_t kKeptForShrinking = 10;

// Cases that are asked again at the end of the run.
constexpr std::size_t kAskedAgainMax = 200;

// After a stop was asked for: how long the answers to what was sent are waited for.
constexpr std::chrono::milliseconds kStopGrace{500};

// Whether all phases that have an end have reached it.
bool AllEnded(const std::vector<Phase>& phases) {
  return std::ranges::all_of(phases,
                             [](const Phase& phase) { return phase.ended || phase.cases == 0; });
}

}  // namespace

void PhasePlayer::Turn() {
  if (!stopping_since_ && StopRequested()) {
    context_.client.Stop();
    stopping_since_ = context_.client.transport().Now();
  }
  if (stopping_since_ && context_.client.transport().Now() - *stopping_since_ >= kStopGrace) {
    context_.client.transport().Abandon();
  }
  context_.client.transport().Poll();
}

// Each phase gets its part of the limits; what is left goes to those that were cut, and at last
// to the one that has no end.
void PhasePlayer::RunPhases(std::vector<Phase>& phases) {
  const PhaseLimit limit = LimitOfPhases();
  for (std::size_t i = 0; i < phases.size(); ++i) {
    const bool last_to_end = phases[i].cases == 0 && AllEnded(phases);
    RunPhase(phases[i], last_to_end ? limit : ShareOf(limit, Used(), phases.size() - i));
  }
  for (const bool endless : {false, true}) {
    for (Phase& phase : phases) {
      if (!phase.ended && (phase.cases == 0) == endless) {
        RunPhase(phase, limit);
      }
    }
  }
}

PhaseLimit PhasePlayer::NamedLimit() const {
  return {.requests = options_.requests_max, .time = options_.time_max};
}
PhaseLimit PhasePlayer::LimitOfPhases() const {
  PhaseLimit limit = NamedLimit();
  limit.requests -= limit.requests / kKeptForShrinking;
  return limit;
}
PhaseLimit PhasePlayer::Used() const {
  return {.requests = context_.client.requests(), .time = elapsed()};
}

std::vector<reports::PhaseRecord> PhasePlayer::TakePhases() {
  for (reports::PhaseRecord& phase : phases_) {
    if (phase.name == "pairwise") {
      phase.pairs_covered = pairs_.count();
      generators::PairCounter possible(generators::PairwiseFactors());
      for (const generators::Levels& row : generators::PairwiseRows()) {
        possible.Add(row);
      }
      phase.pairs_possible = possible.count();
    }
  }
  return std::move(phases_);
}

void PhasePlayer::NoteCase(const Case& test_case, const CaseOutcome& outcome) {
  reports::PhaseRecord& phase = phases_[current_];
  ++phase.cases;
  if (phase.name == kKnownPhase) {
    NoteKnown(test_case, outcome);
  }
  if (outcome.As<CaseOutcome::Skipped>() != nullptr) {
    return;
  }
  if (phase.name == "pairwise") {
    pairs_.Add(generators::PairwiseRows()[generators::PairwiseIndexOf(test_case)]);
  }
  if (options_.classify) {
    for (const std::string_view name : generators::ClassesOf(test_case)) {
      ++phase.classes[std::string(name)];
    }
  }
}

// Earlier findings: fixed, or not.
void PhasePlayer::NoteKnown(const Case& test_case, const CaseOutcome& outcome) {
  const auto shown = [&](const ShownDeviation& shown) {
    return !test_case.seen || shown.deviation.Signature() == test_case.seen->signature;
  };
  if (std::ranges::any_of(outcome.deviations, shown)) {
    ++known_.still_fail;
  } else if (outcome.As<CaseOutcome::Played>() == nullptr) {
    ++known_.not_run;
  } else if (test_case.seen && !test_case.seen->reproduced.value_or(true)) {
    ++known_.not_reproduced;
  } else {
    known_.fixed.push_back(test_case.id);
  }
}

// Keeps a few cases that would decide a clause.
void PhasePlayer::NoteUndecided(const Case& test_case, const std::vector<Choice>& undecided) {
  for (const Choice& choice : undecided) {
    std::vector<Case>& candidates = undecided_[choice.clause->id];
    const bool known = std::ranges::any_of(
        candidates, [&](const Case& other) { return other.id == test_case.id; });
    if (!known && candidates.size() < kCandidatesMax) {
      candidates.push_back(test_case);
    }
  }
}

std::vector<std::string> PhasePlayer::LimitsThatEnded(const std::vector<Phase>& phases) const {
  if (StopRequested() || FailedFast() || TargetIsGone()) {
    return {};
  }
  std::vector<std::string> hit = LimitsHit(NamedLimit(), LimitOfPhases(), Used(), phases);
  if (std::string why = context_.client.WhyEnough(); !why.empty()) {
    hit.push_back(std::move(why));
  }
  return hit;
}

Transport::Clock PhasePlayer::elapsed() const {
  return context_.client.transport().Now() - started_;
}

bool PhasePlayer::StopRequested() const {
  return options_.stop_requested && options_.stop_requested();
}
bool PhasePlayer::FailedFast() const { return options_.fail_fast && tally_.AnyFailed(); }
bool PhasePlayer::TargetIsGone() const { return tally_.infra_in_a_row() >= kInfraInARowMax; }

bool PhasePlayer::MustStop(const PhaseLimit& limit) const {
  return IsSpent(limit, Used()) || FailedFast() || MustStopShrinking();
}

// Shrinking goes on when --fail-fast or --time has ended the phases.
bool PhasePlayer::MustStopShrinking() const {
  return context_.client.exhausted() || !context_.client.WhyEnough().empty() || TargetIsGone() ||
         StopRequested();
}

// Runs what is left of a phase, until `limit`.
void PhasePlayer::RunPhase(Phase& phase, const PhaseLimit& limit) {
  if (MustStop(limit)) {
    return;
  }
  phase_ = phase.name;
  MakeCurrent(phase);
  listener_.PhaseStarted(phase.name, phase.cases - std::min(phase.cases, phase.begun));
  const std::uint64_t sent_before = context_.client.requests();
  bool drained = false;
  while (true) {
    while (!drained && under_way_ < options_.jobs) {
      drained = MustStop(limit) || !StartNext(phase);
    }
    if (under_way_ == 0 && drained) {
      break;
    }
    Turn();
  }
  phases_[current_].requests += context_.client.requests() - sent_before;
}

// Starts the next case of a phase. Returns whether there was one.
bool PhasePlayer::StartNext(Phase& phase) {
  std::optional<Case> next = phase.next();
  phase.ended = !next;
  if (next) {
    ++phase.begun;
    StartCase(*std::move(next));
  }
  return !phase.ended;
}

// Makes the record of a phase, which may have been begun before, the current one.
void PhasePlayer::MakeCurrent(const Phase& phase) {
  const auto known = std::ranges::find(phases_, phase.name, &reports::PhaseRecord::name);
  current_ = static_cast<std::size_t>(std::distance(phases_.begin(), known));
  if (known == phases_.end()) {
    phases_.push_back({.name = phase.name});
  }
}

void PhasePlayer::StartCase(Case test_case) {
  if (options_.digest && !asking_again_) {
    digest_.Add(test_case);
  }
  ++under_way_;
  auto owned = std::make_unique<Case>(std::move(test_case));
  Spawn(RunAndTally(std::move(owned)), [this] { --under_way_; });
}

Task<void> PhasePlayer::RunAndTally(std::unique_ptr<Case> test_case) {
  CaseOutcome outcome = co_await RunCase(context_, *test_case);
  NoteUndecided(*test_case, outcome.undecided);
  NoteCase(*test_case, outcome);
  const auto* unasked = outcome.As<CaseOutcome::Unasked>();
  if (unasked != nullptr && outcome.deviations.empty() && !asking_again_ &&
      to_ask_again_.size() < kAskedAgainMax) {
    tally_.NoteInfra(unasked->why);
    to_ask_again_.push_back(
        {.test_case = std::move(*test_case), .phase = phase_, .outcome = std::move(outcome)});
  } else {
    Take(*test_case, phase_, outcome);
  }
  listener_.Progressed(++cases_done_, context_.client.requests());
}

void PhasePlayer::Take(const Case& test_case, const std::string& phase,
                       const CaseOutcome& outcome) {
  const std::vector<reports::Finding> added =
      tally_.Add(test_case, phase, context_.client.requests(), outcome);
  for (const reports::Finding& finding : added) {
    listener_.FindingFound(finding);
  }
  if (context_.reads == nullptr) {
    return;
  }
  if (const std::string why =
          refused_history_.Note(test_case, outcome, context_.client.reads_seen(), *context_.reads);
      !why.empty()) {
    listener_.Said(why + "; what depends on it is not asked any more");
  }
}

}  // namespace swc::conformance
