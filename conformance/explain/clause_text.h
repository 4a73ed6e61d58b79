// One clause in words: rule, level, facts, sources, and how a violation may be reported.
//
// Example: fmt::print("{}", ClauseText(Catalogue::Get().At("time.window.past")));
#pragma once

#include <string>
#include <string_view>

#include "spec/clause.h"

namespace swc::conformance {

// Returns lines. REQUIRES: the clause names only facts that exist.
[[nodiscard]] std::string ClauseText(const spec::Clause& clause);

// Returns the clauses under `prefix`, a line each.
[[nodiscard]] std::string ClausesUnder(std::string_view prefix);

}  // namespace swc::conformance
