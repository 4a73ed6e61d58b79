// One entry of a put as the judge of its answer sees it: what it says and which rules it breaks.
//
// Law: it is what the request says, and nothing of the answer: the violations of the entry and of
// its values, in the order of the reading. Of those of the whole request it knows only that there
// are some, for they may explain anything.
//
// Example: an entry with the quality "GREAT", in a request without other faults, has one violation
// and SoleClause() is quality.enum; Permits(*violations[0], "InvalidRequestException") is true.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/judge/put/judge_entry.h"
#include "conformance/judge/put_answer.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"

namespace swc::conformance {

using Violations = std::vector<const reference::Violation*>;
using EntryErrors = std::map<std::string, CodeErrors>;  // By code.

[[nodiscard]] bool IsMust(const reference::Violation* violation);

// Whether no target may let it pass. One that breaks a `should` earns a warning for that and has to
// obey every `must` from there on.
[[nodiscard]] bool IsBinding(const reference::Violation* violation);

// Returns whether an entry may be reported with this code because of `violation`.
[[nodiscard]] bool Permits(const reference::Violation& violation, std::string_view code);

struct EntryWithViolations {
  explicit EntryWithViolations(const EntryToJudge& judged);

  const EntryToJudge& input;
  const reference::Reading& reading;
  const reference::SentEntry& entry;
  Violations violations;         // Of this entry and its values.
  bool request_touched = false;  // The whole request breaks something too.

  // Returns the one clause that explains everything about this entry, or null.
  [[nodiscard]] const spec::Clause* SoleClause() const;

  [[nodiscard]] Violations ViolationsOf(std::size_t value) const;
};

}  // namespace swc::conformance
