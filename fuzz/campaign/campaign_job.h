// One job of a campaign: a harness that is started again when it crashes.
//
// Law: a job counts what all its starts executed, and reports each end once. Whoever owns it reads
// its output, asks whether it has ended, and stops it; it never waits.
//
// Example: CampaignJob job(plan, left_out, 1); auto started = job.Start({.number = 0, .remaining =
// 60s});
//          if (auto ended = job.Poll(10s)) { ... }
#pragma once

#include <chrono>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>

#include "fuzz/campaign/job_policy.h"
#include "fuzz/crashes/crash.h"
#include "fuzz/crashes/left_out.h"
#include "fuzz/engine/fuzzer_output.h"
#include "fuzz/engine/fuzzer_process.h"
#include "fuzz/input/status_file.h"
#include "fuzz/plan/campaign_plan.h"
#include "fuzz/plan/campaign_progress.h"
#include "spec/text/error.h"

namespace swc::fuzz {

class CampaignJob {
 public:
  // REQUIRES: both outlive this.
  CampaignJob(const CampaignPlan& plan, LeftOut& left_out, int number)
      : plan_(plan), left_out_(left_out), number_(number) {}

  // Starts the harness. `launch.status_file`, `job` and `seeds` are filled in.
  [[nodiscard]] std::expected<void, spec::Error> Start(Launch launch);

  // What one start came to.
  struct Ended {
    JobNext next = JobNext::kDone;
    JobEnd end;
    std::optional<Crash> crash;
    FuzzerOutput output;
  };
  // Reads what the harness said. Returns how it ended, once it has.
  [[nodiscard]] std::optional<Ended> Poll(std::chrono::seconds remaining);

  // Asks it to end, by SIGINT; what it does is then no crash.
  void Stop();
  // Ends it.
  void Kill();

  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool running() const { return process_.has_value(); }
  [[nodiscard]] int output_fd() const { return process_ ? process_->output_fd() : -1; }
  // Of all starts.
  [[nodiscard]] Counts Counted() const;
  // Whether the harness counts its executions itself: then they are up to date.
  [[nodiscard]] bool counts() const;
  // Of the start that came furthest.
  [[nodiscard]] SeedPhase Seeds() const;
  // Of the last start.
  [[nodiscard]] const FuzzerStatus& status() const { return output_.status(); }

 private:
  [[nodiscard]] Counts CountedByThisStart() const;
  [[nodiscard]] std::filesystem::path FindArtifact() const;

  const CampaignPlan& plan_;
  LeftOut& left_out_;
  int number_ = 0;
  JobPolicy policy_;
  std::optional<FuzzerProcess> process_;
  std::unique_ptr<StatusFile> status_file_;
  FuzzerOutput output_;
  Counts counted_before_;   // By earlier starts.
  SeedPhase seeds_before_;  // Of earlier starts.
  bool stopped_ = false;
};

// Returns what all of them did.
[[nodiscard]] Counts CountedBy(std::span<const CampaignJob> jobs);

// Returns the seeds of the job that came furthest.
[[nodiscard]] SeedPhase SeedsOf(std::span<const CampaignJob> jobs);

// Adds what they say of how far they are.
void AddJobs(std::span<const CampaignJob> jobs, CampaignProgress& progress);

// Waits until one of them says something, but no longer than `longest`.
void WaitForJobs(std::span<const CampaignJob> jobs, std::chrono::milliseconds longest);

}  // namespace swc::fuzz
