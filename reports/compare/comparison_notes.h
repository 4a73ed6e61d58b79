// What limits a comparison: other versions, other selections, runs that did not reach their end.
//
// Example: comparison.notes = NotesOn(comparison);
#pragma once

#include <string>
#include <vector>

namespace swc::reports {

struct Comparison;

// Returns a sentence for each limit. REQUIRES: columns and clauses are filled in.
[[nodiscard]] std::vector<std::string> NotesOn(const Comparison& comparison);

}  // namespace swc::reports
