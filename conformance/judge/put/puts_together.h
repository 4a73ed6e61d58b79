// What is different for puts that were under way at the same time.
//
// Law: which of them conflict is chance: each may be refused for what another one writes, and what
// they show of that is no choice of the target.
#pragma once

#include <vector>

#include "conformance/judge/observations.h"
#include "reference/reading/reading.h"

namespace swc::conformance {

// Adds to `reading` that each of its entries may be refused that shares a series with one of the
// puts that were under way beside it. REQUIRES: all are read in context.
void AllowConflicts(const std::vector<const reference::Reading*>& beside,
                    reference::Reading& reading);

// Takes out what looks like a choice and is chance.
void DropConflictChoices(Observations& observations);

}  // namespace swc::conformance
