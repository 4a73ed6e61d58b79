#include "conformance/play/case_state.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/client/read_access.h"
#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/series_reader.h"
#include "generators/case/case.h"
#include "reference/reading/series_id.h"
#include "spec/clause.h"
#include "spec/contract.h"
#include "spec/operation.h"
#include "spec/text/json_tree.h"

namespace swc::conformance {

CaseState::CaseState(CaseContext& shared, const generators::Case& to_run)
    : context(shared), test_case(to_run) {
  if (!to_run.clauses.empty()) {
    about = &spec::Catalogue::Get().At(to_run.clauses.front());
  }
}

bool CaseState::MayAsk(spec::Operation operation) {
  ReadAccess* reads = context.reads;
  if (reads == nullptr || evidence_.contains(operation)) {
    return true;
  }
  if (reads->IsExcluded(operation)) {
    return false;
  }
  if (reads->WhyDead(operation).empty()) {
    return true;
  }
  if (reads->TakeEvidence(operation)) {
    evidence_.insert(operation);
    return true;
  }
  return false;
}

bool CaseState::MayRead(spec::Operation operation) {
  if (MayAsk(operation)) {
    return true;
  }
  if (context.reads->IsExcluded(operation)) {
    End(CaseOutcome::Skipped{.lacking = spec::LineOf(operation)});
  } else {
    End(CaseOutcome::Blocked{.why = context.reads->WhyDead(operation)});
  }
  return false;
}

bool CaseState::MayReadBack() { return MayAsk(spec::Operation::kHistory); }

void CaseState::Take(Observations observations, const Exchange& exchange) {
  if (context.model) {
    TakeCompared(std::move(observations), exchange);
  } else {
    NoteNewSeries();
  }
}

void CaseState::Take(SeriesResult result) {
  if (context.model) {
    for (ShownDeviation& shown : result.deviations) {
      outcome.deviations.push_back(WithPut(std::move(shown)));
    }
    outcome.observations.Add(std::move(result.observations));
  }
  NoteNewSeries();
}

ShownDeviation CaseState::WithPut(ShownDeviation shown) const {
  const bool is_put = spec::OperationOf(shown.exchange->request) == spec::Operation::kPut;
  if (!is_put && puts > 0 && last_put->response) {
    shown.put = last_put;
  }
  return shown;
}

void CaseState::TakeCompared(Observations observations, const Exchange& exchange) {
  const KeptExchange kept =
      observations.deviations.empty() ? KeptExchange() : KeptExchange::ToShow(exchange);
  for (Deviation& deviation : observations.deviations) {
    outcome.deviations.push_back(WithPut({.deviation = std::move(deviation), .exchange = kept}));
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
