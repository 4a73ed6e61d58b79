// Which clause a finding about a stored value is named after, when several could be.
#pragma once

#include "conformance/judge/belief.h"
#include "conformance/judge/read_answer.h"
#include "spec/clause_id.h"

namespace swc::conformance {

// Returns whether a case was written to show just this: another value in the place of the one that
// was written there.
[[nodiscard]] bool ExplainsChanges(const Belief& belief);

// Names the clause that a value read back differently breaks. REQUIRES: some value was expected.
[[nodiscard]] spec::ClauseId NameWrongValue(const Belief& belief, const SeenValue& seen);

// Names the clause that a value breaks which was visible and is not any more; `unseen` if it never
// was. What a case does in between may explain it better than a mere change does.
[[nodiscard]] spec::ClauseId NameChange(const Belief& belief, spec::ClauseId unseen);

}  // namespace swc::conformance
