// The option --report FORMAT=PATH, which `run` and `fuzz` have in common.
//
// Law: a format that does not exist, a path that cannot be written, and two reports to one path are
// refused before anything is run.
//
// Example: const auto wanted = ParseReportOptions({"junit=out.xml"});
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "reports/run_record.h"
#include "spec/text/error.h"

namespace swc::conformance {

struct WantedReport {
  std::string format;
  std::string path;
};

// Reads the options, and sees that each report can be written.
[[nodiscard]] std::expected<std::vector<WantedReport>, spec::Error> ParseReportOptions(
    const std::vector<std::string>& options);

// Returns the formats for the help, with what each is.
[[nodiscard]] std::string ReportFormatList();

// Writes all that can be written; the error is that of the first that cannot.
[[nodiscard]] std::expected<void, spec::Error> WriteReports(const std::vector<WantedReport>& wanted,
                                                            const reports::RunRecord& record);

}  // namespace swc::conformance
