#include "fuzz/corpus_pruning.h"

#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <expected>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "fuzz/corpus_folder.h"
#include "fuzz/fuzzer_output.h"
#include "fuzz/fuzzer_process.h"

namespace swc::fuzz {
namespace {

// A merge runs every input once or twice; a corpus that takes longer is pruned by hand.
constexpr std::chrono::minutes kMergeTimeMax{10};
constexpr std::chrono::milliseconds kMergeTick{100};

// Waits for a merge. Returns why it failed, or nothing.
std::string WaitForMerge(FuzzerProcess process, const CampaignHooks& hooks) {
  FuzzerOutput output;
  const std::chrono::milliseconds deadline = hooks.now() + kMergeTimeMax;
  while (true) {
    WaitForOutput(std::array{process.output_fd()}, kMergeTick);
    process.ReadInto(output);
    if (const auto end = process.Poll()) {
      return end->ok() ? std::string() : fmt::format("the merge ended {}", ToString(*end));
    }
    if (hooks.stop_requested()) {
      return "the merge was interrupted";
    }
    if (hooks.now() >= deadline) {
      return "the merge took more than ten minutes";
    }
  }
}

}  // namespace

std::expected<PrunedCorpus, std::string> PruneCorpus(const CampaignPlan& plan,
                                                     const CampaignHooks& hooks) {
  PrunedCorpus pruned{.before = CountFiles(plan.corpus)};
  const auto fresh = FreshCorpus(plan.corpus);
  if (!fresh) {
    return std::unexpected(fresh.error().message);
  }
  auto process = FuzzerProcess::Start(MergeCommand(plan, *fresh));
  if (!process) {
    return std::unexpected(process.error().message);
  }
  std::string failure = WaitForMerge(*std::move(process), hooks);
  pruned.after = CountFiles(*fresh);
  if (failure.empty() && pruned.after == 0) {
    failure = "the merge kept nothing";
  }
  if (!failure.empty()) {
    DropFreshCorpus(plan.corpus);
    return std::unexpected(failure);
  }
  if (auto taken = TakeFreshCorpus(plan.corpus); !taken) {
    return std::unexpected(taken.error().message);
  }
  return pruned;
}

}  // namespace swc::fuzz
