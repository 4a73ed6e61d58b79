#include "reports/compare/trend_chart.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "reports/compare/trend.h"
#include "reports/markup.h"

namespace swc::reports {
namespace {

// Of one chart, in units of its view box.
constexpr double kWide = 560;
constexpr double kHigh = 90;
constexpr double kMargin = 20;

// One line, with a dot and its number at each point.
struct ChartLine {
  std::string_view style;  // A class of reports/page/tables.css.
  std::string_view label;
  std::uint64_t TrendPoint::* member;
  bool above = true;  // Where its numbers stand.
};

double Across(std::size_t place, std::size_t points) {
  const double steps = points > 1 ? static_cast<double>(points - 1) : 1;
  return kMargin + (kWide - 2 * kMargin) * static_cast<double>(place) / steps;
}

std::string LineText(const ChartLine& line, const std::vector<TrendPoint>& points,
                     std::uint64_t most) {
  std::string path;
  std::string dots;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::uint64_t value = points[i].*line.member;
    const double x = Across(i, points.size());
    const double y =
        kHigh + kMargin -
        kHigh * static_cast<double>(value) / static_cast<double>(std::max<std::uint64_t>(most, 1));
    path += fmt::format("{}{:.1f},{:.1f}", path.empty() ? "" : " ", x, y);
    dots += fmt::format(
        "<circle cx=\"{0:.1f}\" cy=\"{1:.1f}\" r=\"3\"><title>{2}: {3} {4}</title></circle>"
        "<text x=\"{0:.1f}\" y=\"{5:.1f}\">{3}</text>",
        x, y, ForMarkup(points[i].name), value, line.label, line.above ? y - 6 : y + 14);
  }
  return fmt::format(R"(<g class="{}"><polyline points="{}"/>{}</g>)", line.style, path, dots);
}

std::string Chart(std::string_view title, const std::vector<ChartLine>& lines,
                  const std::vector<TrendPoint>& points) {
  std::uint64_t most = 0;
  for (const ChartLine& line : lines) {
    for (const TrendPoint& point : points) {
      most = std::max(most, point.*line.member);
    }
  }
  std::string text = fmt::format(
      "<figure><figcaption>{0}</figcaption><svg class=\"trend\" viewBox=\"0 0 {1} {2}\" "
      "role=\"img\" aria-label=\"{0}, numbers in the table\">",
      title, kWide, kHigh + 2 * kMargin);
  for (const ChartLine& line : lines) {
    text += LineText(line, points, most);
  }
  return text + "</svg></figure>\n";
}

}  // namespace

std::string TrendChart(const std::vector<TrendPoint>& points) {
  if (points.empty()) {
    return "";
  }
  return Chart("Clauses that hold (solid), clauses exercised (dashed)",
               {{.style = "exercised", .label = "exercised", .member = &TrendPoint::exercised},
                {.style = "holds", .label = "hold", .member = &TrendPoint::holds, .above = false}},
               points) +
         Chart("Causes that fail the run",
               {{.style = "causes", .label = "causes", .member = &TrendPoint::causes}}, points);
}

}  // namespace swc::reports
