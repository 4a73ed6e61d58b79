#include "reports/console/console_summary.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reports/console/console_causes.h"
#include "reports/console/console_finding.h"
#include "reports/console/console_style.h"
#include "reports/run_record.h"
#include "reports/summary.h"
#include "reports/text.h"
#include "spec/clause.h"

namespace swc::reports {
namespace {

constexpr std::size_t kFindingsShownMax = 5;  // Of one clause.
constexpr std::size_t kClausesNamedMax = 20;  // Of one reason; more are counted by area.

// The clauses that get a block, worst first.
constexpr std::array kBlockVerdicts = {Verdict::kFail, Verdict::kInconsistent, Verdict::kWarn};

std::string ClauseBlock(const RunRecord& record, const ClauseRecord& clause,
                        const ConsoleStyle& style) {
  std::string text = fmt::format(
      "{}  {}  ({})\n", Colored(std::string(ToString(clause.verdict)), clause.verdict, style.color),
      ForTerminal(clause.id), ToString(clause.level));
  text += RuleLines(record, clause.id, style);
  if (!clause.alternatives.empty()) {
    text += Labelled("chosen", fmt::format("{}", fmt::join(clause.alternatives, ", ")), style);
  }
  const std::vector<const Finding*> findings = FindingsOf(record, clause.id);
  for (std::size_t i = 0; i < std::min(findings.size(), kFindingsShownMax); ++i) {
    text += (i > 0 ? "\n" : "") + FindingText(*findings[i], style);
  }
  if (findings.size() > kFindingsShownMax) {
    text += fmt::format("\n  and {} more ways to deviate, all in the JSON report\n",
                        findings.size() - kFindingsShownMax);
  }
  return text + "\n";
}

// Of a report without causes.
std::string ClauseBlocks(const RunRecord& record, const ConsoleStyle& style) {
  std::string text;
  for (const Verdict verdict : kBlockVerdicts) {
    for (const ClauseRecord& clause : record.clauses) {
      if (clause.verdict == verdict) {
        text += ClauseBlock(record, clause, style);
      }
    }
  }
  return text;
}

std::string FreeTable(const RunRecord& record) {
  std::vector<std::pair<std::string, std::string>> rows;
  std::size_t id_columns = 0;
  for (const ClauseRecord& clause : record.clauses) {
    if (clause.verdict == Verdict::kFree) {
      rows.emplace_back(ForTerminal(clause.id),
                        ForTerminal(fmt::format("{}", fmt::join(clause.alternatives, ", "))));
      id_columns = std::max(id_columns, rows.back().first.size());
    }
  }
  std::string text;
  for (const auto& [id, alternative] : rows) {
    text += fmt::format("  {:<{}}  {}\n", id, id_columns, alternative);
  }
  return text.empty() ? text : "Where the documents are silent, the target chose:\n" + text + "\n";
}

// Returns the ids of `clauses`; of many, how many there are of each area.
std::string NamedOrCounted(const std::vector<std::string_view>& clauses,
                           const ConsoleStyle& style) {
  if (style.all || clauses.size() <= kClausesNamedMax) {
    return fmt::format("{}", fmt::join(clauses, " "));
  }
  std::vector<std::pair<std::string_view, std::size_t>> areas;
  for (const std::string_view clause : clauses) {
    const std::string_view area = clause.substr(0, clause.find('.'));
    if (areas.empty() || areas.back().first != area) {
      areas.emplace_back(area, 0);  // Clauses of an area follow each other.
    }
    ++areas.back().second;
  }
  std::string text;
  for (const auto& [area, count] : areas) {
    text += fmt::format("{}.* ({}) ", area, count);
  }
  return text + "- --all names them";
}

// Returns the clauses with `verdict` grouped by reason, in the order of first appearance.
std::string ReasonList(const RunRecord& record, Verdict verdict, std::string_view title,
                       const ConsoleStyle& style) {
  std::vector<std::string_view> reasons;
  std::map<std::string_view, std::vector<std::string_view>> clauses_of;
  for (const ClauseRecord& clause : record.clauses) {
    if (clause.verdict == verdict) {
      std::vector<std::string_view>& clauses = clauses_of[clause.reason];
      if (clauses.empty()) {
        reasons.push_back(clause.reason);
      }
      clauses.push_back(clause.id);
    }
  }
  std::string text;
  for (const std::string_view reason : reasons) {
    const std::vector<std::string_view>& clauses = clauses_of[reason];
    const std::string shown = reason.empty() ? "no reason given" : ForTerminal(reason);
    text += Wrapped("  ", fmt::format("{} ({}):", shown, clauses.size()), 2, style);
    text += Wrapped("    ", ForTerminal(NamedOrCounted(clauses, style)), 4, style);
  }
  return text.empty() ? text : fmt::format("{}\n{}\n", title, text);
}

// Says what became of the cases of earlier findings.
std::string KnownLine(const RunRecord& record) {
  const KnownCases& known = record.known;
  if (known.fixed.empty() && known.still_fail + known.not_reproduced + known.not_run == 0) {
    return "";
  }
  const auto fresh = std::ranges::count_if(record.causes, [](const Cause& cause) {
    return !cause.known && cause.verdict != Verdict::kInconsistent;
  });
  std::string text = fmt::format("earlier findings: {} fixed, {} still fail", known.fixed.size(),
                                 known.still_fail);
  if (known.not_reproduced > 0) {
    text += fmt::format(", {} not reproduced", known.not_reproduced);
  }
  if (known.not_run > 0) {
    text += fmt::format(", {} could not run", known.not_run);
  }
  return text + fmt::format("; {}\n", Counted(static_cast<std::uint64_t>(fresh), "new cause"));
}

// The verdicts that a reader looks for, and of the others those that there are.
std::string CountsLine(const RunRecord& record, const ConsoleStyle& style) {
  if (record.clauses.empty()) {
    return "";  // No clause was asked about.
  }
  std::string line;
  for (const Verdict verdict : kVerdicts) {
    const std::uint64_t count = CountClauses(record, verdict);
    const bool looked_for =
        verdict == Verdict::kPass || verdict == Verdict::kFail || verdict == Verdict::kWarn;
    if (count == 0 && !looked_for) {
      continue;
    }
    const std::string word = fmt::format("{} {}", count, ToString(verdict));
    line += fmt::format("{}{}", line.empty() ? "" : "  ",
                        Colored(word, verdict, style.color && count > 0));
  }
  return line + "\n";
}

std::string StatsLines(const RunRecord& record) {
  const RunStats& stats = record.stats;
  if (stats.cases == 0) {
    return fmt::format("{} in {:.1f} s, no case was run\n", Counted(stats.requests, "request"),
                       stats.elapsed_s);
  }
  std::string text = fmt::format("{} in {:.1f} s ({:.0f}/s), {} ({} not run), {}\n",
                                 Counted(stats.requests, "request"), stats.elapsed_s,
                                 RequestsPerSecond(stats), Counted(stats.cases, "case"),
                                 stats.cases_not_run, Counted(stats.values, "value"));
  if (stats.visible_ms_max > 0) {  // Otherwise nothing was read back.
    text += fmt::format("visible after {:.1f} ms (median), {:.1f} ms (p99), {:.1f} ms (max)\n",
                        stats.visible_ms_p50, stats.visible_ms_p99, stats.visible_ms_max);
  }
  for (const PhaseRecord& phase : record.phases) {
    if (phase.pairs_possible > 0) {
      text += fmt::format("{} of {} pairs of violations and features covered\n",
                          phase.pairs_covered, phase.pairs_possible);
    }
  }
  return text + fmt::format("target {}  seed {}  digest {}\n", ForTerminal(record.target),
                            record.seed, ForTerminal(record.digest));
}

}  // namespace

std::string Colored(const std::string& word, Verdict verdict, bool color) {
  // Colours of the first sixteen, which every terminal lets its user choose.
  const auto code = [verdict] {
    switch (verdict) {
      case Verdict::kPass:
        return 32;  // Green.
      case Verdict::kFail:
      case Verdict::kInconsistent:
        return 31;  // Red.
      case Verdict::kWarn:
      case Verdict::kBlocked:
      case Verdict::kInfra:
        return 33;  // Yellow.
      case Verdict::kFree:
        return 36;  // Cyan.
      case Verdict::kUntested:
        return 90;  // Grey.
    }
    return 0;
  };
  return color ? fmt::format("\x1b[{}m{}\x1b[0m", code(), word) : word;
}

// Returns "2 causes, " of those that make the target deviate.
static std::string HowManyCauses(const RunRecord& record) {
  const auto count = std::ranges::count_if(
      record.causes, [&](const Cause& cause) { return FailsRun(record, cause); });
  return count == 0 ? "" : Counted(static_cast<std::uint64_t>(count), "cause") + ", ";
}

std::string VerdictLine(const RunRecord& record) {
  const std::uint64_t deviations = CountDeviations(record);
  if (record.verdict == RunVerdict::kDeviates && deviations > 0) {
    return fmt::format("{}: {}{}{}", ToString(record.verdict), HowManyCauses(record),
                       Counted(deviations, "clause"),
                       record.message.empty() ? "" : "; " + ForTerminal(record.message));
  }
  if (record.message.empty()) {
    return std::string(ToString(record.verdict));
  }
  return fmt::format("{}: {}", ToString(record.verdict), ForTerminal(record.message));
}

std::string ConsoleSummary(const RunRecord& record, const ConsoleStyle& style) {
  std::string text;
  if (!style.quiet) {
    text += FreeTable(record);
    text += ReasonList(record, Verdict::kUntested, "Not tested:", style);
    text += ReasonList(record, Verdict::kBlocked, "Blocked:", style);
    text += ReasonList(record, Verdict::kInfra, "Could not be asked:", style);
  }
  // What was found stands last, where a terminal still shows it.
  text += record.causes.empty() ? ClauseBlocks(record, style) : CauseBlocks(record, style);
  for (const std::string& stale : record.stale_ledger) {
    text += Wrapped("ledger ", ForTerminal(stale), 7, style);
  }
  if (!style.quiet) {
    text += KnownLine(record) + CountsLine(record, style) + StatsLines(record);
  }
  const Verdict tone = record.verdict == RunVerdict::kConforms   ? Verdict::kPass
                       : record.verdict == RunVerdict::kDeviates ? Verdict::kFail
                                                                 : Verdict::kInfra;
  return text + Colored(VerdictLine(record), tone, style.color) + "\n";
}

}  // namespace swc::reports
