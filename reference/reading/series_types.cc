#include "reference/reading/series_types.h"

#include <algorithm>
#include <optional>

#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/tqv.h"

namespace swc::reference {

void SeriesTypes::Add(const SentEntry& entry) {
  for (const SeriesId& series : entry.series) {
    Types& types = types_of_[series];
    for (const SentValue& value : entry.values) {
      const auto type = value.value ? spec::TypeOf(*value.value) : std::nullopt;
      if (type && std::ranges::find(types, *type) == types.end()) {
        types.push_back(*type);
      }
    }
  }
}

const SeriesTypes::Types& SeriesTypes::Of(const SeriesId& series) const {
  static const Types kNone;
  const auto found = types_of_.find(series);
  return found == types_of_.end() ? kNone : found->second;
}

}  // namespace swc::reference
