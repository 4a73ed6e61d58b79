// A comparison as a terminal shows it.
//
// Law: a table that does not fit the columns of the terminal is not shown; a file is named instead.
// Every text of a report is untrusted and passes through `ForTerminal`.
//
// Example: std::fputs(ConsoleComparison(compared, {.all = true}).c_str(), stdout);
#pragma once

#include <string>

#include "reports/compare/comparison.h"
#include "reports/console/console_style.h"

namespace swc::reports {

// Returns headline, scores, notes, what differs (with `style.all` every clause), causes, and what
// became of the baseline's. It ends with a newline.
[[nodiscard]] std::string ConsoleComparison(const Comparison& comparison,
                                            const ConsoleStyle& style);

}  // namespace swc::reports
