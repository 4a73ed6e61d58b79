// What earlier campaigns left in the findings folder, played before a campaign begins.
//
// Law: what shows itself again counts for this campaign, with its request of today. What does not
// goes to `findings/gone/`, so that its signature is looked for afresh: another bug may have it.
// What could not be played stays as it is, and so does all that time or a stop left.
//
// Example: auto played = PlayKnownFindings(plan, folder, hooks, Print); played->fixed
#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fuzz/corpora/corpus_pruning.h"
#include "fuzz/crashes/crash.h"
#include "fuzz/crashes/crash_replay.h"
#include "fuzz/engine/fuzzer_output.h"
#include "fuzz/input/status_file.h"
#include "fuzz/plan/campaign_folder.h"
#include "fuzz/plan/campaign_plan.h"
#include "spec/text/error.h"

namespace swc::fuzz {

struct KnownPlayed {
  // Case files, without ".json", by what became of them.
  std::vector<std::string> still_open;
  std::vector<std::string> fixed;
  std::vector<std::string> shows_no_more;
  std::vector<std::string> not_played;
  // What is still open and shows itself otherwise: the case file that it had, and that which it has
  // now, which stands in `still_open`.
  std::vector<std::pair<std::string, std::string>> renamed;
  // Somebody took the case file away: its record went to `gone/` too.
  std::vector<std::string> taken_away;

  // Ends of the harness while it played cases, and what it said.
  struct Ended {
    Crash crash;
    FuzzerOutput output;
  };
  std::vector<Ended> crashes;
  ReplayedCrashes replayed;
  Counts counted;  // What the harness did for it.
};

// Returns how long that may take: a quarter of the campaign, or ten seconds.
[[nodiscard]] std::chrono::milliseconds KnownTimeMax(std::chrono::seconds campaign);

// Plays them, and says before how many there are, and then what became of them. A harness that
// crashes on one is started again for the rest. Error: it cannot be started.
[[nodiscard]] std::expected<KnownPlayed, spec::Error> PlayKnownFindings(
    const CampaignPlan& plan, const CampaignFolder& folder, const CampaignHooks& hooks,
    const std::function<void(std::string_view)>& say);

}  // namespace swc::fuzz
