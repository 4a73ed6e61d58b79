// What a target can show, by what it is said to be.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "conformance/target/target.h"

namespace swc::conformance {

// Returns what the target can show: "property", "property.aliased", "unassociated-aliases", ...
// (the words of `needs` in spec/clauses.json).
[[nodiscard]] std::set<std::string, std::less<>> CapabilitiesOf(const Target& target);

// Returns the clauses that the description of `target` excludes, for they need what it says, or by
// its silence about properties says, that the target lacks. What is unknown excludes nothing.
[[nodiscard]] std::set<std::string> ExcludedBy(const Target& target);

}  // namespace swc::conformance
