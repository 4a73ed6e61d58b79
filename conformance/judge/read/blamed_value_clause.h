// Which clause a finding about a stored value is named after, when several could be.
//
// Law: what was written decides, for each kind of value has its own rule of coming back whole;
// where more than one thing was possible, or a case was written to show just this change, the
// clause that demands what is possible says more.
//
// Example: 1.1 was written, and a read shows 1.0999: NameWrongValue(...) is value.double.exact.
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
