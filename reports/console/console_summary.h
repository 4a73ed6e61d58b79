// What a person reads when a run has ended: the fingerprint, what was not tested, the causes, the
// counts and the verdict.
//
// Law: the last line is the verdict. Every text of the run is untrusted and passes through
// `ForTerminal`; lines for the shell are never wrapped, so that they can be copied.
//
// Example: std::fputs(ConsoleSummary(record, {.color = true}).c_str(), stdout);
#pragma once

#include <string>

#include "reports/console/console_style.h"
#include "reports/run_record.h"

namespace swc::reports {

// Returns the summary of `record`, which ends with a newline.
[[nodiscard]] std::string ConsoleSummary(const RunRecord& record, const ConsoleStyle& style);

// Returns the last line of the summary, without a newline: "DEVIATES: 2 causes, 3 clauses".
[[nodiscard]] std::string VerdictLine(const RunRecord& record);

// Returns `word` with escape sequences that colour it for `verdict`, or as it is without `color`.
[[nodiscard]] std::string Colored(const std::string& word, Verdict verdict, bool color);

}  // namespace swc::reports
