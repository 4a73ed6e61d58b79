// Pruning: what the inputs of a corpus reach, by as few of them as possible.
//
// Law: the corpus is replaced only by one that a harness merged to its end; a kill, a signal or a
// failure leaves it as it was. A merge runs every input, so that of a harness which talks to a
// target is not merged: of what its inputs showed while they were played the smallest that show all
// of it are kept, and of those the newest.
//
// Example: const auto pruned = PruneCorpus(plan, hooks, true);  // pruned->before >= pruned->after
#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <functional>
#include <string>

#include "fuzz/plan/campaign_plan.h"

namespace swc::fuzz {

// Inputs that are kept for a harness which talks to a target. The next campaign asks the target all
// of them before anything new.
inline constexpr std::size_t kTargetInputsMax = 5'000;

// What a campaign asks the world around it.
struct CampaignHooks {
  std::function<std::chrono::milliseconds()> now;  // Any clock that never goes back.
  std::function<bool()> stop_requested;
};

// Returns how long the merge of a campaign may take that was to fuzz for `time`.
[[nodiscard]] std::chrono::seconds MergeTimeMax(std::chrono::seconds time);

struct PrunedCorpus {
  std::size_t before = 0;  // Inputs.
  std::size_t after = 0;
};

// Removes the inputs that show nothing that smaller ones do not show, by what `log` says of them,
// and forgets what it says of others. Nothing is removed if it says nothing of any of them.
void KeepWhatShowsMore(const std::filesystem::path& corpus, const std::filesystem::path& log);

// Prunes, and waits for the merge. Inputs of a corpus of which not all were played (`all_played`)
// are not told apart by what they showed. Error: why the corpus stayed as it was, a sentence.
[[nodiscard]] std::expected<PrunedCorpus, std::string> PruneCorpus(const CampaignPlan& plan,
                                                                   const CampaignHooks& hooks,
                                                                   bool all_played);

}  // namespace swc::fuzz
