#include "conformance/play/case_state.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "spec/clause.h"
#include "spec/contract.h"
#include "spec/text/json_tree.h"

namespace swc::conformance {

CaseState::CaseState(CaseContext& shared, const generators::Case& to_run)
    : context(shared), test_case(to_run) {
  if (!to_run.clauses.empty()) {
    about = spec::Catalogue::Get().Find(to_run.clauses.front());
  }
}

bool CaseState::Over() const { return outcome.stopped || outcome.error || !outcome.infra.empty(); }

bool CaseState::Usable(bool transient, bool stopped, const Exchange& last) {
  outcome.stopped = outcome.stopped || stopped;
  if (transient && !stopped) {
    outcome.infra = "a read failed: " + DescribeFailure(last);
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
  constexpr std::string_view kAlias = "alias:";
  const std::string alias = id.starts_with(kAlias) ? id.substr(kAlias.size()) : "";
  const bool legal = !alias.empty() && !spec::HasControlCharacter(alias) &&
                     alias.size() <= spec::Contract::Get().alias_length_max;
  return legal ? std::optional(generators::SeriesBinding{.alias = alias}) : std::nullopt;
}

const SeriesBeliefs& CaseState::KnownOf(const reference::SeriesId& id) const {
  static const SeriesBeliefs kNone;
  const SeriesBeliefs* known = beliefs.Find(id);
  return known == nullptr ? kNone : *known;
}

std::string DescribeFailure(const Exchange& exchange) {
  if (exchange.failure) {
    return fmt::format("{} ({})", ToString(*exchange.failure), exchange.failure_detail);
  }
  // Only what was found to ask for another try is described.
  const bool of_entry = exchange.response->status == 200;
  return of_entry ? "status 200 with an entry whose error asks to try again"
                  : fmt::format("status {}", exchange.response->status);
}

}  // namespace swc::conformance
