// A campaign: jobs that fuzz at once until time is over, and what came of it.
//
// Law: nothing that was found is lost: findings and corpus lie in files as soon as they are there,
// a crash of a harness is a finding and the job goes on, and a stop leaves all of it in order.
//
// Example: const auto result = RunCampaign(plan, folder, hooks, listener);
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/campaign/known_findings.h"
#include "fuzz/corpora/corpus_pruning.h"
#include "fuzz/input/status_file.h"
#include "fuzz/plan/campaign_folder.h"
#include "fuzz/plan/campaign_plan.h"
#include "fuzz/plan/campaign_progress.h"
#include "reports/run_record.h"
#include "spec/text/error.h"

namespace swc::fuzz {

// What a campaign tells while it runs. Every function may be left as it is.
class CampaignListener {
 public:
  CampaignListener() = default;
  CampaignListener(const CampaignListener&) = delete;
  CampaignListener& operator=(const CampaignListener&) = delete;
  virtual ~CampaignListener() = default;

  // Called several times a second, so it has to be cheap.
  virtual void Progressed(const CampaignProgress& /*progress*/) {}
  // A finding whose signature is new in this campaign.
  virtual void FindingFound(const reports::Finding& /*finding*/) {}
  // One of an earlier campaign whose case shows it still.
  virtual void FindingStillOpen(const reports::Finding& /*finding*/) {}
  // A line for people: a job was started again, the corpus is being pruned.
  virtual void Said(std::string_view /*line*/) {}
};

struct CampaignResult {
  std::vector<reports::Finding> findings;  // Merged by signature, crashes included.
  std::size_t findings_earlier = 0;        // Of earlier campaigns, kept in the folder.
  std::vector<reports::Finding> in_files;  // One for each case file, of earlier campaigns too.
  std::set<std::string> known;             // Case files that were there before.
  KnownPlayed earlier;                     // What became of those, by their cases.
  std::uint64_t crashes = 0;               // Ends of a harness, not signatures.
  std::uint64_t executions = 0;
  Counts left;  // On the target: its values and its series.
  std::uint64_t coverage = 0;
  std::chrono::milliseconds elapsed{0};  // Of fuzzing, without pruning.
  std::size_t corpus = 0;                // Inputs that are there now.
  SeedPhase seeds;                       // Of the job that came furthest.
  bool values_used_up = false;           // As many as --values allows ended it.
  bool stopped = false;                  // By a signal.
  std::string wrong_settings;            // What the harness said about how it is set up.
  std::string could_not_test;            // What the harness said about its target.
  // Records of findings that cannot be read, by file name, and why.
  std::map<std::string, std::string> unread;
  std::string never_ran;  // Why a job ended before it executed anything.
};

// Runs to its end. Error: a harness cannot be started at all.
[[nodiscard]] std::expected<CampaignResult, spec::Error> RunCampaign(const CampaignPlan& plan,
                                                                     const CampaignFolder& folder,
                                                                     const CampaignHooks& hooks,
                                                                     CampaignListener& listener);

}  // namespace swc::fuzz
