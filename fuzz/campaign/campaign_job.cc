#include "fuzz/campaign/campaign_job.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "fuzz/campaign/job_policy.h"
#include "fuzz/crashes/crash.h"
#include "fuzz/crashes/left_out.h"
#include "fuzz/engine/fuzzer_process.h"
#include "fuzz/input/status_file.h"
#include "fuzz/plan/campaign_plan.h"
#include "fuzz/plan/campaign_progress.h"
#include "spec/text/error.h"

namespace swc::fuzz {

std::expected<void, spec::Error> CampaignJob::Start(Launch launch) {
  launch.job = number_;
  launch.seeds = left_out_.seeds();
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
                      .executions = CountedByThisStart().executions,
                      .complained = !output_.complaint().empty(),
                      .stopped = stopped_,
                      .seeds_read = output_.seeds_read(),
                      .left_out = !artifact.empty() && left_out_.Add(artifact),
                      .remaining = remaining}};
  ended.next = policy_.Next(ended.end);
  if (IsCrash(ended.end)) {
    ended.crash = CrashOf(output_, *end, artifact);
  }
  counted_before_ = Counted();
  seeds_before_ = Seeds();
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

Counts CampaignJob::CountedByThisStart() const {
  Counts counts = status_file_ ? status_file_->Read() : Counts{};
  counts.executions = std::max(output_.status().executions, counts.executions);
  return counts;
}

Counts CampaignJob::Counted() const {
  const Counts now = process_ ? CountedByThisStart() : Counts{};
  return Sum(counted_before_, now);
}

SeedPhase CampaignJob::Seeds() const {
  // libFuzzer begins with an input of no bytes, and the last execution may be under way.
  constexpr std::uint64_t kNoSeeds = 2;
  SeedPhase seeds{.total = output_.seeds()};
  if (output_.seeds_read()) {
    seeds.executed = seeds.total;
  } else if (seeds.total > 0) {
    const std::uint64_t executions = CountedByThisStart().executions;
    seeds.executed = std::min(executions - std::min(executions, kNoSeeds), seeds.total - 1);
  }
  return std::max(seeds, seeds_before_);
}

bool CampaignJob::counts() const { return status_file_ && status_file_->Read().executions > 0; }

Counts CountedBy(std::span<const CampaignJob> jobs) {
  Counts sum;
  for (const CampaignJob& job : jobs) {
    sum = Sum(sum, job.Counted());
  }
  return sum;
}

SeedPhase SeedsOf(std::span<const CampaignJob> jobs) {
  SeedPhase furthest;
  for (const CampaignJob& job : jobs) {
    furthest = std::max(furthest, job.Seeds());
  }
  return furthest;
}

void AddJobs(std::span<const CampaignJob> jobs, CampaignProgress& progress) {
  progress.executions = CountedBy(jobs).executions;
  progress.seeds = SeedsOf(jobs);
  for (const CampaignJob& job : jobs) {
    progress.jobs += job.running() ? 1 : 0;
    progress.executions_per_s += job.running() ? job.status().executions_per_s : 0;
    progress.coverage = std::max(progress.coverage, job.status().coverage);
    progress.corpus = std::max(progress.corpus, job.status().corpus);
  }
}

void WaitForJobs(std::span<const CampaignJob> jobs, std::chrono::milliseconds longest) {
  std::vector<int> descriptors;
  descriptors.reserve(jobs.size());
  for (const CampaignJob& job : jobs) {
    descriptors.push_back(job.output_fd());
  }
  WaitForOutput(descriptors, longest);
}

}  // namespace swc::fuzz
