// How the console shows causes: a block for each, and at last a line for each.
//
// Law: a block shows the clearest finding of its cause, which says what was expected, what came and
// how to see it again; what follows from the cause is named, and shown with `ConsoleStyle::all`.
//
// Example: text += CauseBlocks(record, style);
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/console/console_style.h"
#include "reports/run_record.h"

namespace swc::reports {

// Returns the rule that is broken, its sources, and how to read more.
[[nodiscard]] std::string RuleLines(const RunRecord& record, const std::string& id,
                                    const ConsoleStyle& style);

// How wide a list of causes is before the headlines.
struct CauseColumns {
  std::size_t verdict = 0;
  std::size_t clause = 0;

  // Makes room for one more.
  void Fit(const Cause& cause);
};

// Returns the line of a cause in a list.
[[nodiscard]] std::string CauseLine(const Cause& cause, const CauseColumns& columns,
                                    const ConsoleStyle& style);

// Returns a line for each cause: what a reader sees first who looks at the end of a log.
[[nodiscard]] std::string CauseList(const std::vector<Cause>& causes, const ConsoleStyle& style);

[[nodiscard]] std::string CauseBlocks(const RunRecord& record, const ConsoleStyle& style);

}  // namespace swc::reports
