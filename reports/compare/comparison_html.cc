#include "reports/compare/comparison_html.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/compare/baseline.h"
#include "reports/compare/comparison.h"
#include "reports/compare/trend.h"
#include "reports/compare/trend_chart.h"
#include "reports/markup.h"
#include "reports/run_record.h"
#include "reports/tables_page.h"
#include "spec/clause.h"

namespace swc::reports {
namespace {

// What a verdict looks like: a class of reports/page/tables.css, and a sign.
struct Look {
  std::string_view style;
  std::string_view sign;
};

Look LookOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return {.style = "pass", .sign = "✓"};
    case Verdict::kFail:
      return {.style = "fail", .sign = "✗"};
    case Verdict::kInconsistent:
      return {.style = "fail", .sign = "≠"};
    case Verdict::kWarn:
      return {.style = "warn", .sign = "!"};
    case Verdict::kFree:
      return {.style = "free", .sign = "○"};
    case Verdict::kUntested:
    case Verdict::kBlocked:
    case Verdict::kInfra:
      break;
  }
  return {.style = "unknown", .sign = "?"};
}

std::string VerdictSpan(Verdict verdict) {
  const Look look = LookOf(verdict);
  return fmt::format(R"(<span class="{}"><span aria-hidden="true">{}</span> {}</span>)", look.style,
                     look.sign, ToString(verdict));
}

std::string RunVerdictSpan(RunVerdict verdict) {
  const Look look = verdict == RunVerdict::kConforms   ? LookOf(Verdict::kPass)
                    : verdict == RunVerdict::kDeviates ? LookOf(Verdict::kFail)
                                                       : LookOf(Verdict::kUntested);
  return fmt::format(R"(<span class="{}"><span aria-hidden="true">{}</span> {}</span>)", look.style,
                     look.sign, ToString(verdict));
}

std::string VerdictCell(const std::optional<ComparedCell>& cell) {
  if (!cell) {
    return "<td>not in this report</td>";
  }
  const std::string more =
      cell->reason.empty() ? "" : fmt::format(R"(<br><small>{}</small>)", ForMarkup(cell->reason));
  return fmt::format("<td>{}{}</td>", VerdictSpan(cell->verdict), more);
}

std::string ChoiceCell(const std::optional<ComparedCell>& cell) {
  return fmt::format("<td>{}</td>", cell ? ForMarkup(ChoiceIn(cell)) : "not in this report");
}

std::vector<std::string> ColumnNames(const Comparison& comparison, std::string corner) {
  std::vector<std::string> names;
  names.push_back(std::move(corner));
  for (const ComparedColumn& column : comparison.columns) {
    names.push_back(column.name);
  }
  return names;
}

std::string ClauseHead(const ComparedClause& row) {
  const spec::Clause* clause = spec::Catalogue::Get().Find(row.id);
  return fmt::format(
      R"(<th scope="row"><code>{}</code> <small>{}</small>{}</th>)", ForMarkup(row.id),
      spec::ToString(row.level),
      clause == nullptr ? "" : fmt::format("<br><small>{}</small>", ForMarkup(clause->statement)));
}

template <typename Rows, typename Cell>
std::string ClauseRows(const Rows& rows, const Cell& cell_of) {
  std::string text;
  for (const ComparedClause* row : rows) {
    text += "<tr>" + ClauseHead(*row);
    for (const std::optional<ComparedCell>& cell : row->cells) {
      text += cell_of(cell);
    }
    text += "</tr>\n";
  }
  return text;
}

std::string TargetsSection(const Comparison& comparison) {
  std::string rows;
  for (const ComparedColumn& column : comparison.columns) {
    rows += fmt::format(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"target\">{}</td><td "
        "class=\"score\">{}</td><td class=\"date\">{}</td><td>{}</td></tr>\n",
        ForMarkup(column.name), RunVerdictSpan(column.verdict), ForMarkup(column.target),
        ToString(column.score), column.date.empty() ? "unknown" : ForMarkup(column.date),
        ForMarkup(column.tool_version));
  }
  return "<h2>Targets</h2>\n" +
         ScrollingTable("Targets",
                        TableHead({"report", "verdict", "target", "score", "date", "version"}),
                        rows);
}

std::string NotesList(const Comparison& comparison) {
  std::string items;
  for (const std::string& note : comparison.notes) {
    items += fmt::format("<li>{}</li>\n", ForMarkup(note));
  }
  return items.empty() ? items : "<h2>To know before</h2>\n<ul>\n" + items + "</ul>\n";
}

std::string ClausesSection(const Comparison& comparison) {
  const std::string head = TableHead(ColumnNames(comparison, "clause"));
  const std::vector<const ComparedClause*> differing = DisagreementsOf(comparison);
  std::string text = "<h2>Different verdicts</h2>\n";
  text += differing.empty()
              ? "<p>No clause that two of them exercised has different verdicts.</p>\n"
              : ScrollingTable("Different verdicts", head, ClauseRows(differing, VerdictCell));
  std::vector<const ComparedClause*> all;
  for (const ComparedClause& row : comparison.clauses) {
    all.push_back(&row);
  }
  return text + fmt::format("<details><summary>All {} clauses</summary>\n{}</details>\n",
                            all.size(),
                            ScrollingTable("All clauses", head, ClauseRows(all, VerdictCell)));
}

