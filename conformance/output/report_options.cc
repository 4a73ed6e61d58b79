#include "conformance/output/report_options.h"

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/output/output_files.h"
#include "conformance/program/command_line.h"
#include "reports/formats/report_writer.h"
#include "reports/run_record.h"
#include "spec/text/error.h"

namespace swc::conformance {
std::expected<std::vector<WantedReport>, spec::Error> ParseReportOptions(
    const std::vector<std::string>& options, const CheckFormat& check) {
  std::vector<WantedReport> wanted;
  std::vector<OutputFile> outputs;
  for (const std::string& option : options) {
    const std::size_t equals = option.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == option.size()) {
      return UsageError(
          fmt::format("--report: '{}' is not FORMAT=PATH, e.g. junit=out.xml", option));
    }
    wanted.push_back({.format = option.substr(0, equals), .path = option.substr(equals + 1)});
    if (auto known = check(wanted.back().format); !known) {
      return std::unexpected(known.error());
    }
    outputs.push_back({.option = "--report", .path = wanted.back().path});
  }
  if (auto checked = CheckOutputs(outputs); !checked) {
    return std::unexpected(checked.error());
  }
  return wanted;
}

std::expected<std::vector<WantedReport>, spec::Error> ParseReportOptions(
    const std::vector<std::string>& options) {
  return ParseReportOptions(options, [](std::string_view name) -> std::expected<void, spec::Error> {
    if (auto format = reports::FindReportFormat(name); !format) {
      return std::unexpected(format.error());
    }
    return {};
  });
}

std::string ReportFormatList() {
  std::string list;
  for (const reports::ReportFormat& format : reports::ReportFormats()) {
    list += fmt::format("{}{} ({})", list.empty() ? "" : ", ", format.name, format.summary);
  }
  return list;
}

std::expected<void, spec::Error> WriteReports(const std::vector<WantedReport>& wanted,
                                              const reports::RunRecord& record) {
  std::expected<void, spec::Error> all;
  for (const WantedReport& report : wanted) {
    auto written = reports::WriteReport(report.format, report.path, record);
    if (!written && all) {
      all = std::move(written);
    }
  }
  return all;
}

}  // namespace swc::conformance
