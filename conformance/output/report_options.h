// The option --report FORMAT=PATH, which several commands have in common.
//
// Law: a format that does not exist, a path that cannot be written, and two reports to one path are
// refused before anything is run.
//
// Example: const auto wanted = ParseReportOptions({"junit=out.xml"});
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/run_record.h"
#include "spec/text/error.h"

namespace swc::conformance {

struct WantedReport {
  std::string format;
  std::string path;
};

// Says whether there is a format of this name.
using CheckFormat = std::function<std::expected<void, spec::Error>(std::string_view name)>;

// Reads the options, and sees that each report can be written.
[[nodiscard]] std::expected<std::vector<WantedReport>, spec::Error> ParseReportOptions(
    const std::vector<std::string>& options, const CheckFormat& check);

// The same for the formats of a run.
[[nodiscard]] std::expected<std::vector<WantedReport>, spec::Error> ParseReportOptions(
    const std::vector<std::string>& options);

// Returns the formats for the help, with what each is.
[[nodiscard]] std::string ReportFormatList();

// Writes all that can be written; the error is that of the first that cannot.
[[nodiscard]] std::expected<void, spec::Error> WriteReports(const std::vector<WantedReport>& wanted,
                                                            const reports::RunRecord& record);

}  // namespace swc::conformance
