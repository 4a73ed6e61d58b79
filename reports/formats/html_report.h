// A run as one HTML page, to be read, filtered, linked to and printed.
//
// Law: the page holds everything it needs and asks no one for more. Its script draws it from the
// report, which lies in the page as data; a policy of the page lets no other script run.
//
// Example: spec::WriteFile("report.html", ToHtmlReport(record));
#pragma once

#include <string>
#include <string_view>

#include "reports/formats/json_parts.h"
#include "reports/run_record.h"

namespace swc::reports {

[[nodiscard]] std::string ToHtmlReport(const RunRecord& record);

// A page that shows `data` with `script`.
struct Page {
  std::string_view title;
  std::string_view script;
  const Json& data;
};

[[nodiscard]] std::string ToHtml(const Page& page);

}  // namespace swc::reports
