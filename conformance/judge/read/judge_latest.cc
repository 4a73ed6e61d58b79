#include "conformance/judge/read/judge_latest.h"

#include <algorithm>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "conformance/judge/belief.h"
#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read/judge_read.h"
#include "conformance/judge/read_answer.h"
#include "reference/model/store.h"
#include "spec/clause_id.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

// Returns the greatest time at which a value must be stored, of GOOD quality only if asked.
std::optional<spec::Instant> NewestCertain(const SeriesBeliefs& beliefs, bool good_only) {
  std::optional<spec::Instant> newest;
  for (const auto& [key, belief] : beliefs) {
    const bool eligible = !good_only || key.quality == spec::Quality::kGood;
    if (eligible && !belief.MayBeAbsent()) {
      newest = newest ? std::max(*newest, key.time) : key.time;
    }
  }
  return newest;
}

bool AnyOpen(const SeriesBeliefs& beliefs) {
  return std::ranges::any_of(beliefs, [](const auto& item) {
    const Belief& belief = item.second;
    return belief.IsOpen();
  });
}

}  // namespace

Observations JudgeLatest(const std::optional<SeenValue>& seen, const SeriesBeliefs& beliefs) {
  Observations observations;
  if (AnyOpen(beliefs)) {
    return observations;
  }
  const auto newest = NewestCertain(beliefs, false);
  const auto newest_good = NewestCertain(beliefs, true);
  if (!seen) {
    // Without any GOOD value a target that shows only GOOD ones has nothing to show.
    if (newest_good) {
      // Whether the value is stored at all is for the history to show.
      observations.Deviate("read.latest.newest", "no-latest", "",
                           "the current value of a series that has values", "no value");
    } else if (newest) {
      observations.Choose("read.latest.eligible", "good-only");
    } else {
      observations.Mark("read.latest.none", Side::kObserve);
    }
    return observations;
  }
  const std::string observed =
      fmt::format("{} at {}", spec::ToJson(seen->value), ToString(KeyOf(*seen)));
  if (!newest) {
    observations.Deviate("read.latest.none", "phantom", "", "no current value", observed);
    return observations;
  }
  const auto found = beliefs.find(KeyOf(*seen));
  if (found == beliefs.end() || !found->second.MayShow(*seen)) {
    observations.Deviate("store.no-phantom", "phantom", "", "a value that was written", observed);
    return observations;
  }
  const bool good = seen->quality == spec::Quality::kGood;
  if (seen->time == *newest) {
    observations.Mark("read.latest.newest", Side::kObserve);
    if (!good || newest_good != newest) {
      observations.Choose("read.latest.eligible", "any-quality");
    }
  } else if (good && newest_good == seen->time) {
    observations.Choose("read.latest.eligible", "good-only");
  } else {
    observations.Deviate(
        good ? spec::ClauseId("read.latest.newest") : spec::ClauseId("read.latest.eligible"),
        "older", "", fmt::format("the value at {}", spec::ToString(*newest)), observed);
  }
  return observations;
}

}  // namespace swc::conformance
