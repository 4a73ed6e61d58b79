// What a violation demands (see reading.h).
#include <string_view>
#include <utility>

#include "reference/reading/reading.h"
#include "spec/clause.h"

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

Violation::Violation(std::string_view clause_id, RequestPlace place, Demand demand)
    : clause(&spec::Catalogue::Get().At(clause_id)),
      scope(place.scope),
      entry(place.entry),
      value(place.value),
      pointer(std::move(place.pointer)),
      obligation(ObligationOf(*clause, demand)) {}

}  // namespace swc::reference
