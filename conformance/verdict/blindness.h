// What a run could not see of its target, and what that keeps from being shown.
//
// Law: a read operation that never shows a value proves nothing, whatever another one shows; only
// the target's description excuses it.
#pragma once

#include <map>
#include <string>

#include "conformance/client/read_access.h"
#include "conformance/client/reads_seen.h"
#include "conformance/target/target.h"

namespace swc::conformance {

// Returns why clauses that need reads cannot be shown, by their needs; empty texts: they can.
[[nodiscard]] std::map<std::string, std::string> BlockedNeeds(const ReadAccess& access);

// Returns why a run is no proof although nothing failed; empty if it is.
[[nodiscard]] std::string WhyBlind(const ReadAccess& access, const ReadsSeen& seen);

// Returns what the verdict of a run that conforms has to add; may be empty.
[[nodiscard]] std::string NoteOnReads(const Target& target);

}  // namespace swc::conformance
