// The trend of a comparison as lines, in SVG for an HTML page.
//
// Example: page += TrendChart(compared.trend);
#pragma once

#include <string>
#include <vector>

#include "reports/compare/trend.h"

namespace swc::reports {

// Returns a line each for clauses that hold, clauses exercised, and causes; empty without points.
[[nodiscard]] std::string TrendChart(const std::vector<TrendPoint>& points);

}  // namespace swc::reports
