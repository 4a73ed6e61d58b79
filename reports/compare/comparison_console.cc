#include "reports/compare/comparison_console.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reports/compare/baseline.h"
#include "reports/compare/comparison.h"
#include "reports/compare/trend.h"
#include "reports/console/console_finding.h"
#include "reports/console/console_style.h"
#include "reports/console/console_summary.h"
#include "reports/run_record.h"
#include "reports/text.h"

namespace swc::reports {
namespace {

constexpr std::size_t kHeaderColumnsMax = 12;  // "INCONSISTENT" has as many.
constexpr std::size_t kIdColumnsMin = 20;
constexpr std::string_view kGap = "  ";

// What stands above the columns: their names, or their numbers if a name is too long.
std::vector<std::string> HeadersOf(const Comparison& comparison) {
  std::vector<std::string> names;
  std::vector<std::string> numbers;
  for (const ComparedColumn& column : comparison.columns) {
    names.push_back(ForTerminal(column.name));
    numbers.push_back(fmt::format("#{}", names.size()));
  }
  const bool fit = std::ranges::all_of(
      names, [](const std::string& name) { return CharacterCount(name) <= kHeaderColumnsMax; });
  return fit ? names : numbers;
}

std::string Padded(const std::string& text, std::size_t columns) {
  const std::size_t wide = CharacterCount(text);
  return text + std::string(columns > wide ? columns - wide : 0, ' ');
}

std::string WithoutTrailingBlanks(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

// A table with a name before the cells of each row.
class ConsoleTable {
 public:
  ConsoleTable(std::string corner, std::vector<std::string> headers) {
    rows_.push_back({.name = std::move(corner), .cells = std::move(headers), .verdicts = {}});
  }

  void Add(std::string name, std::vector<std::string> cells,
           std::vector<std::optional<Verdict>> verdicts = {}) {
    rows_.push_back(
        {.name = std::move(name), .cells = std::move(cells), .verdicts = std::move(verdicts)});
  }

  [[nodiscard]] std::string Text(const ConsoleStyle& style) const {
    if (rows_.size() == 1) {
      return "";
    }
    std::size_t cells_wide = 0;
    const std::vector<std::size_t> wide = Widths();
    for (const std::size_t each : wide) {
      cells_wide += each + kGap.size();
    }
    if (cells_wide + kIdColumnsMin > style.width) {
      return fmt::format(
          "{} columns do not fit {} characters; write --html FILE or --markdown FILE\n",
          wide.size(), style.width);
    }
    std::size_t name_wide = 0;
    for (const Row& row : rows_) {
      name_wide = std::max(name_wide, CharacterCount(row.name));
    }
    name_wide = std::min(name_wide, style.width - cells_wide);
    std::string text;
    for (const Row& row : rows_) {
      const bool own_line = CharacterCount(row.name) > name_wide;
      std::string line =
          own_line ? row.name + "\n" + std::string(name_wide, ' ') : Padded(row.name, name_wide);
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        line += kGap;
        line += CellText(row, i, wide[i], style.color);
      }
      text += WithoutTrailingBlanks(std::move(line)) + "\n";
    }
    return text;
  }

 private:
  struct Row {
    std::string name;
    std::vector<std::string> cells;
    std::vector<std::optional<Verdict>> verdicts;  // That colour the cells; may be empty.
  };

  static std::string CellText(const Row& row, std::size_t place, std::size_t wide, bool color) {
    std::string padded = Padded(row.cells[place], wide);
    const bool verdict = place < row.verdicts.size() && row.verdicts[place];
    return verdict ? Colored(padded, *row.verdicts[place], color) : padded;
  }

  [[nodiscard]] std::vector<std::size_t> Widths() const {
    std::vector<std::size_t> wide(rows_.front().cells.size());
    for (const Row& row : rows_) {
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        wide[i] = std::max(wide[i], CharacterCount(row.cells[i]));
      }
    }
    return wide;
  }

