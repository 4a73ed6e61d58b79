#include "fuzz/crashes/crash_replay.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "conformance/smallest/excerpt.h"
#include "fuzz/corpora/corpus_pruning.h"
#include "fuzz/crashes/crash.h"
#include "fuzz/crashes/known_crashes.h"
#include "fuzz/engine/fuzzer_output.h"
#include "fuzz/engine/fuzzer_process.h"
#include "fuzz/input/status_file.h"
#include "fuzz/plan/campaign_folder.h"
#include "fuzz/plan/campaign_plan.h"
#include "spec/text/error.h"

namespace swc::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kLook{100};  // For a stop.
// What comes and goes, a race for one, gets a second try before it is called fixed.
constexpr int kTriesMax = 2;

// Returns the crashes whose inputs are there. A planted one has to be found anew.
KnownCrashes CrashesToReplay(const CampaignPlan& plan, const CampaignFolder& folder) {
  KnownCrashes crashes = plan.harness.planted ? KnownCrashes() : ReadKnownCrashes(folder);
  std::erase_if(crashes, [&](const auto& crash) {
    std::error_code ignored;
    return !IsArtifact(crash.second) || !fs::exists(folder.artifacts() / crash.second, ignored);
  });
  return crashes;
}

enum class Came : std::uint8_t { kThrough, kToACrash, kToNothing };

// What one process came to. One that cannot run, or not test its target, proves nothing.
Came CameTo(const std::optional<ProcessEnd>& end, const FuzzerOutput& output,
            const Counts& counted) {
  if (end && end->ok()) {
    return Came::kThrough;
  }
  const bool complained = !output.complaint().empty() && output.objection().empty();
  const bool ran = counted.executions > 0 || !output.error().empty() || !output.summary().empty();
  return end && ran && !complained ? Came::kToACrash : Came::kToNothing;
}

// What cannot be moved stays, and is no harm there.
void MoveAway(const CampaignFolder& folder, const std::string& artifact) {
  const fs::path gone = folder.root() / "gone";
  std::error_code error;
  for (const char* part : {"artifacts", "logs"}) {
    fs::create_directories(gone / part, error);
  }
  const std::string case_file = conformance::CaseFileName(artifact);
  fs::rename(folder.artifacts() / artifact, gone / "artifacts" / artifact, error);
  fs::rename(folder.logs() / (artifact + ".log"), gone / "logs" / (artifact + ".log"), error);
  fs::rename(folder.root() / case_file, gone / case_file, error);
}

}  // namespace

std::optional<ProcessEnd> WaitForEnd(FuzzerProcess process, FuzzerOutput& output,
                                     const CampaignHooks& hooks, std::chrono::milliseconds end) {
  while (!hooks.stop_requested() && hooks.now() < end) {
    WaitForOutput(std::array{process.output_fd()}, kLook);
    process.ReadInto(output);
    if (auto ended = process.Poll()) {
      process.ReadInto(output);
      output.Finish();
      return ended;
    }
  }
  return std::nullopt;
}

std::size_t CountCrashesToReplay(const CampaignPlan& plan, const CampaignFolder& folder) {
  return CrashesToReplay(plan, folder).size();
}

std::expected<ReplayedCrashes, spec::Error> ReplayCrashes(const CampaignPlan& plan,
                                                          const CampaignFolder& folder,
                                                          const CampaignHooks& hooks,
                                                          std::chrono::milliseconds end) {
  ReplayedCrashes replayed;
  for (const auto& [signature, artifact] : CrashesToReplay(plan, folder)) {
    const fs::path input = folder.artifacts() / artifact;
    const bool goes_on = !hooks.stop_requested() && hooks.now() < end;
    Came came = goes_on ? Came::kThrough : Came::kToNothing;
    for (int i = 0; i < kTriesMax && came == Came::kThrough; ++i) {
      const StatusFile status(folder.root() / "status.known");
      auto process = FuzzerProcess::Start(ReplayCommand(plan, input, status.path()));
      if (!process) {
        return std::unexpected(process.error());
      }
      FuzzerOutput output;
      const auto ended = WaitForEnd(*std::move(process), output, hooks, end);
      replayed.counted = Sum(replayed.counted, status.Read());
      came = CameTo(ended, output, status.Read());
      if (came == Came::kToACrash) {
        Crash crash = CrashOf(output, *ended, input);
        replayed.still_open.push_back(
            {.before = signature, .crash = std::move(crash), .output = std::move(output)});
      }
    }
    if (came == Came::kThrough) {
      MoveAway(folder, artifact);
      replayed.fixed.push_back(signature);
      replayed.fixed_inputs.push_back(artifact);
    } else if (came == Came::kToNothing) {
      replayed.not_played.push_back(artifact);
    }
  }
  return replayed;
}

}  // namespace swc::fuzz
