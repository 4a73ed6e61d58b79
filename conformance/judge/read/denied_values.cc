#include "conformance/judge/read/denied_values.h"

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read_answer.h"
#include "reference/model/store.h"

namespace swc::conformance {

std::vector<SeenValue> OwnValues(const std::vector<SeenValue>& seen, const SeriesBeliefs& known,
                                 const std::set<reference::PointKey>& before) {
  std::vector<SeenValue> own;
  for (const SeenValue& value : seen) {
    const reference::PointKey key{.time = value.time, .quality = value.quality};
    const auto found = known.find(key);
    const bool refused = found != known.end() && found->second.FindRefused(value) != nullptr;
    if (refused && !before.contains(key)) {
      own.push_back(value);
    }
  }
  return own;
}

// access.denied.read
DeniedRead JudgeDeniedRead(const std::vector<std::optional<int>>& statuses, bool came_through,
                           Observations& observations) {
  constexpr int kNotFound = 404;
  if (std::ranges::any_of(statuses, [&](const auto& status) {
        return status && *status >= 400 && *status < 500 && *status != kNotFound;
      })) {
    observations.Choose("access.denied.read", "refused");
    return DeniedRead::kRefused;
  }
  if (came_through && std::ranges::all_of(statuses, [&](const auto& status) {
        return status == 200 || status == kNotFound;
      })) {
    observations.Choose("access.denied.read", "answered");
    return DeniedRead::kAnswered;
  }
  return DeniedRead::kUnclear;
}

}  // namespace swc::conformance
