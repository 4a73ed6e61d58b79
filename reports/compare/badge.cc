#include "reports/compare/badge.h"

#include <cstddef>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "reports/compare/comparison.h"
#include "reports/run_record.h"
#include "reports/text.h"

namespace swc::reports {
namespace {

constexpr std::string_view kLabel = "sitewise conformance";

// White text on each of them has a contrast of 4.5 at least.
std::string_view BackgroundOf(RunVerdict verdict) {
  switch (verdict) {
    case RunVerdict::kConforms:
      return "#1a7f37";
    case RunVerdict::kDeviates:
      return "#cf222e";
    case RunVerdict::kCouldNotTest:
    case RunVerdict::kIncomplete:
      break;
  }
  return "#6e6e6e";
}

std::string MessageOn(const ComparedColumn& column) {
  std::string numbers = fmt::format("{} of {}", column.score.holds, column.score.exercised);
  switch (column.verdict) {
    case RunVerdict::kConforms:
    case RunVerdict::kDeviates:
      return numbers;
    case RunVerdict::kCouldNotTest:
      return "could not test";
    case RunVerdict::kIncomplete:
      break;
  }
  return "incomplete, " + numbers;
}

// About as wide as Verdana at 11 pixels is, with a margin on both sides.
std::size_t PixelsOf(std::string_view text) { return CharacterCount(text) * 7 + 10; }

}  // namespace

std::string Badge(const ComparedColumn& column) {
  const std::string message = MessageOn(column);
  const std::size_t left = PixelsOf(kLabel);
  const std::size_t right = PixelsOf(message);
  return fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="20" role="img" aria-label="{1}: {2}">
<title>{1}: {2} exercised clauses hold ({3})</title>
<rect width="{4}" height="20" fill="#444"/>
<rect x="{4}" width="{5}" height="20" fill="{6}"/>
<g fill="#fff" font-family="Verdana,Geneva,sans-serif" font-size="11" text-anchor="middle">
<text x="{7}" y="14">{1}</text>
<text x="{8}" y="14">{2}</text>
</g>
</svg>
)",
      left + right, kLabel, message, ToString(column.verdict), left, right,
      BackgroundOf(column.verdict), left / 2, left + right / 2);
}

}  // namespace swc::reports
