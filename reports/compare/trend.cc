#include "reports/compare/trend.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "reports/compare/comparison.h"
#include "reports/compare/named_report.h"
#include "reports/compare/same_cause.h"
#include "reports/run_record.h"
#include "reports/summary.h"

namespace swc::reports {

bool SortByDate(std::vector<NamedReport>& reports) {
  if (std::ranges::any_of(reports, [](const NamedReport& each) { return each.date.empty(); })) {
    return false;
  }
  // ISO 8601 in UTC sorts as text does; what is of one date stays in its order.
  std::multimap<std::string, NamedReport> by_date;
  for (NamedReport& report : reports) {
    std::string date = report.date;
    by_date.emplace(std::move(date), std::move(report));
  }
  reports.clear();
  for (auto& [date, report] : by_date) {
    reports.push_back(std::move(report));
  }
  return true;
}

std::vector<TrendPoint> TrendOf(const std::vector<NamedReport>& reports) {
  std::vector<TrendPoint> points;
  for (const NamedReport& report : reports) {
    Score score;
    for (const ClauseRecord& clause : report.record.clauses) {
      score.Add(clause.verdict);
    }
    TrendPoint& point = points.emplace_back();
    point = {.name = report.name,
             .date = report.date,
             .holds = score.holds,
             .exercised = score.exercised,
             .clauses = score.clauses};
    for (const Cause& cause : CausesIn(report.record)) {
      point.causes += FailsRun(report.record, cause) ? 1 : 0;
    }
  }
  return points;
}

}  // namespace swc::reports
