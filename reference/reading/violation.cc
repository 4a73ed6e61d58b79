// What a violation demands (see reading.h).
#include <utility>

#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/clause_id.h"

namespace swc::reference {
namespace {

Obligation ObligationOf(const spec::Clause& clause, Demand demand) {
  switch (demand) {
    case Demand::kBySetting:
      return Obligation::kMustReject;
    case Demand::kNothing:
      return Obligation::kMayReject;
    case Demand::kByLevel:
      break;
  }
  return clause.level == spec::Level::kFree ? Obligation::kMayReject : Obligation::kMustReject;
}

}  // namespace

Violation::Violation(spec::ClauseId clause_id, RequestPlace place, Demand demand)
    : clause(&spec::Catalogue::Get().At(clause_id)),
      scope(place.scope),
      entry(place.entry),
      value(place.value),
      pointer(std::move(place.pointer)),
      obligation(ObligationOf(*clause, demand)) {}

}  // namespace swc::reference
