// Everything that is known of a clause, for somebody whose server breaks it: the rule and where it
// comes from, exchanges that keep it and exchanges that break it, usual mistakes, and its cases.
//
// Law: it is made from spec/, the table of mutants and the directed cases alone. Lines are cut to
// what can be read; a body that is cut says how much is missing.
//
// Example: fmt::print("{}", Explanation(*clause, "sitewise-conformance"));
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spec/clause.h"

namespace swc::conformance {

// Returns the lines. `program`: as it was called.
[[nodiscard]] std::string Explanation(const spec::Clause& clause, std::string_view program);

// Returns the clauses and prefixes that are spelled most like `text`, the nearest first; three at
// most.
[[nodiscard]] std::vector<std::string> NearestNames(std::string_view text);

}  // namespace swc::conformance
