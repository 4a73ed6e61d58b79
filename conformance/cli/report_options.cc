#include "conformance/cli/report_options.h"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/cli/command_line.h"
#include "reports/report_writer.h"
#include "reports/run_record.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"

namespace swc::conformance {
namespace {

// Whether the last of them goes where another goes too.
bool SamePathTwice(const std::vector<WantedReport>& wanted) {
  const auto normal = [](const WantedReport& report) {
    std::error_code ignored;
    return std::filesystem::weakly_canonical(report.path, ignored);
  };
  // Devices, e.g. /dev/stdout, take any number.
  std::error_code ignored;
  const bool device = std::filesystem::exists(wanted.back().path, ignored) &&
                      !std::filesystem::is_regular_file(wanted.back().path, ignored);
  return !device &&
         std::ranges::any_of(wanted.begin(), wanted.end() - 1, [&](const WantedReport& other) {
           return normal(other) == normal(wanted.back());
         });
}

}  // namespace

std::expected<std::vector<WantedReport>, spec::Error> ParseReportOptions(
    const std::vector<std::string>& options) {
  std::vector<WantedReport> wanted;
  for (const std::string& option : options) {
    const std::size_t equals = option.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == option.size()) {
      return UsageError(
          fmt::format("--report: '{}' is not FORMAT=PATH, e.g. junit=out.xml", option));
    }
    wanted.push_back({.format = option.substr(0, equals), .path = option.substr(equals + 1)});
    if (auto known = reports::FindReportFormat(wanted.back().format); !known) {
      return std::unexpected(known.error());
    }
    if (SamePathTwice(wanted)) {
      return UsageError(fmt::format("--report: two reports go to {}", wanted.back().path));
    }
    if (auto writable = spec::CheckWritable(wanted.back().path); !writable) {
      return UsageError("--report: " + writable.error().message);
    }
  }
  return wanted;
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
