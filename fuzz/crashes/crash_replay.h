// The crashes of earlier campaigns, played before a campaign begins: each by its input, in a
// process of its own.
//
// Law: what crashes is still open, wherever it crashes now. What does not, twice, is fixed: its
// input, log and case file go to `findings/gone/`. What cannot be played, for its input, the time
// or the target is not there, stays as it is.
//
// Example: auto replayed = ReplayCrashes(plan, folder, hooks, end); replayed->fixed
#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "fuzz/corpora/corpus_pruning.h"
#include "fuzz/crashes/crash.h"
#include "fuzz/engine/fuzzer_output.h"
#include "fuzz/engine/fuzzer_process.h"
#include "fuzz/input/status_file.h"
#include "fuzz/plan/campaign_folder.h"
#include "fuzz/plan/campaign_plan.h"
#include "spec/text/error.h"

namespace swc::fuzz {

struct ReplayedCrashes {
  struct StillOpen {
    std::string before;  // The signature that it had.
    Crash crash;
    FuzzerOutput output;
  };
  std::vector<StillOpen> still_open;
  std::vector<std::string> fixed;  // Signatures.
  // The inputs of those that are fixed, and of those that could not be played, by name.
  std::vector<std::string> fixed_inputs;
  std::vector<std::string> not_played;
  Counts counted;  // What the harness did for it.
};

// Plays them until `end` of the clock of `hooks`. Error: the harness cannot be started.
[[nodiscard]] std::expected<ReplayedCrashes, spec::Error> ReplayCrashes(
    const CampaignPlan& plan, const CampaignFolder& folder, const CampaignHooks& hooks,
    std::chrono::milliseconds end);

// Returns how many there are to play.
[[nodiscard]] std::size_t CountCrashesToReplay(const CampaignPlan& plan,
                                               const CampaignFolder& folder);

// Waits for a harness, until `end` or a stop. Returns how it ended; nothing if it did not yet.
[[nodiscard]] std::optional<ProcessEnd> WaitForEnd(FuzzerProcess process, FuzzerOutput& output,
                                                   const CampaignHooks& hooks,
                                                   std::chrono::milliseconds end);

}  // namespace swc::fuzz
