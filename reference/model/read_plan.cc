#include "reference/model/read_plan.h"

#include <algorithm>
#include <utility>

#include "reference/model/model.h"
#include "reference/model/policies.h"
#include "reference/model/refusal_messages.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"

namespace swc::reference {
namespace {

// Whether a policy lets a violation pass.
bool Accepts(const spec::Clause& clause, const Policies& policies) {
  if (clause.level != spec::Level::kFree) {
    return false;
  }
  const auto chosen =
      std::ranges::find(clause.alternatives, policies.Chosen(clause.id), &spec::Alternative::name);
  return chosen->form == spec::Form::kAccepted;
}

// errors.constraint-form: an entry that can be named may be refused by itself.
bool RefusesEntry(const SentRead& read, const Violation& violation, const Policies& policies) {
  return IsBatch(read.operation) && violation.scope == spec::Scope::kEntry &&
         read.entries[violation.entry].id.has_value() &&
         policies.Is("response.errors.constraint-form", "entry");
}

}  // namespace

ReadPlan PlanRead(const SentRead& read, const Policies& policies) {
  ReadPlan plan;
  plan.entry_errors.resize(read.entries.size());
  for (const Violation& violation : read.violations) {
    if (Accepts(*violation.clause, policies)) {
      continue;
    }
    RequestError error = RequestErrorOf(400, RefusalMessage(violation));
    if (!RefusesEntry(read, violation, policies)) {
      plan.error = std::move(error);
      return plan;
    }
    plan.entry_errors[violation.entry] = std::move(error);
  }
  return plan;
}

}  // namespace swc::reference
