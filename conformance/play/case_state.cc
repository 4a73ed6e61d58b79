#include "conformance/play/case_state.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "conformance/judge/put/lasting_failure.h"
#include "reference/reading/series_id.h"
#include "spec/clause.h"
#include "spec/contract.h"
#include "spec/text/json_tree.h"

namespace swc::conformance {

CaseState::CaseState(CaseContext& shared, const generators::Case& to_run)
    : context(shared), test_case(to_run) {
  if (!to_run.clauses.empty()) {
    about = &spec::Catalogue::Get().At(to_run.clauses.front());
  }
}

bool CaseState::Usable(bool transient, bool stopped, const Exchange& last) {
  if (stopped) {
    End(CaseOutcome::OutOfBudget{});
  } else if (transient) {
    End(CaseOutcome::Unasked{.why = "a read failed: " + DescribeFailure(last)});
  }
  return !transient && !stopped;
}

void CaseState::Take(Observations observations, const Exchange& exchange) {
  if (context.model) {
    TakeCompared(std::move(observations), exchange);
  } else {
    NoteNewSeries();
  }
}

void CaseState::Take(SeriesResult result) {
  if (context.model) {
    std::ranges::move(result.found, std::back_inserter(outcome.found));
    outcome.observations.Add(std::move(result.observations));
  }
  NoteNewSeries();
}

void CaseState::TakeCompared(Observations observations, const Exchange& exchange) {
  for (Deviation& deviation : observations.deviations) {
    outcome.found.push_back({.deviation = std::move(deviation), .exchange = exchange});
  }
  observations.deviations.clear();
  outcome.observations.Add(std::move(observations));
  NoteNewSeries();
}

// A raw put may write to streams that were not lent: they are read back too.
void CaseState::NoteNewSeries() {
  for (const reference::SeriesId& id : beliefs.Ids()) {
    const auto stream = names.contains(id) ? std::nullopt : StreamNames(id);
    if (stream) {
      names[id] = *stream;
    }
  }
}

std::optional<generators::SeriesBinding> StreamNames(const reference::SeriesId& id) {
  const std::string* alias = id.stream();
  const bool legal = alias != nullptr && !alias->empty() && !spec::HasControlCharacter(*alias) &&
                     alias->size() <= spec::Contract::Get().alias_length_max;
  return legal ? std::optional(generators::SeriesBinding{.alias = *alias}) : std::nullopt;
}

const SeriesBeliefs& CaseState::KnownOf(const reference::SeriesId& id) const {
  static const SeriesBeliefs kNone;
  const SeriesBeliefs* known = beliefs.Find(id);
  return known == nullptr ? kNone : *known;
}

}  // namespace swc::conformance
