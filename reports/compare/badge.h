// A badge for a README: "sitewise conformance | 172 of 173".
//
// Law: the numbers are clauses that hold, of those that were exercised; a run that is not CONFORMS
// or DEVIATES says so in words, and the colour never stands alone.
//
// Example: spec::WriteFile("badge.svg", Badge(compared.columns.back()));
#pragma once

#include <string>

#include "reports/compare/comparison.h"

namespace swc::reports {

// Returns the badge of one report, as SVG.
[[nodiscard]] std::string Badge(const ComparedColumn& column);

}  // namespace swc::reports
