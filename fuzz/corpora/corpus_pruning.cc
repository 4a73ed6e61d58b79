#include "fuzz/corpora/corpus_pruning.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "fuzz/corpora/corpus_folder.h"
#include "fuzz/engine/fuzzer_output.h"
#include "fuzz/engine/fuzzer_process.h"
#include "fuzz/input/feature_log.h"
#include "fuzz/plan/campaign_folder.h"
#include "fuzz/plan/campaign_plan.h"
#include "fuzz/plan/campaign_progress.h"
#include "spec/hash.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kMergeTick{100};

// Waits for a merge. Returns why it failed, or nothing.
std::string WaitForMerge(FuzzerProcess process, std::chrono::seconds time_max,
                         const CampaignHooks& hooks) {
  FuzzerOutput output;
  const std::chrono::milliseconds deadline = hooks.now() + time_max;
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
      return fmt::format("the merge took more than {}", HumanDuration(time_max));
    }
  }
}

}  // namespace

std::chrono::seconds MergeTimeMax(std::chrono::seconds time) {
  // A merge starts the harness twice, and a corpus that takes longer is pruned by hand.
  constexpr std::chrono::seconds kLeast{10};
  constexpr std::chrono::seconds kMost{600};
  return std::clamp(time / 4, kLeast, kMost);
}

void KeepWhatShowsMore(const fs::path& corpus, const fs::path& log) {
  const FeaturesOfInputs all = ReadFeatures(log);
  std::vector<std::tuple<std::size_t, fs::path, std::uint64_t>> inputs;
  for (const fs::path& file : FilesByName(corpus)) {
    if (const auto content = spec::ReadFile(file.string())) {
      inputs.emplace_back(content->size(), file, spec::HashOf(*content));
    }
  }
  const auto is_known = [&](const auto& input) { return all.contains(std::get<2>(input)); };
  if (std::ranges::none_of(inputs, is_known)) {
    return;
  }
  std::ranges::sort(inputs);  // The smallest first.
  Features shown;
  FeaturesOfInputs kept;
  for (const auto& [size, file, hash] : inputs) {
    const auto found = all.find(hash);
    const std::size_t before = shown.size();
    if (found != all.end()) {
      shown.insert(found->second.begin(), found->second.end());
    }
    if (shown.size() > before) {
      kept.insert(*found);
    } else {
      std::error_code ignored;  // It is there the next time too.
      fs::remove(file, ignored);
    }
  }
  // What is not written is learnt again when the inputs are played.
  (void)spec::WriteFile(log, ToText(kept));
}

std::expected<PrunedCorpus, std::string> PruneCorpus(const CampaignPlan& plan,
                                                     const CampaignHooks& hooks, bool all_played) {
  PrunedCorpus pruned{.before = CountFiles(plan.corpus)};
  if (plan.harness.needs_target) {
    if (all_played) {
      KeepWhatShowsMore(plan.corpus, FeatureFile(plan));
    }
    pruned.after = KeepNewest(plan.corpus, kTargetInputsMax);
    return pruned;
  }
  const auto fresh = FreshCorpus(plan.corpus);
  if (!fresh) {
    return std::unexpected(fresh.error().message);
  }
  auto process = FuzzerProcess::Start(MergeCommand(plan, *fresh));
  if (!process) {
    return std::unexpected(process.error().message);
  }
  std::string failure = WaitForMerge(*std::move(process), MergeTimeMax(plan.time), hooks);
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
