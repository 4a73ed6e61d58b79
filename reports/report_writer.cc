#include "reports/report_writer.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include "reports/json_report.h"
#include "reports/junit_report.h"
#include "reports/run_record.h"
#include "spec/error.h"

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
};

std::unexpected<Error> CannotWrite(const std::string& path, int reason) {
  return std::unexpected(
      Error{.kind = ErrorKind::kInput,
            .message = fmt::format("cannot write the report to '{}': {}", path,
                                   std::error_code(reason, std::generic_category()).message())});
}

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
  const std::string text = found->render(record);
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) {
    return CannotWrite(path, errno);
  }
  // A full disk may show itself only when the buffer is flushed by fclose.
  const bool wrote = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const int write_reason = errno;
  const bool closed = std::fclose(file) == 0;
  const int close_reason = errno;
  if (!wrote || !closed) {
    return CannotWrite(path, wrote ? close_reason : write_reason);
  }
  return {};
}

}  // namespace swc::reports
