#include "reports/compare/comparison_markdown.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reports/compare/baseline.h"
#include "reports/compare/comparison.h"
#include "reports/compare/trend.h"
#include "reports/run_record.h"
#include "reports/text.h"

namespace swc::reports {
namespace {

// Returns `text` as one line that starts no markup and ends no cell.
std::string MarkdownText(std::string_view text) {
  std::string safe;
  for (const char byte : ForTerminal(text)) {
    if (byte == '<') {
      safe += "&lt;";
    } else if (byte == '&') {
      safe += "&amp;";
    } else {
      safe += std::string_view("\\`*_[]|~>#").contains(byte) ? fmt::format("\\{}", byte)
                                                             : std::string(1, byte);
    }
  }
  return safe;
}

std::string RowLine(const std::vector<std::string>& cells) {
  return fmt::format("| {} |\n", fmt::join(cells, " | "));
}

std::string TableHead(const std::vector<std::string>& cells) {
  return RowLine(cells) + RowLine(std::vector<std::string>(cells.size(), "---"));
}

std::string HeadOf(const Comparison& comparison, std::string_view corner) {
  std::vector<std::string> cells = {std::string(corner)};
  for (const ComparedColumn& column : comparison.columns) {
    cells.push_back(MarkdownText(column.name));
  }
  return TableHead(cells);
}

template <typename Rows, typename CellText>
std::string RowsText(const Rows& rows, const CellText& text_of) {
  std::string text;
  for (const ComparedClause* row : rows) {
    std::vector<std::string> cells = {MarkdownText(row->id)};
    for (const std::optional<ComparedCell>& cell : row->cells) {
      cells.push_back(MarkdownText(text_of(cell)));
    }
    text += RowLine(cells);
  }
  return text;
}

std::string TargetsTable(const Comparison& comparison) {
  std::string text =
      TableHead({"report", "target", "verdict", "hold", "exercised", "clauses", "version"});
  for (const ComparedColumn& column : comparison.columns) {
    text += RowLine({MarkdownText(column.name), MarkdownText(column.target),
                     std::string(ToString(column.verdict)), fmt::to_string(column.score.holds),
                     fmt::to_string(column.score.exercised), fmt::to_string(column.score.clauses),
                     MarkdownText(column.tool_version)});
  }
  return text + "\n";
}

std::string AreasTable(const Comparison& comparison) {
  std::string text =
      "### Areas\n\nClauses that hold, of those that were exercised; behind them "
      "how many the report has.\n\n" +
      HeadOf(comparison, "area");
  for (const ComparedArea& area : comparison.areas) {
    std::vector<std::string> cells = {MarkdownText(area.name)};
    for (const Score& score : area.scores) {
      cells.push_back(score.clauses == 0 ? "-"
                                         : fmt::format("{} of {} ({})", score.holds,
                                                       score.exercised, score.clauses));
    }
    text += RowLine(cells);
  }
  return text + "\n";
}

std::string CausesTable(const Comparison& comparison) {
  std::string text;
  for (const ComparedCause& cause : comparison.causes) {
    std::vector<std::string> cells = {fmt::format("{} {}: {}", ToString(cause.verdict),
                                                  MarkdownText(cause.clause),
                                                  MarkdownText(cause.headline))};
    for (const bool shown : cause.shown) {
      cells.emplace_back(shown ? "yes" : "");
    }
    text += RowLine(cells);
  }
  return text.empty() ? text : "### Causes\n\n" + HeadOf(comparison, "cause") + text + "\n";
}

std::string ChangeItems(std::string_view what, const std::vector<ChangedCause>& causes) {
  std::string text;
  for (const ChangedCause& cause : causes) {
    text += fmt::format("- {}: {} {}: {}{}\n", what, ToString(cause.verdict),
                        MarkdownText(cause.clause), MarkdownText(cause.headline),
                        cause.note.empty() ? "" : " (" + cause.note + ")");
  }
  return text;
}

std::string BaselineSection(const BaselineChanges& baseline) {
  std::string text = fmt::format("### Causes since {}\n\n", MarkdownText(baseline.name));
  for (const CauseChanges& report : baseline.reports) {
    text += fmt::format("{}: {} new, {} fixed, {} unchanged, {} unsettled\n\n",
                        MarkdownText(report.name), report.fresh.size(), report.fixed.size(),
                        report.unchanged.size(), report.unsettled.size());
    text += ChangeItems("**new**", report.fresh) + ChangeItems("fixed", report.fixed) +
            ChangeItems("unchanged", report.unchanged) +
            ChangeItems("unsettled", report.unsettled) + "\n";
  }
  return text;
}

std::string TrendSection(const Comparison& comparison) {
  if (comparison.trend.empty()) {
    return "";
  }
  std::string text =
      "### Trend\n\n" + TableHead({"report", "date", "hold", "exercised", "clauses", "causes"});
  for (const TrendPoint& point : comparison.trend) {
    text += RowLine({MarkdownText(point.name), MarkdownText(point.date),
                     fmt::to_string(point.holds), fmt::to_string(point.exercised),
                     fmt::to_string(point.clauses), fmt::to_string(point.causes)});
  }
  return text + "\n";
}

}  // namespace

std::string MarkdownComparison(const Comparison& comparison, bool all) {
  std::string text =
      fmt::format("## Conformance compared\n\n{}.\n\n", MarkdownText(HeadlineOf(comparison)));
  text += TargetsTable(comparison);
  for (const std::string& note : comparison.notes) {
    text += fmt::format("- {}\n", MarkdownText(note));
  }
  text += comparison.notes.empty() ? "" : "\n";
  std::vector<const ComparedClause*> clauses = DisagreementsOf(comparison);
  std::vector<const ComparedClause*> choices = FingerprintsOf(comparison);
  if (all) {
    for (const ComparedClause& row : comparison.clauses) {
      if (!row.differs) {
        clauses.push_back(&row);
      }
    }
  } else {
    std::erase_if(choices, [](const ComparedClause* row) { return !row->chooses_otherwise; });
  }
  if (!clauses.empty()) {
    text += (all ? "### Clauses, those with different verdicts first\n\n"
                 : "### Clauses with different verdicts\n\n") +
            HeadOf(comparison, "clause") + RowsText(clauses, VerdictIn) + "\n";
  }
  if (!choices.empty()) {
    text += "### Chosen where the documents are silent\n\n" + HeadOf(comparison, "clause") +
            RowsText(choices, ChoiceIn) + "\n";
  }
  text += AreasTable(comparison) + CausesTable(comparison);
  if (comparison.baseline) {
    text += BaselineSection(*comparison.baseline);
  }
  return text + TrendSection(comparison);
}

}  // namespace swc::reports
