#include "fuzz/campaign_job.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace swc::fuzz {

std::expected<void, spec::Error> CampaignJob::Start(Launch launch) {
  launch.job = number_;
  launch.status_file = plan_.findings / fmt::format("status.{}", number_);
  status_file_.reset();  // It would take the new file with it.
  status_file_ = std::make_unique<StatusFile>(launch.status_file);
  auto process = FuzzerProcess::Start(FuzzCommand(plan_, launch));
  if (!process) {
    return std::unexpected(process.error());
  }
  output_ = {};
  process_ = *std::move(process);
  return {};
}

std::filesystem::path CampaignJob::FindArtifact() const {
  const std::filesystem::path artifact = output_.artifact();
  std::error_code ignored;
  return !artifact.empty() && IsArtifact(artifact) && std::filesystem::exists(artifact, ignored)
             ? artifact
             : std::filesystem::path();
}

std::optional<CampaignJob::Ended> CampaignJob::Poll(std::chrono::seconds remaining) {
  if (!process_) {
    return std::nullopt;
  }
  process_->ReadInto(output_);
  const auto end = process_->Poll();
  if (!end) {
    return std::nullopt;
  }
  process_->ReadInto(output_);
  output_.Finish();
  const std::filesystem::path artifact = FindArtifact();
  Ended ended{.end = {.end = *end,
                      .artifact = artifact.filename().string(),
                      .executions = ExecutionsOfThisStart(),
                      .complained = !output_.complaint().empty(),
                      .stopped = stopped_,
                      .remaining = remaining}};
  ended.next = policy_.Next(ended.end);
  if (IsCrash(ended.end)) {
    ended.crash = CrashOf(output_, *end, artifact);
  }
  executions_before_ = Executions();
  process_.reset();
  status_file_.reset();
  ended.output = std::exchange(output_, {});
  return ended;
}

void CampaignJob::Stop() {
  stopped_ = true;
  if (process_) {
    process_->Signal(SIGINT);
  }
}

void CampaignJob::Kill() {
  stopped_ = true;
  if (process_) {
    process_->Signal(SIGKILL);
  }
}

std::uint64_t CampaignJob::ExecutionsOfThisStart() const {
  return std::max(output_.status().executions, status_file_ ? status_file_->Executions() : 0);
}

std::uint64_t CampaignJob::Executions() const {
  return executions_before_ + (process_ ? ExecutionsOfThisStart() : 0);
}

bool CampaignJob::counts() const { return status_file_ && status_file_->Executions() > 0; }

}  // namespace swc::fuzz
