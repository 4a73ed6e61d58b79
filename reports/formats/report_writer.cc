#include "reports/formats/report_writer.h"

#include <array>
#include <expected>
#include <span>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "reports/formats/github_report.h"
#include "reports/formats/har_report.h"
#include "reports/formats/html_report.h"
#include "reports/formats/json_report.h"
#include "reports/formats/junit_report.h"
#include "reports/formats/markdown_report.h"
#include "reports/formats/ndjson_report.h"
#include "reports/formats/sarif_report.h"
#include "reports/run_record.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"

namespace swc::reports {
namespace {

using spec::Error;
using spec::ErrorKind;

constexpr std::array kFormats = {
    ReportFormat{.name = "json",
                 .summary = "everything as data (reports/report.schema.json)",
                 .render = ToJsonReport},
    ReportFormat{.name = "junit",
                 .summary = "JUnit XML for CI servers, one test case a clause",
                 .render = ToJunitReport},
    ReportFormat{
        .name = "html", .summary = "one page to read, filter and print", .render = ToHtmlReport},
    ReportFormat{.name = "markdown", .summary = "for a CI job summary", .render = ToMarkdownReport},
    ReportFormat{.name = "ndjson",
                 .summary = "events, one a line, while the run goes on",
                 .render = ToNdjsonReport},
    ReportFormat{
        .name = "sarif", .summary = "SARIF 2.1.0, one result a cause", .render = ToSarifReport},
    ReportFormat{
        .name = "har", .summary = "the smallest exchange of each cause", .render = ToHarReport},
    ReportFormat{
        .name = "github", .summary = "annotations of a GitHub job", .render = ToGithubReport},
};

}  // namespace

std::span<const ReportFormat> ReportFormats() { return kFormats; }

std::expected<ReportFormat, Error> FindReportFormat(std::string_view name) {
  std::string known;
  for (const ReportFormat& format : kFormats) {
    if (format.name == name) {
      return format;
    }
    known += fmt::format("{}{}", known.empty() ? "" : ", ", format.name);
  }
  return std::unexpected(
      Error{.kind = ErrorKind::kUsage,
            .message = fmt::format("unknown report format '{}'; known are: {}", name, known)});
}

std::expected<void, Error> WriteReport(std::string_view format, const std::string& path,
                                       const RunRecord& record) {
  const std::expected<ReportFormat, Error> found = FindReportFormat(format);
  if (!found) {
    return std::unexpected(found.error());
  }
  if (auto written = spec::WriteFile(path, found->render(record)); !written) {
    return std::unexpected(written.error().WithContext("report"));
  }
  return {};
}

}  // namespace swc::reports
