#include "reports/console/console_finding.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "reports/console/console_style.h"
#include "reports/run_record.h"
#include "reports/text.h"

namespace swc::reports {
namespace {

constexpr std::size_t kLabelColumns = 13;    // Two blanks, the label and a gap.
constexpr std::size_t kTextColumnsMin = 20;  // A narrower terminal wraps by itself.
constexpr std::size_t kTextBytesMax = 2000;  // Of one sentence; the JSON report has all of it.
constexpr std::size_t kBodyBytesMax = 240;   // Of an answer's body.

std::string Blanks(std::size_t count) { return std::string(count, ' '); }

// One line of a message: its first line and the beginning of its body.
std::string MessageLine(std::string_view label, const MessageExcerpt& message,
                        const ConsoleStyle& style) {
  return message.first_line.empty() ? std::string()
                                    : Labelled(label,
                                               fmt::format("{} {}", message.first_line,
                                                           Shortened(message.body, kBodyBytesMax)),
                                               style);
}

}  // namespace

std::string Wrapped(std::string_view label, std::string_view text, std::size_t indent,
                    const ConsoleStyle& style) {
  const std::size_t columns = std::max(style.width, indent + kTextColumnsMin) - indent;
  std::string result = std::string(label) + Blanks(indent - std::min(indent, label.size()));
  std::size_t used = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t length = CharacterCount(word);
    if (used > 0 && used + 1 + length > columns) {
      result += "\n" + Blanks(indent);
      used = 0;
    }
    result += fmt::format("{}{}", used > 0 ? " " : "", word);
    used += length + (used > 0 ? 1 : 0);
  }
  return result + "\n";
}

std::string Labelled(std::string_view label, std::string_view text, const ConsoleStyle& style) {
  return Wrapped(fmt::format("  {}", label), ForTerminal(Shortened(text, kTextBytesMax)),
                 kLabelColumns, style);
}

std::string ShellLine(std::string_view label, std::string_view line) {
  return line.empty() ? std::string()
                      : fmt::format("{:<{}}{}\n", fmt::format("  {}", label), kLabelColumns,
                                    ForTerminal(line));
}

std::string ExchangeText(const Finding& finding, const ConsoleStyle& style) {
  std::string text;
  if (finding.written_by) {
    text += MessageLine("put", finding.written_by->request, style);
    text += MessageLine("put answer", finding.written_by->response, style);
  }
  text += MessageLine(finding.written_by ? "read" : "request", finding.request, style);
  return text + MessageLine("answer", finding.response, style);
}

std::string FindingText(const Finding& finding, const ConsoleStyle& style) {
  std::string text = Labelled("expected", finding.expected, style);
  text += Labelled("observed", finding.observed, style);
  if (!finding.pointer.empty()) {
    text += Labelled("at", finding.pointer, style);
  }
  text += ExchangeText(finding, style);
  text += Labelled("seen",
                   fmt::format("{}, first as request {} in phase {}, case {}",
                               finding.count == 1 ? "once" : fmt::format("{} times", finding.count),
                               finding.at_request, finding.phase, finding.case_id),
                   style);
  if (!finding.shrinking.empty()) {
    text += Labelled("case", finding.shrinking, style);
  }
  text += ShellLine("reproduce", finding.reproduce);
  return text + ShellLine("by hand", finding.script);
}

}  // namespace swc::reports
