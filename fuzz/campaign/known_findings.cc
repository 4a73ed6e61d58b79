#include "fuzz/campaign/known_findings.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <expected>
#include <filesystem>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fuzz/corpora/corpus_folder.h"
#include "fuzz/corpora/corpus_pruning.h"
#include "fuzz/crashes/crash.h"
#include "fuzz/crashes/crash_replay.h"
#include "fuzz/engine/fuzzer_output.h"
#include "fuzz/engine/fuzzer_process.h"
#include "fuzz/harnesses/harnesses.h"
#include "fuzz/input/status_file.h"
#include "fuzz/plan/campaign_folder.h"
#include "fuzz/plan/campaign_plan.h"
#include "fuzz/plan/campaign_progress.h"
#include "reports/text.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

// More are left for the next campaigns, those that are named last.
constexpr std::size_t kFilesMax = 500;
constexpr int kCrashesMax = 20;

// Whether a harness plays the cases of earlier findings.
bool PlaysKnownFindings(const Harness& harness) {
  return harness.needs_target || harness.linked_by_user;
}

class KnownFindings {
 public:
  KnownFindings(const CampaignPlan& plan, const CampaignFolder& folder, const CampaignHooks& hooks)
      : plan_(plan), folder_(folder), hooks_(hooks), end_(hooks.now() + KnownTimeMax(plan.time)) {
    if (!PlaysKnownFindings(plan.harness)) {
      return;
    }
    for (const std::filesystem::path& record : FilesByName(folder.records())) {
      if (record.extension() != ".json" || folder.IsOfThisCampaign(record)) {
        continue;
      }
      if (std::error_code ignored;
          !std::filesystem::exists(folder.root() / record.filename(), ignored)) {
        played_.taken_away.push_back(record.stem().string());
        MoveAway(record.filename().string());
      } else if (waiting_.size() < kFilesMax) {
        waiting_.push_back(record.stem().string());
      }
    }
  }

  [[nodiscard]] std::size_t count() const { return waiting_.size(); }

  std::expected<KnownPlayed, spec::Error> Play() {
    bool goes_on = true;
    for (int i = 0; i < kCrashesMax && goes_on && !waiting_.empty(); ++i) {
      const StatusFile status(plan_.findings / "status.known");
      auto process = FuzzerProcess::Start(KnownCommand(plan_, Files(), status.path()));
      if (!process) {
        return std::unexpected(process.error());
      }
      FuzzerOutput output;
      const auto end = WaitForEnd(*std::move(process), output, hooks_, end_);
      played_.counted = Sum(played_.counted, status.Read());
      for (const std::string& told : output.known()) {
        Take(told);
      }
      goes_on = end && !end->ok() && !waiting_.empty() && output.complaint().empty();
      if (goes_on) {
        TakeCrash(*end, std::move(output));
      }
    }
    std::ranges::move(waiting_, std::back_inserter(played_.not_played));
    auto replayed = ReplayCrashes(plan_, folder_, hooks_, end_);
    if (!replayed) {
      return std::unexpected(replayed.error());
    }
    Add(*replayed);
    played_.replayed = *std::move(replayed);
    return std::move(played_);
  }

 private:
  [[nodiscard]] std::vector<std::filesystem::path> Files() const {
    std::vector<std::filesystem::path> files;
    for (const std::string& name : waiting_) {
      files.push_back(folder_.root() / (name + ".json"));
    }
    return files;
  }

  // Counts the crashes too.
  void Add(const ReplayedCrashes& replayed) {
    for (const ReplayedCrashes::StillOpen& open : replayed.still_open) {
      played_.still_open.push_back(open.crash.artifact.filename().string());
    }
    std::ranges::copy(replayed.fixed_inputs, std::back_inserter(played_.fixed));
    std::ranges::copy(replayed.not_played, std::back_inserter(played_.not_played));
    played_.counted = Sum(played_.counted, replayed.counted);
  }

  // Takes "found_x.json: fixed".
  void Take(const std::string& told) {
    constexpr std::string_view kBehindName = ".json: ";
    const std::size_t colon = told.find(kBehindName);
    const std::string name = told.substr(0, colon);
    const auto place = std::ranges::find(waiting_, name);
    if (colon == std::string::npos || place == waiting_.end()) {
      return;
    }
    waiting_.erase(place);
    const std::string_view state = std::string_view(told).substr(colon + kBehindName.size());
    if (const std::string now = NameIn(state, "still open as "); !now.empty()) {
      played_.still_open.push_back(now);
      played_.renamed.emplace_back(name, now);
      MoveAway(name + ".json");
    } else if (state == "still open") {
      played_.still_open.push_back(name);
    } else if (state == "fixed" || state == "shows no more") {
      (state == "fixed" ? played_.fixed : played_.shows_no_more).push_back(name);
      MoveAway(name + ".json");
    } else {
      played_.not_played.push_back(name);
    }
  }

