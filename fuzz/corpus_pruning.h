// Pruning: what the inputs of a corpus reach, by as few of them as possible.
//
// Law: the corpus is replaced only by one that a harness merged to its end; a kill, a signal or a
// failure leaves it as it was.
//
// Example: const auto pruned = PruneCorpus(plan, hooks);  // pruned->before >= pruned->after
#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <functional>
#include <string>

#include "fuzz/campaign_plan.h"

namespace swc::fuzz {

// What a campaign asks the world around it.
struct CampaignHooks {
  std::function<std::chrono::milliseconds()> now;  // Any clock that never goes back.
  std::function<bool()> stop_requested;
};

struct PrunedCorpus {
  std::size_t before = 0;  // Inputs.
  std::size_t after = 0;
};

// Runs the merge and waits for it. Error: why the corpus stayed as it was, a sentence.
[[nodiscard]] std::expected<PrunedCorpus, std::string> PruneCorpus(const CampaignPlan& plan,
                                                                   const CampaignHooks& hooks);

}  // namespace swc::fuzz
