// wire.member.duplicate: what an acknowledged entry stored that says something twice.
#include <algorithm>
#include <cstddef>
#include <variant>

#include "conformance/judge/put/entry_writes.h"
#include "conformance/judge/put/refusal_forms.h"
#include "conformance/judge/put/writes.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/tqv.h"

namespace swc::conformance {

using reference::SentValue;
using reference::Violation;

// Returns the entry as it is read where the first member counts, if that breaks nothing either.
const reference::SentEntry* EntryWrites::EntryIfFirstCounts() const {
  const std::size_t place = subject_.input.entry;
  const reference::Reading* other = subject_.reading.if_first_counts.get();
  if (other == nullptr || other->entries.size() <= place ||
      std::ranges::any_of(other->violations, [&](const Violation& violation) {
        return violation.entry == place && !violation.clause->Is("wire.member.duplicate");
      })) {
    return nullptr;
  }
  return &other->entries[place];
}

// wire.member.duplicate: the first or the last of them counts.
bool EntryWrites::AddDoubled() {
  const spec::Clause* sole = subject_.SoleClause();
  const bool doubled = sole != nullptr && sole->Is("wire.member.duplicate");
  if (!doubled || MayLieElsewhere(subject_.reading, subject_.input.entry)) {
    return false;
  }
  const auto& last = subject_.entry.values;
  const reference::SentEntry* first = EntryIfFirstCounts();
  const auto same_type = [](const SentValue& a, const SentValue& b) {
    return a.value && b.value && a.value->index() == b.value->index() &&
           !std::holds_alternative<spec::NullValue>(*a.value);
  };
  if (first == nullptr || !std::ranges::equal(last, first->values, same_type)) {
    return false;
  }
  for (std::size_t j = 0; j < last.size(); ++j) {
    AddStored(j, "store.acknowledged");
    for (Write* write : LastWrites()) {
      if (!spec::SameValue(*first->values[j].value, write->value)) {
        write->if_first_counts = first->values[j].value;
      }
    }
  }
  return true;
}

}  // namespace swc::conformance
