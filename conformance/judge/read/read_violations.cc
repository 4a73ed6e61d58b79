#include "conformance/judge/read/read_violations.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "conformance/judge/observations.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"

namespace swc::conformance {
namespace {

using reference::Obligation;
using reference::Violation;

bool IsFree(const Violation& violation) { return violation.clause->level == spec::Level::kFree; }

}  // namespace

bool IsForbidden(const Violation& violation) {
  return violation.obligation == Obligation::kMustReject;
}

bool IsAnybodysChoice(const Violation& violation) {
  return !IsForbidden(violation) && !IsFree(violation);
}

bool MeansAnything(const spec::Clause& clause) {
  return std::ranges::any_of(clause.alternatives, [](const spec::Alternative& alternative) {
    return alternative.name == kAnswered;
  });
}

std::string_view AlternativeOf(const spec::Clause& clause, bool accepted) {
  return std::ranges::find_if(clause.alternatives,
                              [&](const spec::Alternative& alternative) {
                                return (alternative.form == spec::Form::kAccepted) == accepted;
                              })
      ->name;
}

bool AnyForbidden(const std::vector<const Violation*>& violations) {
  return std::ranges::any_of(violations, [](auto* each) { return IsForbidden(*each); });
}

void NameByFreeClause(const std::vector<const Violation*>& violations, Observations& observations) {
  const auto free = std::ranges::find_if(violations, [](auto* each) { return IsFree(*each); });
  if (free == violations.end()) {
    return;
  }
  for (Deviation& deviation : observations.deviations) {
    if (!deviation.clause->Is("store.no-phantom")) {
      deviation.kind = deviation.clause->id + "/" + deviation.kind;
      deviation.clause = (*free)->clause;
    }
  }
}

bool Touches(const std::vector<const Violation*>& violations, spec::ClauseId clause) {
  return std::ranges::any_of(violations, [&](auto* each) { return each->clause->Is(clause); });
}

}  // namespace swc::conformance
