#include "fuzz/campaign/campaign.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "fuzz/campaign/campaign_job.h"
#include "fuzz/campaign/harness_findings.h"
#include "fuzz/campaign/job_policy.h"
#include "fuzz/campaign/known_findings.h"
#include "fuzz/corpora/corpus_folder.h"
#include "fuzz/corpora/corpus_pruning.h"
#include "fuzz/crashes/crash.h"
#include "fuzz/crashes/crash_collector.h"
#include "fuzz/crashes/left_out.h"
#include "fuzz/engine/fuzzer_output.h"
#include "fuzz/engine/fuzzer_process.h"
#include "fuzz/input/status_file.h"
#include "fuzz/plan/campaign_folder.h"
#include "fuzz/plan/campaign_plan.h"
#include "fuzz/plan/campaign_progress.h"
#include "reports/run_record.h"
#include "reports/text.h"
#include "spec/text/error.h"

namespace swc::fuzz {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kTick{100};
constexpr milliseconds kScanInterval{500};  // Listing a folder is cheap, but not for six hours.
// After SIGINT libFuzzer prints its numbers and ends; a sanitizer may look for leaks.
constexpr milliseconds kStopGrace{5'000};
// libFuzzer looks at its clock between inputs only, and not while it reads a corpus: minutes.
constexpr milliseconds kOverrunMax{1'000};

class Campaign {
 public:
  Campaign(const CampaignPlan& plan, const CampaignFolder& folder, const CampaignHooks& hooks,
           CampaignListener& listener)
      : plan_(plan),
        folder_(folder),
        hooks_(hooks),
        listener_(listener),
        findings_(folder, plan),
        crashes_(plan, folder),
        left_out_(plan),
        began_(hooks.now()) {
    for (int number = 1; number <= plan.jobs; ++number) {
      jobs_.emplace_back(plan, left_out_, number);
    }
  }

  std::expected<CampaignResult, spec::Error> Run() {
    LookForAll();
    if (auto played = PlayKnown(); !played) {
      return std::unexpected(played.error());
    }
    for (CampaignJob& job : jobs_) {
      if (auto started = Start(job); !started) {
        return std::unexpected(started.error());
      }
    }
    while (std::ranges::any_of(jobs_, &CampaignJob::running)) {
      Tick();
    }
    result_.elapsed = hooks_.now() - began_;
    result_.executions = CountedBy(jobs_).executions;
    result_.left = Sum(CountedBy(jobs_), result_.earlier.counted);
    result_.seeds = SeedsOf(jobs_);
    Prune();
    LookForAll();
    return Finish();
  }

 private:
  [[nodiscard]] milliseconds Elapsed() const { return hooks_.now() - began_; }
  [[nodiscard]] std::chrono::seconds Remaining() const {
    return plan_.time - std::chrono::duration_cast<std::chrono::seconds>(Elapsed());
  }
  std::expected<void, spec::Error> Start(CampaignJob& job) {
    return job.Start({.number = launches_++, .remaining = Remaining(), .status_file = {}});
  }

  std::expected<void, spec::Error> PlayKnown() {
    auto played = PlayKnownFindings(plan_, folder_, hooks_,
                                    [this](std::string_view line) { listener_.Said(line); });
    if (!played) {
      return std::unexpected(played.error());
    }
    for (KnownPlayed::Ended& ended : played->crashes) {
      AddCrash(std::move(ended.crash), ended.output);
    }
    for (const reports::Finding& finding : crashes_.Take(std::exchange(played->replayed, {}))) {
      listener_.FindingStillOpen(finding);
    }
    result_.earlier = *std::move(played);
    findings_.Take(result_.earlier);
    LookForFindings();
    return {};
  }

  void AddCrash(Crash crash, const FuzzerOutput& output) {
    if (auto finding = crashes_.Add(std::move(crash), &output)) {
      Announce(*finding);
    }
  }

  void Tick() {
    WaitForJobs(jobs_, kTick);
    for (CampaignJob& job : jobs_) {
      if (auto ended = job.Poll(Remaining())) {
        Handle(job, *std::move(ended));
      }
    }
    const milliseconds now = hooks_.now();
    const Counts counted = CountedBy(jobs_);
    if (!scanned_at_ || now - *scanned_at_ >= kScanInterval) {
      scanned_at_ = now;
      LookForFindings();
      rate_.Add(now, counted.executions);
    }
    if (hooks_.stop_requested() && !result_.stopped) {
      result_.stopped = true;
      StopAll("stopping: what was found is kept");
    } else if (!stopped_at_ && Elapsed() > plan_.time + kOverrunMax) {
      StopAll("a job did not end in time; it is stopped");
    } else if (!stopped_at_ && counted.values >= plan_.values_max) {
      result_.values_used_up = true;
      StopAll(
          fmt::format("{} values were sent to the target, as many as --values allows: "
                      "the campaign ends before its time",
                      Grouped(counted.values)));
    }
    if (stopped_at_ && now - *stopped_at_ > kStopGrace) {
      std::ranges::for_each(jobs_, &CampaignJob::Kill);
    }
    listener_.Progressed(Progress());
  }

  void StopAll(std::string_view why) {
    if (!stopped_at_) {
      listener_.Said(why);
      stopped_at_ = hooks_.now();
      std::ranges::for_each(jobs_, &CampaignJob::Stop);
    }
  }

  void Handle(CampaignJob& job, CampaignJob::Ended ended) {
    result_.coverage = std::max(result_.coverage, ended.output.status().coverage);
    result_.corpus = std::max<std::size_t>(result_.corpus, ended.output.status().corpus);
    if (const std::string told = left_out_.TakeWords(); !told.empty()) {
      listener_.Said(told);
    }
    if (ended.crash) {
      AddCrash(*std::move(ended.crash), ended.output);
    }
    const std::string last = reports::ForTerminal(
        ended.output.tail().empty() ? "it said nothing" : ended.output.tail().back());
    switch (ended.next) {
      case JobNext::kDone:
        break;
      case JobNext::kStartAgain:
        if (auto started = stopped_at_ ? std::expected<void, spec::Error>() : Start(job);
            !started) {
          listener_.Said(started.error().message);
        }
        break;
      case JobNext::kNothingNew:
        listener_.Said(
            fmt::format("job {} is given up: {} times in a row it crashed before it "
                        "tried anything new, at last on {}",
                        job.number(), JobPolicy::kUselessMax,
                        ended.end.artifact.empty() ? "no input" : ended.end.artifact));
        break;
      case JobNext::kNeverRan:
        result_.never_ran = fmt::format("{} ended {} before it executed anything: {}",
                                        plan_.program.string(), ToString(ended.end.end), last);
        listener_.Said(fmt::format("job {}: {}", job.number(), result_.never_ran));
        break;
      case JobNext::kWrongSettings:
        result_.wrong_settings = reports::ForTerminal(ended.output.complaint());
        StopAll("the harness refuses its settings; all jobs are stopped");
        break;
      case JobNext::kCouldNotTest:
        result_.could_not_test = ended.output.complaint().empty()
                                     ? last
                                     : reports::ForTerminal(ended.output.complaint());
        StopAll("the target cannot be tested; all jobs are stopped");
        break;
    }
  }

  void LookForFindings() {
    for (const reports::Finding& finding : findings_.Scan()) {
      if (std::ranges::count(result_.earlier.still_open, finding.case_file) > 0) {
        listener_.FindingStillOpen(finding);
      } else {
        Announce(finding);
      }
    }
    for (const std::string& problem : findings_.TakeProblems()) {
      listener_.Said(reports::ForTerminal(problem));
    }
  }

  // Also for what a killed driver, or a job that could not tell it, left.
  void LookForAll() {
    LookForFindings();
    std::ranges::for_each(crashes_.AddLeftArtifacts(), [this](auto& one) { Announce(one); });
  }

  void Announce(const reports::Finding& finding) {
    clauses_.push_back(finding.clause);
    listener_.FindingFound(finding);
  }

  [[nodiscard]] CampaignProgress Progress() const {
    CampaignProgress progress{.elapsed = Elapsed(),
                              .time = plan_.time,
                              .coverage = result_.coverage,
                              .corpus = result_.corpus,
                              .clauses = clauses_};
    AddJobs(jobs_, progress);
    // Status lines come at powers of two only.
    if (std::ranges::any_of(jobs_, &CampaignJob::counts)) {
      progress.executions_per_s = rate_.PerSecond();
    }
    return progress;
  }

  void Prune() {
    const bool went_well = !result_.stopped && result_.wrong_settings.empty() &&
                           result_.could_not_test.empty() && result_.executions > 0;
    const bool targets = plan_.harness.needs_target;
    if (plan_.prune && went_well && CountFiles(plan_.corpus) > 0) {
      if (!targets) {
        listener_.Said(fmt::format("pruning the corpus, for {} at most",
                                   HumanDuration(MergeTimeMax(plan_.time))));
      }
      const auto pruned =
          PruneCorpus(plan_, hooks_, result_.seeds.total > 0 && !result_.seeds.IsOpen());
      listener_.Said(pruned ? fmt::format("corpus pruned from {} to {} inputs",
                                          Grouped(pruned->before), Grouped(pruned->after))
                            : "the corpus was not pruned: " + pruned.error());
    }
  }

  CampaignResult Finish() {
    result_.findings = findings_.OfThisCampaign();
    std::ranges::move(crashes_.Findings(), std::back_inserter(result_.findings));
    result_.findings_earlier = findings_.earlier();
    result_.in_files = findings_.InFiles();
    result_.known = findings_.known();
    result_.known.merge(crashes_.Known());
    crashes_.Remember();
    result_.unread = findings_.unread();
    result_.crashes = crashes_.count();
    result_.corpus = CountFiles(plan_.corpus);
    return std::move(result_);
  }

  const CampaignPlan& plan_;
  const CampaignFolder& folder_;
  const CampaignHooks& hooks_;
  CampaignListener& listener_;
  HarnessFindings findings_;
  CrashCollector crashes_;
  LeftOut left_out_;
  milliseconds began_;
  std::vector<CampaignJob> jobs_;
  RateWindow rate_;
  std::vector<std::string> clauses_;  // Of the findings that were announced.
  std::optional<milliseconds> scanned_at_;
  std::optional<milliseconds> stopped_at_;
  std::uint64_t launches_ = 0;
  CampaignResult result_;
};

}  // namespace

std::expected<CampaignResult, spec::Error> RunCampaign(const CampaignPlan& plan,
                                                       const CampaignFolder& folder,
                                                       const CampaignHooks& hooks,
                                                       CampaignListener& listener) {
  return Campaign(plan, folder, hooks, listener).Run();
}

}  // namespace swc::fuzz