  std::vector<Row> rows_;
};

std::string Legend(const Comparison& comparison, const ConsoleStyle& style) {
  const std::vector<std::string> headers = HeadersOf(comparison);
  std::string text;
  for (std::size_t i = 0; i < comparison.columns.size(); ++i) {
    const ComparedColumn& column = comparison.columns[i];
    const std::string name = ForTerminal(column.name);
    text += Wrapped(
        headers[i],
        fmt::format("{}{}; {}; {}", headers[i] == name ? "" : name + ": ",
                    ForTerminal(column.target), ToString(column.verdict), ToString(column.score)),
        kHeaderColumnsMax + kGap.size(), style);
  }
  return text + "\n";
}

std::string ClauseTable(const Comparison& comparison, const ConsoleStyle& style) {
  ConsoleTable table("", HeadersOf(comparison));
  std::vector<const ComparedClause*> rows = DisagreementsOf(comparison);
  for (const ComparedClause& row : comparison.clauses) {
    if (style.all && !row.differs) {
      rows.push_back(&row);
    }
  }
  for (const ComparedClause* row : rows) {
    std::vector<std::string> cells;
    std::vector<std::optional<Verdict>> verdicts;
    for (const std::optional<ComparedCell>& cell : row->cells) {
      cells.push_back(VerdictIn(cell));
      verdicts.push_back(cell ? std::optional(cell->verdict) : std::nullopt);
    }
    table.Add(ForTerminal(row->id), std::move(cells), std::move(verdicts));
  }
  const std::string text = table.Text(style);
  if (text.empty()) {
    return comparison.columns.size() > 1 ? "No clause that two of them exercised has different "
                                           "verdicts.\n\n"
                                         : "";
  }
  return fmt::format("{}:\n{}\n",
                     style.all ? "Clauses, those with different verdicts first"
                               : "Clauses with different verdicts",
                     text);
}

// A line for each choice, and who made it.
std::string FingerprintBlocks(const Comparison& comparison, const ConsoleStyle& style) {
  std::string text;
  std::size_t same = 0;
  for (const ComparedClause* row : FingerprintsOf(comparison)) {
    if (!row->chooses_otherwise && !style.all) {
      ++same;
      continue;
    }
    std::map<std::string, std::vector<std::string>> who;
    for (std::size_t i = 0; i < row->cells.size(); ++i) {
      who[ForTerminal(ChoiceIn(row->cells[i]))].push_back(ForTerminal(comparison.columns[i].name));
    }
    text += fmt::format("  {}\n", ForTerminal(row->id));
    for (const auto& [choice, names] : who) {
      text += Wrapped("    ", fmt::format("{}: {}", choice, fmt::join(names, ", ")), 6, style);
    }
  }
  if (same > 0 && comparison.columns.size() > 1) {
    text += fmt::format("  and {} more, told by one alone or chosen by all (--all)\n", same);
  }
  return text.empty() ? "" : "Where the documents are silent, they chose:\n" + text + "\n";
}

std::string AreaTable(const Comparison& comparison, const ConsoleStyle& style) {
  ConsoleTable table("", HeadersOf(comparison));
  for (const ComparedArea& area : comparison.areas) {
    std::vector<std::string> cells;
    for (const Score& score : area.scores) {
      cells.push_back(score.clauses == 0
                          ? "-"
                          : fmt::format("{}/{} ({})", score.holds, score.exercised, score.clauses));
    }
    table.Add(ForTerminal(area.name), std::move(cells));
  }
  return fmt::format("Areas, as hold/exercised (clauses):\n{}\n", table.Text(style));
}

std::string CausesText(const Comparison& comparison, const ConsoleStyle& style) {
  std::string text;
  for (const ComparedCause& cause : comparison.causes) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < cause.shown.size(); ++i) {
      if (cause.shown[i]) {
        names.push_back(ForTerminal(comparison.columns[i].name));
      }
    }
    const std::string word =
        Colored(std::string(ToString(cause.verdict)), cause.verdict, style.color);
    text += Wrapped("  ",
                    fmt::format("{} {}: {} (in {})", word, ForTerminal(cause.clause),
                                ForTerminal(cause.headline), fmt::join(names, ", ")),
                    4, style);
  }
  return text.empty() ? "" : "Causes:\n" + text + "\n";
}

std::string ChangesText(std::string_view what, const std::vector<ChangedCause>& causes,
                        const ConsoleStyle& style) {
  std::string text;
  for (const ChangedCause& cause : causes) {
    text += Wrapped(
        "    ",
        fmt::format("{} {} {}: {}{}", what, ToString(cause.verdict), ForTerminal(cause.clause),
                    ForTerminal(cause.headline), cause.note.empty() ? "" : " (" + cause.note + ")"),
        6, style);
  }
  return text;
}

std::string BaselineText(const BaselineChanges& baseline, const ConsoleStyle& style) {
  std::string text = fmt::format("Causes since {}:\n", ForTerminal(baseline.name));
  for (const CauseChanges& report : baseline.reports) {
    text += fmt::format("  {}: {} new, {} fixed, {} unchanged, {} unsettled\n",
                        ForTerminal(report.name), report.fresh.size(), report.fixed.size(),
                        report.unchanged.size(), report.unsettled.size());
    text += ChangesText("new", report.fresh, style) + ChangesText("fixed", report.fixed, style) +
            ChangesText("unchanged", report.unchanged, style) +
            ChangesText("unsettled", report.unsettled, style);
  }
  return text + "\n";
}

std::string TrendTable(const Comparison& comparison, const ConsoleStyle& style) {
  ConsoleTable table("", {"date", "hold", "exercised", "clauses", "causes"});
  for (const TrendPoint& point : comparison.trend) {
    table.Add(ForTerminal(point.name),
              {point.date.empty() ? "-" : ForTerminal(point.date), fmt::to_string(point.holds),
               fmt::to_string(point.exercised), fmt::to_string(point.clauses),
               fmt::to_string(point.causes)});
  }
  return comparison.trend.empty() ? "" : fmt::format("Trend:\n{}\n", table.Text(style));
}

}  // namespace

std::string ConsoleComparison(const Comparison& comparison, const ConsoleStyle& style) {
  std::string text = Legend(comparison, style);
  text += ClauseTable(comparison, style) + FingerprintBlocks(comparison, style) +
          AreaTable(comparison, style) + CausesText(comparison, style);
  if (comparison.baseline) {
    text += BaselineText(*comparison.baseline, style);
  }
  text += TrendTable(comparison, style);
  for (const std::string& note : comparison.notes) {
    text += Wrapped("note ", ForTerminal(note), 5, style);
  }
  return text + Wrapped("", ForTerminal(HeadlineOf(comparison)), 0, style);
}

}  // namespace swc::reports
