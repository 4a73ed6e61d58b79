// The formats that `--report FORMAT=PATH` knows.
//
// Law: a format is one row of one table; the command line, its help and the tests read that table.
//
// Example: const auto written = WriteReport("junit", "out.xml", record);
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>

#include "reports/run_record.h"
#include "spec/text/error.h"

namespace swc::reports {

struct ReportFormat {
  std::string_view name;     // As in `--report name=PATH`.
  std::string_view summary;  // One line for the help.
  std::string (*render)(const RunRecord& record);
};

// Returns all formats, in the order of the help.
[[nodiscard]] std::span<const ReportFormat> ReportFormats();

// Returns the format called `name`. An unknown name is a usage error that lists the known ones, so
// a command line can be refused before the run.
[[nodiscard]] std::expected<ReportFormat, spec::Error> FindReportFormat(std::string_view name);

// Writes `record` to `path` as spec::WriteFile does, replacing what is there. A path that cannot be
// written is an input error that names the path and the reason.
[[nodiscard]] std::expected<void, spec::Error> WriteReport(std::string_view format,
                                                           const std::string& path,
                                                           const RunRecord& record);

}  // namespace swc::reports
