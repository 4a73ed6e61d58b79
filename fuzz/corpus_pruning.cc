#include "fuzz/corpus_pruning.h"

#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <expected>
#include <string>

#include <fmt/format.h>

#include "fuzz/corpus_folder.h"
#include "fuzz/fuzzer_output.h"
#include "fuzz/fuzzer_process.h"

namespace swc::fuzz {
namespace {

// A merge runs every input once or twice; a corpus that takes longer is pruned by hand.
constexpr std::chrono::minutes kMergeTimeMax{10};
constexpr std::chrono::milliseconds kMergeTick{100};

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
  FuzzerOutput output;
  const std::chrono::milliseconds deadline = hooks.now() + kMergeTimeMax;
  while (true) {
    WaitForOutput(std::array{process->output_fd()}, kMergeTick);
    process->ReadInto(output);
    if (const auto end = process->Poll()) {
      if (!end->ok()) {
        return std::unexpected(fmt::format("the merge ended {}", ToString(*end)));
      }
      break;
    }
    if (hooks.stop_requested() || hooks.now() >= deadline) {
      return std::unexpected(hooks.stop_requested()
                                 ? std::string("the merge was interrupted")
                                 : std::string("the merge took more than ten minutes"));
    }
  }
  pruned.after = CountFiles(*fresh);
  if (pruned.after == 0) {
    return std::unexpected(std::string("the merge kept nothing"));
  }
  if (auto taken = TakeFreshCorpus(plan.corpus); !taken) {
    return std::unexpected(taken.error().message);
  }
  return pruned;
}

}  // namespace swc::fuzz
