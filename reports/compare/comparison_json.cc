#include "reports/compare/comparison_json.h"

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "reports/compare/baseline.h"
#include "reports/compare/comparison.h"
#include "reports/compare/trend.h"
#include "reports/run_record.h"
#include "reports/summary.h"
#include "spec/clause.h"

namespace swc::reports {
namespace {

using Object = nlohmann::ordered_json;

constexpr int kComparisonVersion = 1;

Object ScoreObject(const Score& score) {
  return {{"holds", score.holds}, {"exercised", score.exercised}, {"clauses", score.clauses}};
}

Object ColumnObject(const ComparedColumn& column) {
  return {{"name", column.name},
          {"target", column.target},
          {"tool_version", column.tool_version},
          {"date", column.date.empty() ? Object(nullptr) : Object(column.date)},
          {"verdict", ToString(column.verdict)},
          {"message", column.message},
          {"score", ScoreObject(column.score)},
          {"holds_in_common", column.holds_in_common}};
}

Object CellObject(const std::optional<ComparedCell>& cell) {
  if (!cell) {
    return nullptr;
  }
  return {{"verdict", ToString(cell->verdict)},
          {"exercised", IsExercised(cell->verdict)},
          {"alternatives", cell->alternatives},
          {"reason", cell->reason}};
}

Object RowObject(const ComparedClause& row) {
  Object json = {{"id", row.id},
                 {"level", spec::ToString(row.level)},
                 {"compared", row.compared},
                 {"differs", row.differs},
                 {"chooses_otherwise", row.chooses_otherwise},
                 {"cells", Object::array()}};
  for (const std::optional<ComparedCell>& cell : row.cells) {
    json["cells"].push_back(CellObject(cell));
  }
  return json;
}

Object AreaObject(const ComparedArea& area) {
  Object json = {{"name", area.name}, {"scores", Object::array()}};
  for (const Score& score : area.scores) {
    json["scores"].push_back(ScoreObject(score));
  }
  return json;
}

Object SharedCauseObject(const ComparedCause& cause) {
  Object json = {{"headline", cause.headline},
                 {"clause", cause.clause},
                 {"verdict", ToString(cause.verdict)},
                 {"shown", Object::array()}};
  for (const bool shown : cause.shown) {
    json["shown"].push_back(shown);
  }
  return json;
}

Object ChangedObjects(const std::vector<ChangedCause>& causes) {
  Object list = Object::array();
  for (const ChangedCause& cause : causes) {
    list.push_back({{"headline", cause.headline},
                    {"clause", cause.clause},
                    {"verdict", ToString(cause.verdict)},
                    {"fails", cause.fails},
                    {"note", cause.note}});
  }
  return list;
}

Object BaselineObject(const std::optional<BaselineChanges>& baseline) {
  if (!baseline) {
    return nullptr;
  }
  Object json = {{"name", baseline->name}, {"reports", Object::array()}};
  for (const CauseChanges& report : baseline->reports) {
    json["reports"].push_back({{"name", report.name},
                               {"new", ChangedObjects(report.fresh)},
                               {"fixed", ChangedObjects(report.fixed)},
                               {"unchanged", ChangedObjects(report.unchanged)},
                               {"unsettled", ChangedObjects(report.unsettled)}});
  }
  return json;
}

Object PointObject(const TrendPoint& point) {
  return {{"name", point.name},
          {"date", point.date.empty() ? Object(nullptr) : Object(point.date)},
          {"holds", point.holds},
          {"exercised", point.exercised},
          {"clauses", point.clauses},
          {"causes", point.causes}};
}

}  // namespace

std::string JsonComparison(const Comparison& comparison) {
  Object json = {{"schema_version", kComparisonVersion},
                 {"headline", HeadlineOf(comparison)},
                 {"common", comparison.common},
                 {"notes", comparison.notes},
                 {"columns", Object::array()},
                 {"areas", Object::array()},
                 {"causes", Object::array()},
                 {"baseline", BaselineObject(comparison.baseline)},
                 {"trend", Object::array()},
                 {"clauses", Object::array()}};
  for (const ComparedColumn& column : comparison.columns) {
    json["columns"].push_back(ColumnObject(column));
  }
  for (const ComparedArea& area : comparison.areas) {
    json["areas"].push_back(AreaObject(area));
  }
  for (const ComparedCause& cause : comparison.causes) {
    json["causes"].push_back(SharedCauseObject(cause));
  }
  for (const TrendPoint& point : comparison.trend) {
    json["trend"].push_back(PointObject(point));
  }
  for (const ComparedClause& row : comparison.clauses) {
    json["clauses"].push_back(RowObject(row));
  }
  return json.dump(2, ' ', /*ensure_ascii=*/false, Object::error_handler_t::replace) + "\n";
}

}  // namespace swc::reports
