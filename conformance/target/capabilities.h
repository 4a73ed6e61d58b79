// What a target can show, by what it is said to be.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "conformance/target/target.h"
#include "spec/tqv.h"

namespace swc::conformance {

// Returns what the target can show: "property", "property.aliased", "unassociated-aliases", ...
// (the words of `needs` in spec/clauses.json).
[[nodiscard]] std::set<std::string, std::less<>> CapabilitiesOf(const Target& target);

// Returns the types of the measurements that a case may hold in the place of streams; nothing where
// the target takes aliases of no property.
[[nodiscard]] std::vector<spec::DataType> TypesInPlaceOfStreams(const Target& target);

// Returns the clauses that the description of `target` excludes, for they need what it says, or by
// its silence about properties says, that the target lacks. What is unknown excludes nothing.
[[nodiscard]] std::set<std::string> ExcludedBy(const Target& target);

}  // namespace swc::conformance
