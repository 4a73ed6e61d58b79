// Files of earlier runs, as commands read them.
//
// Example: const auto reports = LoadReports({"a=monday.json", "tuesday.json"});
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "reports/compare/named_report.h"
#include "spec/text/error.h"

namespace swc::conformance {

// A file, and the name under which its report is shown.
struct ReportFile {
  std::string name;
  std::string path;
};

// Reads "NAME=FILE" or "FILE", whose name is that of the file without folder and ending. Two of one
// name get their paths, if need be with a number behind.
[[nodiscard]] std::vector<ReportFile> NameReports(const std::vector<std::string>& words);

// Reads a report.json. Errors name the file.
[[nodiscard]] std::expected<reports::NamedReport, spec::Error> LoadReport(const ReportFile& file);

}  // namespace swc::conformance
