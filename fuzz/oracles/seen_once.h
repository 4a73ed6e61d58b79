// Findings that were seen and did not show themselves again: they are kept and told apart from the
// rest, and fail nothing.
//
// Law: what is told so says what was tried. It is a warning, whatever its clause is.
//
// Example: TellSeenOnce(2, finding); IsSeenOnce(finding) == true
#pragma once

#include "reports/run_record.h"

namespace swc::fuzz {

// Says of a finding that its case was run again by itself `tries` times and never showed it.
void TellSeenOnce(int tries, reports::Finding& finding);

[[nodiscard]] bool IsSeenOnce(const reports::Finding& finding);

}  // namespace swc::fuzz