std::string FingerprintSection(const Comparison& comparison) {
  const std::vector<const ComparedClause*> rows = FingerprintsOf(comparison);
  return rows.empty() ? ""
                      : "<h2>Chosen where the documents are silent</h2>\n"
                        "<p>Every choice is right; different ones stand first.</p>\n" +
                            ScrollingTable("Choices", TableHead(ColumnNames(comparison, "clause")),
                                           ClauseRows(rows, ChoiceCell));
}

std::string AreasSection(const Comparison& comparison) {
  std::string rows;
  for (const ComparedArea& area : comparison.areas) {
    rows += fmt::format(R"(<tr><th scope="row">{}</th>)", ForMarkup(area.name));
    for (const Score& score : area.scores) {
      if (score.clauses == 0) {
        rows += R"(<td class="unknown">–</td>)";
        continue;
      }
      rows +=
          fmt::format(R"(<td class="{}">{} of {} hold<br><small>{} of {} exercised</small></td>)",
                      score.holds == score.exercised ? "number" : "number short", score.holds,
                      score.exercised, score.exercised, score.clauses);
    }
    rows += "</tr>\n";
  }
  return "<h2>Areas</h2>\n" +
         ScrollingTable("Areas", TableHead(ColumnNames(comparison, "area")), rows);
}

std::string CausesSection(const Comparison& comparison) {
  std::string rows;
  for (const ComparedCause& cause : comparison.causes) {
    rows +=
        fmt::format("<tr><th scope=\"row\">{} <code>{}</code><br><small>{}</small></th>",
                    VerdictSpan(cause.verdict), ForMarkup(cause.clause), ForMarkup(cause.headline));
    for (const bool shown : cause.shown) {
      rows += shown ? "<td>shows it</td>" : "<td></td>";
    }
    rows += "</tr>\n";
  }
  return rows.empty()
             ? ""
             : "<h2>Causes</h2>\n" +
                   ScrollingTable("Causes", TableHead(ColumnNames(comparison, "cause")), rows);
}

std::string ChangeRows(std::string_view what, const std::vector<ChangedCause>& causes) {
  std::string rows;
  for (const ChangedCause& cause : causes) {
    rows += fmt::format(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td><code>{}</code></td><td>{}{}</td></tr>\n",
        what, VerdictSpan(cause.verdict), ForMarkup(cause.clause), ForMarkup(cause.headline),
        cause.note.empty() ? "" : fmt::format("<br><small>{}</small>", ForMarkup(cause.note)));
  }
  return rows;
}

std::string BaselineTables(const BaselineChanges& baseline) {
  std::string text;
  for (const CauseChanges& report : baseline.reports) {
    const std::string rows =
        ChangeRows("+ new", report.fresh) + ChangeRows("− fixed", report.fixed) +
        ChangeRows("= unchanged", report.unchanged) + ChangeRows("? unsettled", report.unsettled);
    text += fmt::format(
        "<h2>{} since {}</h2>\n<p>{} new, {} fixed, {} unchanged, {} unsettled causes</p>\n",
        ForMarkup(report.name), ForMarkup(baseline.name), report.fresh.size(), report.fixed.size(),
        report.unchanged.size(), report.unsettled.size());
    text +=
        rows.empty()
            ? ""
            : ScrollingTable("Changes", TableHead({"change", "verdict", "clause", "cause"}), rows);
  }
  return text;
}

std::string TrendTables(const Comparison& comparison) {
  std::string rows;
  for (const TrendPoint& point : comparison.trend) {
    rows += fmt::format(
        "<tr><th scope=\"row\">{}</th><td class=\"date\">{}</td><td class=\"number\">{}</td><td "
        "class=\"number\">{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td></tr>\n",
        ForMarkup(point.name), ForMarkup(point.date), point.holds, point.exercised, point.clauses,
        point.causes);
  }
  return rows.empty()
             ? ""
             : "<h2>Trend</h2>\n" + TrendChart(comparison.trend) +
                   ScrollingTable(
                       "Trend",
                       TableHead({"report", "date", "hold", "exercised", "clauses", "causes"}),
                       rows);
}

}  // namespace

std::string HtmlComparison(const Comparison& comparison) {
  std::string page = TargetsSection(comparison) + NotesList(comparison) + TrendTables(comparison);
  if (comparison.baseline) {
    page += BaselineTables(*comparison.baseline);
  }
  page += CausesSection(comparison) + AreasSection(comparison) + ClausesSection(comparison) +
          FingerprintSection(comparison);
  return TablesPage({.title = "Conformance compared", .headline = HeadlineOf(comparison)}, page);
}

}  // namespace swc::reports
