// How the console shows one finding: what was right, what came, and how to see it again.
//
// Law: every text of a run passes through `ForTerminal`; lines for the shell are never wrapped.
//
// Example: text += Labelled("expected", finding.expected, style);
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reports/console/console_style.h"
#include "reports/run_record.h"

namespace swc::reports {

// Returns `text` broken at blanks to fit `style.width`, each line behind `indent` blanks. The first
// line begins with `label`, which is at most `indent` long.
[[nodiscard]] std::string Wrapped(std::string_view label, std::string_view text, std::size_t indent,
                                  const ConsoleStyle& style);

// Returns a text behind a label, wrapped and cut to a limit.
[[nodiscard]] std::string Labelled(std::string_view label, std::string_view text,
                                   const ConsoleStyle& style);

// Returns a line for the shell, which is never broken. Nothing is printed for an empty one.
[[nodiscard]] std::string ShellLine(std::string_view label, std::string_view line);

// Returns what was sent and what came, cut to a few lines.
[[nodiscard]] std::string ExchangeText(const Finding& finding, const ConsoleStyle& style);

[[nodiscard]] std::string FindingText(const Finding& finding, const ConsoleStyle& style);

}  // namespace swc::reports