  // Returns "found_y" of "still open as found_y.json".
  [[nodiscard]] static std::string NameIn(std::string_view state, std::string_view prefix) {
    constexpr std::string_view kSuffix = ".json";
    const bool named = state.starts_with(prefix) && state.ends_with(kSuffix) &&
                       state.size() > prefix.size() + kSuffix.size();
    return named ? std::string(
                       state.substr(prefix.size(), state.size() - prefix.size() - kSuffix.size()))
                 : "";
  }

  // libFuzzer keeps no artifact of a file that it was given.
  void TakeCrash(const ProcessEnd& end, FuzzerOutput output) {
    const std::filesystem::path file = Files().front();
    played_.not_played.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
    std::filesystem::path artifact;
    if (const auto bytes = spec::ReadFile(file.string())) {
      artifact = folder_.artifacts() / ("crash-" + Sha1Hex(*bytes));
      artifact = spec::WriteFile(artifact.string(), *bytes) ? artifact : std::filesystem::path();
    }
    Crash crash = CrashOf(output, end, artifact);
    played_.crashes.push_back({.crash = std::move(crash), .output = std::move(output)});
  }

  // What cannot be moved stays, and its signature is not looked for.
  void MoveAway(const std::string& file) const {
    const std::filesystem::path gone = folder_.root() / "gone";
    std::error_code error;
    std::filesystem::create_directories(gone / "records", error);
    std::filesystem::rename(folder_.records() / file, gone / "records" / file, error);
    std::filesystem::rename(folder_.root() / file, gone / file, error);
  }

  const CampaignPlan& plan_;
  const CampaignFolder& folder_;
  const CampaignHooks& hooks_;
  std::chrono::milliseconds end_;
  std::deque<std::string> waiting_;
  KnownPlayed played_;
};

// Returns "2 still open, 1 fixed", or nothing if there were none.
std::string KnownWords(const KnownPlayed& played) {
  std::vector<std::string> words;
  const auto add = [&](const std::vector<std::string>& files, std::string_view state) {
    if (!files.empty()) {
      words.push_back(fmt::format("{} {}", files.size(), state));
    }
  };
  add(played.still_open, "still open");
  add(played.fixed, "fixed");
  add(played.shows_no_more, "shown no more");
  add(played.not_played, "not played");
  return fmt::format("{}", fmt::join(words, ", "));
}

// Returns what to tell of it: a line for each that is gone, and one for all.
std::vector<std::string> KnownLines(const KnownPlayed& played) {
  std::vector<std::string> lines;
  for (const auto& [before, now] : played.renamed) {
    lines.push_back(fmt::format("still open     {}, which shows itself as {} now",
                                reports::ForTerminal(before), reports::ForTerminal(now)));
  }
  for (const ReplayedCrashes::StillOpen& open : played.replayed.still_open) {
    if (open.before != open.crash.signature) {
      lines.push_back(fmt::format("still open     {}, which crashes elsewhere now",
                                  reports::ForTerminal(open.crash.artifact.filename().string())));
    }
  }
  for (const std::string& name : played.fixed) {
    lines.push_back("fixed          " + reports::ForTerminal(name));
  }
  for (const std::string& name : played.shows_no_more) {
    lines.push_back("shows no more  " + reports::ForTerminal(name));
  }
  if (const std::string words = KnownWords(played); !words.empty()) {
    lines.push_back("earlier findings: " + words);
  }
  return lines;
}

}  // namespace

std::chrono::milliseconds KnownTimeMax(std::chrono::seconds campaign) {
  return std::max<std::chrono::milliseconds>(campaign / 4,
                                             std::min(campaign, std::chrono::seconds(10)));
}

std::expected<KnownPlayed, spec::Error> PlayKnownFindings(
    const CampaignPlan& plan, const CampaignFolder& folder, const CampaignHooks& hooks,
    const std::function<void(std::string_view)>& say) {
  KnownFindings known(plan, folder, hooks);
  const std::size_t count = known.count() + CountCrashesToReplay(plan, folder);
  if (count > 0) {
    const auto time_max = std::chrono::duration_cast<std::chrono::seconds>(KnownTimeMax(plan.time));
    say(fmt::format("earlier findings are played first: {}, for {} at most", count,
                    HumanDuration(time_max)));
  }
  auto played = known.Play();
  if (played) {
    std::ranges::for_each(KnownLines(*played), say);
  }
  return played;
}

}  // namespace swc::fuzz
