// Reports that are written while a run goes on: --report ndjson=PATH.
//
// Law: a line is in the file as soon as it is told, so that a killed run leaves all that it knew. A
// file that cannot be written costs nothing else; what became of it is told at the end.
//
// Example: LiveReports live(wanted); live.Began(record); ... live.Lost()
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "conformance/output/report_options.h"
#include "reports/formats/ndjson_report.h"
#include "reports/run_record.h"
#include "spec/text/live_file.h"

namespace swc::conformance {

class LiveReports {
 public:
  // Opens those of `wanted` that are written live, and takes them out of it.
  explicit LiveReports(std::vector<WantedReport>& wanted);

  void Began(const reports::RunRecord& record);
  [[nodiscard]] std::vector<reports::RunListener*> listeners();
  // Returns the first path that could not be written.
  [[nodiscard]] std::optional<std::string> Lost() const;

 private:
  struct Report {
    std::string path;
    spec::LiveFile file;
    reports::NdjsonReporter reporter;

    explicit Report(const std::string& at);
  };
  std::vector<std::unique_ptr<Report>> reports_;  // Their reporters point to them.
};

}  // namespace swc::conformance
