// A comparison as Markdown, for a pull request or the summary of a CI job.
//
// Law: text of a report starts no markup of its own.
#pragma once

#include <string>

#include "reports/compare/comparison.h"

namespace swc::reports {

// Returns `comparison` as Markdown; with `all`, clauses that do not differ too.
[[nodiscard]] std::string MarkdownComparison(const Comparison& comparison, bool all);

}  // namespace swc::reports
