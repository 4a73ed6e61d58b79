#include "reports/compare/comparison.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reports/compare/comparison_notes.h"
#include "reports/compare/named_report.h"
#include "reports/compare/same_cause.h"
#include "reports/run_record.h"
#include "reports/summary.h"
#include "spec/clause.h"

namespace swc::reports {
namespace {

ComparedColumn ColumnOf(const NamedReport& report) {
  ComparedColumn column{.name = report.name,
                        .target = report.record.target,
                        .tool_version = report.record.tool_version,
                        .date = report.date,
                        .verdict = report.record.verdict,
                        .message = report.record.message};
  for (const ClauseRecord& clause : report.record.clauses) {
    column.score.Add(clause.verdict);
  }
  return column;
}

bool IsExercisedCell(const std::optional<ComparedCell>& cell) {
  return cell && IsExercised(cell->verdict);
}

// Sets what follows from the cells.
void Settle(ComparedClause& row) {
  std::set<Verdict> verdicts;
  std::set<std::set<std::string_view>> choices;
  std::size_t exercised = 0;
  for (const std::optional<ComparedCell>& cell : row.cells) {
    if (IsExercisedCell(cell)) {
      ++exercised;
      verdicts.insert(cell->verdict);
      if (!cell->alternatives.empty()) {
        choices.emplace(cell->alternatives.begin(), cell->alternatives.end());
      }
    }
  }
  row.compared = exercised > 1;
  row.differs = verdicts.size() > 1;
  row.chooses_otherwise = choices.size() > 1;
}

std::vector<ComparedClause> ClausesOf(const std::vector<NamedReport>& reports) {
  std::vector<ComparedClause> rows;
  std::map<std::string_view, std::size_t> places;
  for (std::size_t column = 0; column < reports.size(); ++column) {
    for (const ClauseRecord& clause : reports[column].record.clauses) {
      const auto [place, is_new] = places.emplace(clause.id, rows.size());
      if (is_new) {
        rows.push_back({.id = clause.id, .level = clause.level, .cells = {}});
        rows.back().cells.resize(reports.size());
      }
      rows[place->second].cells[column] = ComparedCell{
          .verdict = clause.verdict, .alternatives = clause.alternatives, .reason = clause.reason};
    }
  }
  std::ranges::for_each(rows, Settle);
  return rows;
}

std::vector<ComparedArea> AreasOf(const std::vector<ComparedClause>& rows, std::size_t columns) {
  std::vector<ComparedArea> areas;
  for (const ComparedClause& row : rows) {
    const std::string_view name = AreaOf(row.id);
    auto area = std::ranges::find(areas, name, &ComparedArea::name);
    if (area == areas.end()) {
      area = areas.insert(areas.end(), {.name = std::string(name), .scores = {}});
      area->scores.resize(columns);
    }
    for (std::size_t column = 0; column < columns; ++column) {
      if (row.cells[column]) {
        area->scores[column].Add(row.cells[column]->verdict);
      }
    }
  }
  return areas;
}

std::vector<ComparedCause> CausesOf(const std::vector<NamedReport>& reports) {
  std::vector<ComparedCause> rows;
  std::vector<CauseKey> keys;  // Of the rows: all that their reports saw.
  for (std::size_t column = 0; column < reports.size(); ++column) {
    const std::vector<Cause> causes = CausesIn(reports[column].record);
    const std::vector<CauseKey> own = CauseKeys(reports[column].record);
    for (std::size_t i = 0; i < causes.size(); ++i) {
      const auto same =
          std::ranges::find_if(keys, [&](const CauseKey& key) { return IsSame(key, own[i]); });
      const auto place = static_cast<std::size_t>(same - keys.begin());
      if (same == keys.end()) {
        keys.push_back(own[i]);
        rows.push_back({.headline = causes[i].headline,
                        .clause = causes[i].clause,
                        .verdict = causes[i].verdict,
                        .shown = std::vector<bool>(reports.size())});
      }
      keys[place].signatures.insert(own[i].signatures.begin(), own[i].signatures.end());
      ComparedCause& row = rows[place];
      row.verdict = Rank(causes[i].verdict) < Rank(row.verdict) ? causes[i].verdict : row.verdict;
      row.shown[column] = true;
    }
  }
  return rows;
}

void CountCommon(Comparison& comparison) {
  for (const ComparedClause& row : comparison.clauses) {
    if (!std::ranges::all_of(row.cells, IsExercisedCell)) {
      continue;
    }
    ++comparison.common;
    for (std::size_t column = 0; column < row.cells.size(); ++column) {
      comparison.columns[column].holds_in_common += Holds(row.cells[column]->verdict) ? 1 : 0;
    }
  }
}

}  // namespace

void Score::Add(Verdict verdict) {
  ++clauses;
  exercised += IsExercised(verdict) ? 1 : 0;
  holds += Holds(verdict) ? 1 : 0;
}

std::string ToString(const Score& score) {
  return fmt::format("{} of {} exercised {} hold; {} of {} were exercised", score.holds,
                     score.exercised, score.exercised == 1 ? "clause" : "clauses", score.exercised,
                     score.clauses);
}

Comparison Compare(const std::vector<NamedReport>& reports) {
  Comparison comparison;
  for (const NamedReport& report : reports) {
    comparison.columns.push_back(ColumnOf(report));
  }
  comparison.clauses = ClausesOf(reports);
  comparison.areas = AreasOf(comparison.clauses, reports.size());
  comparison.causes = CausesOf(reports);
  CountCommon(comparison);
  comparison.notes = NotesOn(comparison);
  return comparison;
}

std::vector<const ComparedClause*> DisagreementsOf(const Comparison& comparison) {
  std::vector<const ComparedClause*> rows;
  for (const ComparedClause& row : comparison.clauses) {
    if (row.differs) {
      rows.push_back(&row);
    }
  }
  return rows;
}

std::vector<const ComparedClause*> FingerprintsOf(const Comparison& comparison) {
  std::vector<const ComparedClause*> rows;
  std::vector<const ComparedClause*> alike;
  for (const ComparedClause& row : comparison.clauses) {
    const bool told = std::ranges::any_of(row.cells, [](const std::optional<ComparedCell>& cell) {
      return cell && !cell->alternatives.empty();
    });
    if (row.level == spec::Level::kFree && told) {
      (row.chooses_otherwise ? rows : alike).push_back(&row);
    }
  }
  rows.insert(rows.end(), alike.begin(), alike.end());
  return rows;
}

std::string VerdictIn(const std::optional<ComparedCell>& cell) {
  return cell ? std::string(ToString(cell->verdict)) : "-";
}

std::string ChoiceIn(const std::optional<ComparedCell>& cell) {
  return cell && !cell->alternatives.empty()
             ? fmt::format("{}", fmt::join(cell->alternatives, ", "))
             : VerdictIn(cell);
}

std::string HeadlineOf(const Comparison& comparison) {
  if (comparison.columns.size() == 1) {
    return fmt::format("{}: {}", comparison.columns.front().name,
                       ToString(comparison.columns.front().score));
  }
  std::string text = fmt::format("{} {} exercised in all reports; of these", comparison.common,
                                 comparison.common == 1 ? "clause was" : "clauses were");
  for (const ComparedColumn& column : comparison.columns) {
    text += fmt::format("{} {} hold in {}", &column == &comparison.columns.front() ? "" : ",",
                        column.holds_in_common, column.name);
  }
  return text;
}

}  // namespace swc::reports
