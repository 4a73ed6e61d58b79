#include "conformance/play/case_runner.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "conformance/judge/observations.h"
#include "conformance/judge/put/judge.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/net/task.h"
#include "conformance/play/case_before.h"
#include "conformance/play/case_metamorphic.h"
#include "conformance/play/case_puts.h"
#include "conformance/play/case_read_back.h"
#include "conformance/play/case_reads.h"
#include "conformance/play/case_state.h"
#include "conformance/target/capabilities.h"
#include "generators/case/case.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/operation.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using generators::Case;
using generators::Step;
using generators::StepKind;

// While a property is lent to another case.
constexpr std::chrono::milliseconds kLeasePause{1};

Task<bool> TakeLease(CaseState& state) {
  while (true) {
    auto lease = state.context.leases.Take(state.test_case);
    if (lease) {
      state.lease = *std::move(lease);
      co_return true;
    }
    if (lease.error().never) {
      state.End(CaseOutcome::Skipped{.lacking = lease.error().missing});
      co_return false;
    }
    co_await Sleep(state.context.client.transport(), kLeasePause);
  }
}

void Bind(CaseState& state) {
  const spec::Instant now =
      state.context.client.clock().At(state.context.client.transport().WallNow());
  state.binding = Leases::BindingOf(state.lease, now);
  for (const auto& [name, lent] : state.lease.series) {
    if (!lent.id.empty()) {
      state.names[lent.id] = lent.names;
      state.fresh[lent.id] = lent.fresh;
      if (lent.any_type) {
        state.beliefs.AssumeAnyType(lent.id);
      }
    }
  }
}

// Whether a step may store something.
bool MayWrite(StepKind kind) {
  return kind == StepKind::kPut || kind == StepKind::kPutRaw || kind == StepKind::kTogether ||
         kind == StepKind::kMetamorphic;
}

Task<void> RunStep(CaseState& state, const Step& step) {
  if (MayWrite(step.kind)) {
    state.confirmed.clear();
  }
  switch (step.kind) {
    case StepKind::kPut:
    case StepKind::kPutRaw:
      co_await RunPut(state, step);
      break;
    case StepKind::kReadBack:
      co_await ReadBackAll(state);
      break;
    case StepKind::kHistory:
      co_await RunHistory(state, step.body);
      break;
    case StepKind::kLatest:
      co_await RunLatest(state, step.body);
      break;
    case StepKind::kBatchLatest:
    case StepKind::kBatchHistory:
      co_await RunBatch(state, step);
      break;
    case StepKind::kReadRaw:
      co_await RunReadRaw(state, step);
      break;
    case StepKind::kTogether:
      co_await RunTogether(state, step);
      break;
    case StepKind::kMetamorphic:
      co_await RunMetamorphic(state, step);
      break;
  }
}

// identity.both.one-series: values that were seen in both series of contradicting entries.
void CheckBothSeries(CaseState& state) {
  Observations observations;
  observations.choices = std::exchange(state.outcome.observations.choices, {});
  CheckOneSeries(observations);
  state.Take(std::move(observations), *state.last_put);
}

// A server that is at fault shows in the same case what its fault does, not what it chose.
void DropChoicesBesideFaults(CaseState& state) {
  // How an answer is written down changes nothing that it says.
  const bool at_fault = std::ranges::any_of(
      state.outcome.deviations,
      [](const ShownDeviation& shown) { return !shown.deviation.clause->IsUnder("response"); });
  if (at_fault) {
    state.outcome.observations.choices.clear();
    state.outcome.undecided.clear();
  }
}

// The accepting side of a clause counts once a case about it went through without a finding and
// without touching the forbidden side.
void MarkAccepted(CaseState& state) {
  if (!state.outcome.deviations.empty() || state.Over() || state.puts == 0) {
    return;
  }
  for (const spec::ClauseId id : state.test_case.clauses) {
    const spec::Clause& clause = spec::Catalogue::Get().At(id);
    if (clause.sides.accept && !state.violated.contains(&clause)) {
      state.outcome.observations.Mark(clause, Side::kAccept);
    }
  }
}

// Whether all operations that the steps name can be used.
bool MayRunSteps(CaseState& state) {
  return std::ranges::all_of(state.test_case.steps, [&](const Step& step) {
    switch (step.kind) {
      case StepKind::kHistory:
        return state.MayRead(spec::Operation::kHistory);
      case StepKind::kLatest:
        return state.MayRead(spec::Operation::kLatest);
      case StepKind::kBatchLatest:
        return state.MayRead(spec::Operation::kBatchLatest);
      case StepKind::kBatchHistory:
        return state.MayRead(spec::Operation::kBatchHistory);
      default:
        return true;
    }
  });
}

// Whether all was read back when the last step was done.
bool EndsInReadBack(const Case& test_case) {
  return !test_case.steps.empty() && test_case.steps.back().kind == StepKind::kReadBack;
}

}  // namespace

std::string CaseOutcome::WhyNot() const {
  if (const auto* skipped = As<Skipped>()) {
    return "the target lacks " + skipped->lacking;
  }
  if (const auto* faulty = As<Faulty>()) {
    return faulty->error.message;
  }
  if (const auto* blocked = As<Blocked>()) {
    return blocked->why;
  }
  const auto* unasked = As<Unasked>();
  return unasked == nullptr ? "" : unasked->why;
}

Task<CaseOutcome> RunCase(CaseContext& context, const Case& test_case) {
  CaseState state(context, test_case);
  for (const std::string& need : test_case.needs) {
    if (!CapabilitiesOf(context.target).contains(need)) {
      state.End(CaseOutcome::Skipped{.lacking = need});
      co_return std::move(state.outcome);
    }
  }
  if (!MayRunSteps(state)) {
    co_return std::move(state.outcome);
  }
  const bool leased = co_await TakeLease(state);
  if (!leased) {
    co_return std::move(state.outcome);
  }
  Bind(state);
  co_await ReadWhatLiesThere(state);
  for (const Step& step : test_case.steps) {
    if (state.Over()) {
      break;
    }
    co_await RunStep(state, step);
  }
  if (!state.Over() && context.model && !EndsInReadBack(test_case)) {
    co_await ReadBackAll(state);
  }
  CheckBothSeries(state);
  DropChoicesBesideFaults(state);
  MarkAccepted(state);
  context.leases.Return(state.lease);
  co_return std::move(state.outcome);
}

}  // namespace swc::conformance
