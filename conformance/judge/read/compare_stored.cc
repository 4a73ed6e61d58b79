#include "conformance/judge/read/compare_stored.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "conformance/judge/belief.h"
#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read_answer.h"
#include "reference/model/store.h"

namespace swc::conformance {
namespace {

using reference::PointKey;

Fit CompareKey(const Belief& belief, const std::vector<const SeenValue*>& seen) {
  if (seen.size() > 1) {
    return Fit::kNever;
  }
  const SeenValue* value = seen.empty() ? nullptr : seen.front();
  const Possibility* match = belief.Match(value);
  if (belief.IsUnpredictable() || match != nullptr) {
    return belief.IsUnpredictable() || belief.IsFinal(*match) ? Fit::kYes : Fit::kOpen;
  }
  // What was visible before may be away for a while: another reader may be behind (F154).
  return belief.MayHaveShown(value) ? Fit::kPending : Fit::kNever;
}

// Tells of every key that was seen, or has to be, how far it fits.
void ForEachKey(const StoredToJudge& stored, const Beliefs& beliefs,
                const std::function<void(const PointKey&, Fit)>& tell) {
  if (beliefs.distrusted()) {
    return;
  }
  const SeenMap seen = ByKey(stored.seen);
  const Belief absent;
  const SeriesBeliefs none;
  const SeriesBeliefs* known = beliefs.Find(stored.series);
  const SeriesBeliefs& series = known == nullptr ? none : *known;
  for (const auto& [key, values] : seen) {
    const auto found = series.find(key);
    tell(key, CompareKey(found == series.end() ? absent : found->second, values));
  }
  for (auto at = series.lower_bound({.time = stored.first});
       at != series.end() && at->first.time <= stored.last; ++at) {
    if (!seen.contains(at->first) && stored.qualities.contains(at->first.quality)) {
      tell(at->first, CompareKey(at->second, {}));
    }
  }
}

}  // namespace

SeenMap ByKey(const std::vector<SeenValue>& seen) {
  SeenMap map;
  for (const SeenValue& value : seen) {
    map[{.time = value.time, .quality = value.quality}].push_back(&value);
  }
  return map;
}

Fit CompareStored(const StoredToJudge& stored, const Beliefs& beliefs) {
  Fit fit = Fit::kYes;
  ForEachKey(stored, beliefs, [&](const PointKey&, Fit of_key) { fit = std::max(fit, of_key); });
  return fit;
}

std::optional<PointKey> FirstMisfit(const StoredToJudge& stored, const Beliefs& beliefs) {
  std::optional<PointKey> misfit;
  Fit worst = Fit::kOpen;
  ForEachKey(stored, beliefs, [&](const PointKey& key, Fit of_key) {
    if (of_key > worst) {
      worst = of_key;
      misfit = key;
    }
  });
  return misfit;
}

JudgedByOtherName JudgeOtherName(const std::vector<StoredToJudge>& stored, const Beliefs& beliefs) {
  JudgedByOtherName judged;
  judged.observations.Mark("identity.same-series", Side::kAccept);
  for (; judged.range < stored.size(); ++judged.range) {
    if (const auto key = FirstMisfit(stored[judged.range], beliefs)) {
      judged.observations.DeviateAt(*key, "identity.same-series", "differs",
                                    "the same values by ids as by alias",
                                    fmt::format("the two reads differ at {}", ToString(*key)));
      break;
    }
  }
  return judged;
}

}  // namespace swc::conformance
