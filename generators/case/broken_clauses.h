// Which clauses the puts of a case break, read by the reference on a target that has everything.
//
// Law: the same reading judges real targets (reference/reading/reading.h); here it stands on a
// made-up directory with one property for each series of the case, a clock that is known exactly,
// and an empty store. So duplicates and types are found inside a request, not between requests.
//
// Example: BrokenClauses(test_case).contains("time.window.past")
#pragma once

#include <set>
#include <string>

#include "generators/case/case.h"

namespace swc::generators {

// Returns a binding for the series of `test_case`: streams by alias, properties by ids.
[[nodiscard]] Binding StandInBinding(const Case& test_case);

// Returns the ids of all clauses that some put breaks or, for free clauses, touches. A put that
// cannot be rendered breaks nothing.
[[nodiscard]] std::set<std::string> BrokenClauses(const Case& test_case);

// Returns whether the puts of a case touch nothing on which legal targets differ, and break nothing
// but the window.
[[nodiscard]] bool IsCalm(const Case& test_case);

}  // namespace swc::generators
