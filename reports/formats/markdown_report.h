// A run as Markdown: for the job summary of a CI server, or a comment.
//
// Law: what the target sent can neither become markup nor end a code block, and the text is at most
// kMarkdownBytesMax long, which CI servers take; what was left out is said.
//
// Example: spec::WriteFile("summary.md", ToMarkdownReport(record));
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reports/run_record.h"

namespace swc::reports {

inline constexpr std::size_t kMarkdownBytesMax = 900'000;

[[nodiscard]] std::string ToMarkdownReport(const RunRecord& record);

// Returns `text` as one line that reads in Markdown, in a cell of a table too, as it is written.
[[nodiscard]] std::string ForMarkdown(std::string_view text);

}  // namespace swc::reports
