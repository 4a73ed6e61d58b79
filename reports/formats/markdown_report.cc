#include "reports/formats/markdown_report.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reports/areas.h"
#include "reports/console/console_summary.h"
#include "reports/run_record.h"
#include "reports/text.h"
#include "spec/clause.h"

namespace swc::reports {
namespace {

constexpr std::size_t kExchangesShownMax = 20;  // Of as many causes.
constexpr std::size_t kCellBytesMax = 300;
constexpr std::size_t kClausesShownMax = 6;  // In a cell.

// A block of code whose fence is longer than any that `text` holds.
std::string CodeBlock(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char each : text) {
    run = each == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(std::max<std::size_t>(longest + 1, 3), '`');
  return fmt::format("{}\n{}\n{}\n", fence, text, fence);
}

std::string Cell(std::string_view text) { return ForMarkdown(Shortened(text, kCellBytesMax)); }

std::string Breaks(const Cause& cause) {
  const std::size_t shown = std::min(cause.clauses.size() - 1, kClausesShownMax);
  std::string text;
  for (std::size_t i = 1; i <= shown; ++i) {
    text += fmt::format("{}{}", i == 1 ? "" : ", ", Cell(cause.clauses[i]));
  }
  const std::size_t more = cause.clauses.size() - 1 - shown;
  return more == 0 ? text : text + fmt::format(" and {} more", more);
}

std::string CauseTable(const RunRecord& record) {
  std::string text = "\n| | Rule | What is wrong | Breaks too | Cases |\n|---|---|---|---|--:|\n";
  for (const Cause& cause : record.causes) {
    text += fmt::format(
        "| {} | {} | {}{}{} | {} | {} |\n", ToString(cause.verdict), Cell(cause.clause),
        Cell(cause.headline), cause.diagnosis.empty() ? "" : "<br>" + Cell(cause.diagnosis),
        cause.known_deviation.empty() ? "" : "<br>known: " + Cell(cause.known_deviation),
        Breaks(cause), cause.cases);
  }
  return text;
}

std::string MessageText(std::string_view label, const MessageExcerpt& message) {
  return message.first_line.empty()
             ? ""
             : fmt::format("{} {}\n{}\n", label, ForTerminal(message.first_line),
                           ForTerminal(message.body));
}

std::string Exchange(const Finding& finding) {
  std::string text;
  if (finding.written_by) {
    text += MessageText("put", finding.written_by->request);
    text += MessageText("answer", finding.written_by->response);
  }
  text += MessageText(finding.written_by ? "read" : "request", finding.request);
  return text + MessageText("answer", finding.response);
}

std::string CauseDetails(const RunRecord& record, const Cause& cause) {
  const Finding& finding = record.findings[cause.findings.front()];
  std::string text = fmt::format("\n<details><summary>{} {}</summary>\n\n", ToString(cause.verdict),
                                 ForMarkdown(cause.clause));
  if (const spec::Clause* rule = spec::Catalogue::Get().Find(cause.clause); rule != nullptr) {
    text += fmt::format("Rule: {}\n\n", ForMarkdown(rule->statement));
    for (const spec::Source& source : rule->sources) {
      text += fmt::format("Source: {}\n\n", ToString(source));
    }
  }
  text += fmt::format("Expected: {}\n\nObserved: {}\n\n", Cell(finding.expected),
                      Cell(finding.observed));
  text += CodeBlock(Exchange(finding));
  if (!finding.reproduce.empty()) {
    text += "\n" + CodeBlock(ForTerminal(finding.reproduce));
  }
  return text + "\n</details>\n";
}

std::string AreaTable(const RunRecord& record) {
  std::string text =
      "\n| Area | Clauses | Exercised | Failing | Warnings |\n|---|--:|--:|--:|--:|\n";
  for (const Area& area : AreasOf(record)) {
    text += fmt::format("| {} | {} | {} | {} | {} |\n", ForMarkdown(area.name), area.clauses,
                        area.exercised, area.failing, area.warning);
  }
  return text;
}

}  // namespace

std::string ForMarkdown(std::string_view text) {
  std::string safe;
  const std::string plain = ForTerminal(text);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const char each = plain[i];
    switch (each) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '\\':
      case '`':
      case '*':
      case '_':
      case '[':
      case ']':
      case '|':
      case '#':
      case '~':
      case '@':
        safe += fmt::format("&#{};", static_cast<int>(each));
        break;
      default:
        // No address becomes a link by itself.
        safe +=
            std::string_view(plain).substr(i).starts_with("://") ? "&#58;" : std::string(1, each);
    }
  }
  return safe;
}

std::string ToMarkdownReport(const RunRecord& record) {
  std::string text = fmt::format("## {}\n\n", ForMarkdown(VerdictLine(record)));
  text += fmt::format(
      "Target {}, seed {}, {} requests in {:.1f} s{}. Of {} clauses that the target can show, {} "
      "were exercised.\n",
      ForMarkdown(record.target), record.seed, record.stats.requests, record.stats.elapsed_s,
      record.date.empty() ? "" : ", " + ForMarkdown(record.date), record.shown.can_show,
      record.shown.exercised);
  for (const std::string& limit : record.limits_hit) {
    text += fmt::format("\nStopped early: {}\n", ForMarkdown(limit));
  }
  if (!record.causes.empty()) {
    text += CauseTable(record);
  }
  text += AreaTable(record);
  std::size_t shown = 0;
  for (const Cause& cause : record.causes) {
    const std::string details = CauseDetails(record, cause);
    if (shown == kExchangesShownMax || text.size() + details.size() > kMarkdownBytesMax) {
      text += fmt::format("\nand {} more causes with their exchanges in the JSON report\n",
                          record.causes.size() - shown);
      break;
    }
    text += details;
    ++shown;
  }
  return text;
}

}  // namespace swc::reports
