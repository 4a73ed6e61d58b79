// The option --report FORMAT=PATH, which `run` and `fuzz` have in common.
//
// Law: a format that does not exist is refused before anything is run.
//
// Example: const auto wanted = ParseReportOptions({"junit=out.xml"});
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "reports/run_record.h"
#include "spec/error.h"

namespace swc::conformance {

struct WantedReport {
  std::string format;
  std::string path;
};

[[nodiscard]] std::expected<std::vector<WantedReport>, spec::Error> ParseReportOptions(
    const std::vector<std::string>& options);

// Returns the formats for the help, with what each is.
[[nodiscard]] std::string ReportFormatList();

[[nodiscard]] std::expected<void, spec::Error> WriteReports(const std::vector<WantedReport>& wanted,
                                                            const reports::RunRecord& record);

}  // namespace swc::conformance
