// The crashes of a campaign: each leaves a log and, where its input can be one, a case file.
//
// Law: crashes of one signature are one finding with a count; what is kept is bounded by
// `kSignaturesMax` and, of each signature, by `kArtifactsMax`, whatever the harness does.
//
// A crash with the signature of an earlier campaign (known_crashes.h) is known.
//
// Example: CrashCollector crashes(plan, folder);
//          if (auto finding = crashes.Add(crash, &output)) { Print(*finding); }
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "fuzz/crashes/crash.h"
#include "fuzz/crashes/crash_replay.h"
#include "fuzz/crashes/known_crashes.h"
#include "fuzz/engine/fuzzer_output.h"
#include "fuzz/plan/campaign_folder.h"
#include "fuzz/plan/campaign_plan.h"
#include "reports/run_record.h"

namespace swc::fuzz {

// Returns the name by which causes know a finding: its case file, or else its input.
[[nodiscard]] std::string NameOf(const reports::Finding& finding);

class CrashCollector {
 public:
  // Further signatures are only counted.
  static constexpr std::size_t kSignaturesMax = 200;
  // Further inputs that show the same are deleted.
  static constexpr std::uint64_t kArtifactsMax = 20;

  // REQUIRES: both outlive this.
  CrashCollector(const CampaignPlan& plan, const CampaignFolder& folder);

  // Takes a crash and what the harness said, if it was heard. Returns it as a finding if its
  // signature is new.
  std::optional<reports::Finding> Add(Crash crash, const FuzzerOutput* output);

  // Takes the artifacts of this campaign that no crash named: those that a killed driver left.
  std::vector<reports::Finding> AddLeftArtifacts();

  [[nodiscard]] std::vector<reports::Finding> Findings() const;
  [[nodiscard]] std::uint64_t count() const { return count_; }

  // Returns the crashes that an earlier campaign had too, by NameOf.
  [[nodiscard]] std::set<std::string> Known() const;
  // Takes what became of the crashes of earlier campaigns: those that are fixed are forgotten, and
  // those that are open are known, wherever they crash now. Returns these as findings.
  std::vector<reports::Finding> Take(ReplayedCrashes replayed);
  // Writes down which crashes there were, for the next campaign.
  void Remember() const;

 private:
  // Deletes the artifact of a crash of which enough is known.
  void Drop(const Crash& crash);
  void WriteLog(Crash& crash, const FuzzerOutput& output) const;
  void WriteCase(Crash& crash) const;

  const CampaignPlan& plan_;
  const CampaignFolder& folder_;
  std::map<std::string, reports::Finding> findings_;  // By signature.
  std::vector<std::string> order_;                    // Signatures, as they appeared.
  std::set<std::string> artifacts_;                   // Names that were taken.
  std::uint64_t count_ = 0;
  KnownCrashes earlier_;
};

}  // namespace swc::fuzz
