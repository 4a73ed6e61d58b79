// What the violations of a read, or of an entry of a batch, mean for its answer.
//
// Law: a forbidden read is refused; what breaks a free clause is refused or answered, by one of the
// clause's alternatives; of everything else a refusal is as good as an answer.
#pragma once

#include <string_view>
#include <vector>

#include "conformance/judge/observations.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/clause_id.h"

namespace swc::conformance {

// The alternative of a free clause by which a read is answered with anything.
inline constexpr std::string_view kAnswered = "answered";

[[nodiscard]] bool IsForbidden(const reference::Violation& violation);

// Returns whether a refusal is as good as an answer, and an answer is not judged.
[[nodiscard]] bool IsAnybodysChoice(const reference::Violation& violation);

// Returns whether nobody can say what an answer to such a read has to show.
[[nodiscard]] bool MeansAnything(const spec::Clause& clause);

// Returns the first alternative by which something is refused, or is accepted.
[[nodiscard]] std::string_view AlternativeOf(const spec::Clause& clause, bool accepted);

[[nodiscard]] bool AnyForbidden(const std::vector<const reference::Violation*>& violations);

// What answers none of a free clause's alternatives is about that clause, not about what it makes
// the read show.
void NameByFreeClause(const std::vector<const reference::Violation*>& violations,
                      Observations& observations);

[[nodiscard]] bool Touches(const std::vector<const reference::Violation*>& violations,
                           spec::ClauseId clause);

}  // namespace swc::conformance
