#include "reports/console/console_causes.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reports/console/console_finding.h"
#include "reports/console/console_style.h"
#include "reports/console/console_summary.h"
#include "reports/run_record.h"
#include "reports/text.h"
#include "spec/clause.h"

namespace swc::reports {
namespace {

constexpr std::size_t kClausesShownMax = 12;    // Of the consequences of one cause.
constexpr std::size_t kCauseLineBytesMin = 60;  // In the list of causes.

std::string LevelOf(const std::string& id) {
  const spec::Clause* rule = spec::Catalogue::Get().Find(id);
  return rule == nullptr ? "" : fmt::format("  ({})", ToString(rule->level));
}

// Returns which clauses deviate beside its own, and in how many cases.
std::string ConsequencesOf(const Cause& cause, const ConsoleStyle& style) {
  std::vector<std::string> others(cause.clauses.begin() + 1, cause.clauses.end());
  const std::size_t hidden =
      others.size() > kClausesShownMax ? others.size() - kClausesShownMax : 0;
  others.resize(others.size() - hidden);
  const std::string more = hidden == 0 ? "" : fmt::format(" and {} more", hidden);
  if (others.empty()) {
    return cause.cases > 1 ? Labelled("shows in", fmt::format("{} cases", cause.cases), style) : "";
  }
  return Labelled("breaks too",
                  fmt::format("{}{} ({} cases)", fmt::join(others, ", "), more, cause.cases),
                  style);
}

// Returns what could not be tested, for this cause came first.
std::string HiddenBehind(const Cause& cause, const ConsoleStyle& style) {
  if (cause.hides.empty()) {
    return "";
  }
  const std::size_t shown = std::min(cause.hides.size(), kClausesShownMax);
  const std::size_t more = cause.hides.size() - shown;
  return Labelled(
      "hides",
      fmt::format("{}{}: run again after the fix",
                  fmt::join(cause.hides.begin(),
                            cause.hides.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
                  more == 0 ? "" : fmt::format(" and {} more", more)),
      style);
}

// What a ledger lets be is shown as such, whatever its verdict.
std::string_view WordOf(const Cause& cause) {
  return cause.known_deviation.empty() ? ToString(cause.verdict) : "KNOWN";
}

Verdict ToneOf(const Cause& cause) {
  return cause.known_deviation.empty() ? cause.verdict : Verdict::kWarn;
}

std::string CauseBlock(const RunRecord& record, const Cause& cause, const ConsoleStyle& style) {
  std::string text =
      fmt::format("{}  {}{}\n", Colored(std::string(WordOf(cause)), ToneOf(cause), style.color),
                  ForTerminal(cause.clause), LevelOf(cause.clause));
  if (!cause.known_deviation.empty()) {
    text += Labelled("known", cause.known_deviation, style);
  }
  text += Labelled("cause", cause.headline, style);
  if (!cause.diagnosis.empty()) {
    text += Labelled("diagnosis", cause.diagnosis, style);
  }
  text += ConsequencesOf(cause, style) + HiddenBehind(cause, style);
  text += RuleLines(record, cause.clause, style);
  const std::size_t shown = style.all ? cause.findings.size() : 1;
  for (std::size_t i = 0; i < shown; ++i) {
    const Finding& finding = record.findings[cause.findings[i]];
    text += i > 0 ? fmt::format("\n  {}\n", ForTerminal(finding.clause)) : "";
    text += FindingText(finding, style);
  }
  return text + "\n";
}

}  // namespace

std::string RuleLines(const RunRecord& record, const std::string& id, const ConsoleStyle& style) {
  const spec::Clause* rule = spec::Catalogue::Get().Find(id);
  if (rule == nullptr) {
    return "";
  }
  std::string text = Labelled("rule", rule->statement, style);
  for (const spec::Source& source : rule->sources) {
    text += ShellLine("source", ToString(source));
  }
  return text + ShellLine("explain", fmt::format("{} explain {}", record.program, rule->id));
}

std::string CauseBlocks(const RunRecord& record, const ConsoleStyle& style) {
  std::string text;
  for (const Cause& cause : record.causes) {
    text += CauseBlock(record, cause, style);
  }
  const bool more = std::ranges::any_of(
      record.causes, [](const Cause& cause) { return cause.findings.size() > 1; });
  return text +
         (more && !style.all && !style.quiet
              ? "--all shows every finding that follows from these causes.\n\n"
              : "") +
         (record.causes.size() > 1 && !style.quiet ? CauseList(record.causes, style) : "");
}

void CauseColumns::Fit(const Cause& cause) {
  verdict = std::max(verdict, WordOf(cause).size());
  clause = std::max(clause, cause.clause.size());
}

std::string CauseLine(const Cause& cause, const CauseColumns& columns, const ConsoleStyle& style) {
  constexpr std::size_t kGaps = 6;  // Before verdict, clause and headline.
  const std::size_t before = columns.verdict + columns.clause + kGaps;
  const std::size_t room = std::max(style.width, before + kCauseLineBytesMin) - before;
  const std::string word(WordOf(cause));
  return fmt::format("  {}{:{}}  {:<{}}  {}\n", Colored(word, ToneOf(cause), style.color), "",
                     columns.verdict - word.size(), ForTerminal(cause.clause), columns.clause,
                     ForTerminal(Shortened(cause.headline, room)));
}

std::string CauseList(const std::vector<Cause>& causes, const ConsoleStyle& style) {
  CauseColumns columns;
  for (const Cause& cause : causes) {
    columns.Fit(cause);
  }
  std::string text = "Causes:\n";
  for (const Cause& cause : causes) {
    text += CauseLine(cause, columns, style);
  }
  return text + "\n";
}

}  // namespace swc::reports
