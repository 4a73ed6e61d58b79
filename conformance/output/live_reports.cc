#include "conformance/output/live_reports.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/output/report_options.h"
#include "reports/run_record.h"

namespace swc::conformance {
namespace {

constexpr std::string_view kLiveFormat = "ndjson";

}  // namespace

LiveReports::Report::Report(const std::string& at)
    : path(at), file(at), reporter([this](std::string_view lines) { file.Write(lines); }) {}

LiveReports::LiveReports(std::vector<WantedReport>& wanted) {
  for (const WantedReport& report : wanted) {
    if (report.format == kLiveFormat) {
      reports_.push_back(std::make_unique<Report>(report.path));
    }
  }
  std::erase_if(wanted, [](const WantedReport& report) { return report.format == kLiveFormat; });
}

void LiveReports::Began(const reports::RunRecord& record) {
  for (const auto& each : reports_) {
    each->reporter.Began(record);
  }
}

std::vector<reports::RunListener*> LiveReports::listeners() {
  std::vector<reports::RunListener*> listeners;
  for (const auto& each : reports_) {
    listeners.push_back(&each->reporter);
  }
  return listeners;
}

std::optional<std::string> LiveReports::Lost() const {
  const auto lost =
      std::ranges::find_if(reports_, [](const auto& each) { return each->file.lost(); });
  return lost == reports_.end() ? std::nullopt : std::optional((*lost)->path);
}

}  // namespace swc::conformance
