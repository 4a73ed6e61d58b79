#include "conformance/judge/denied_values.h"

#include <algorithm>

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

}  // namespace swc::conformance
