#include "conformance/cli/live_reports.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/cli/report_options.h"
#include "reports/run_record.h"
#include "spec/text/secrets.h"

namespace swc::conformance {
namespace {

constexpr std::string_view kLiveFormat = "ndjson";

}  // namespace

LiveReports::File::File(std::string at)
    : path(std::move(at)),
      file(std::fopen(path.c_str(), "we"), std::fclose),
      lost(file == nullptr),
      reporter([this](std::string_view lines) { Write(lines); }) {}

void LiveReports::File::Write(std::string_view lines) {
  if (lost) {
    return;
  }
  const std::string masked = spec::Masked(std::string(lines));
  lost = std::fwrite(masked.data(), 1, masked.size(), file.get()) != masked.size() ||
         std::fflush(file.get()) != 0;
}

LiveReports::LiveReports(std::vector<WantedReport>& wanted) {
  for (const WantedReport& report : wanted) {
    if (report.format == kLiveFormat) {
      files_.push_back(std::make_unique<File>(report.path));
    }
  }
  std::erase_if(wanted, [](const WantedReport& report) { return report.format == kLiveFormat; });
}

void LiveReports::Began(const reports::RunRecord& record) {
  for (const auto& each : files_) {
    each->reporter.Began(record);
  }
}

std::vector<reports::RunListener*> LiveReports::listeners() {
  std::vector<reports::RunListener*> listeners;
  for (const auto& each : files_) {
    listeners.push_back(&each->reporter);
  }
  return listeners;
}

std::optional<std::string> LiveReports::Lost() const {
  const auto lost = std::ranges::find_if(files_, [](const auto& each) { return each->lost; });
  return lost == files_.end() ? std::nullopt : std::optional((*lost)->path);
}

}  // namespace swc::conformance
