// How a target went on: a point for each report, the oldest first.
//
// Law: reports are ordered by the dates of their runs; if one of them has none, by the order in
// which they were given.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/compare/named_report.h"

namespace swc::reports {

struct TrendPoint {
  std::string name;
  std::string date;  // May be empty.
  std::uint64_t holds = 0;
  std::uint64_t exercised = 0;
  std::uint64_t clauses = 0;
  std::uint64_t causes = 0;  // That fail their run.
};

// Sorts by date where each report has one. Returns whether it has.
bool SortByDate(std::vector<NamedReport>& reports);

// Returns the points of `reports`, in their order.
[[nodiscard]] std::vector<TrendPoint> TrendOf(const std::vector<NamedReport>& reports);

}  // namespace swc::reports
