#include "conformance/judge/put/entry_with_violations.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>

#include "conformance/judge/put/judge_entry.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"

namespace swc::conformance {

using reference::Obligation;
using reference::Violation;

bool IsMust(const Violation* violation) { return violation->obligation == Obligation::kMustReject; }

bool IsBinding(const Violation* violation) {
  return IsMust(violation) && violation->clause->level != spec::Level::kShould;
}

bool Permits(const Violation& violation, std::string_view code) {
  const auto& codes = violation.clause->reject.entry_codes;
  return std::ranges::find(codes, code) != codes.end();
}

EntryWithViolations::EntryWithViolations(const EntryToJudge& judged)
    : input(judged), reading(judged.put.reading), entry(judged.put.reading.entries[judged.entry]) {
  for (const Violation& violation : reading.violations) {
    if (violation.scope != spec::Scope::kRequest && violation.entry == judged.entry) {
      violations.push_back(&violation);
    }
    request_touched |= violation.scope == spec::Scope::kRequest;
  }
}

const spec::Clause* EntryWithViolations::SoleClause() const {
  if (violations.empty() || request_touched) {
    return nullptr;
  }
  const spec::Clause* sole = violations.front()->clause;
  return std::ranges::all_of(violations,
                             [&](const Violation* violation) { return violation->clause == sole; })
             ? sole
             : nullptr;
}

Violations EntryWithViolations::ViolationsOf(std::size_t value) const {
  Violations found;
  std::ranges::copy_if(violations, std::back_inserter(found), [&](const Violation* violation) {
    return violation->scope == spec::Scope::kValue && violation->value == value;
  });
  return found;
}

}  // namespace swc::conformance
