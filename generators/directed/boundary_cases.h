// Cases at the limits of the contract: just below, at and just above each one.
//
// Law: every number comes from spec::Contract, so a limit that changes there moves its cases along.
// A timestamp keeps `kClockGuardS` away from an edge of the window, since the server's clock is
// known only roughly; cases nearer than that need the capability "exact-clock".
//
// Example: for (Case& boundary : BoundaryCases()) { ... }
#pragma once

#include <vector>

#include "generators/case/case.h"

namespace swc::generators {

// Returns all boundary cases.
[[nodiscard]] std::vector<Case> BoundaryCases();

// The parts of it: what a request and an entry hold, numbers and strings, times, and what is larger
// or deeper than anybody sends.
[[nodiscard]] std::vector<Case> SizeBoundaryCases();
[[nodiscard]] std::vector<Case> ValueBoundaryCases();
[[nodiscard]] std::vector<Case> TimeBoundaryCases();
[[nodiscard]] std::vector<Case> ExtremeBoundaryCases();

}  // namespace swc::generators
