// Which types the values of entries have, series by series.
//
// Law: each type once, in the order in which it was met; adding an entry costs no more than its
// values, asking costs nothing.
//
// Example: SeriesTypes types; types.Add(entry); if (types.Of(series).size() > 1) { ... }
#pragma once

#include <unordered_map>
#include <vector>

#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/tqv.h"

namespace swc::reference {

class SeriesTypes {
 public:
  using Types = std::vector<spec::DataType>;

  // REQUIRES: the series of `entry` are known.
  void Add(const SentEntry& entry);

  [[nodiscard]] const Types& Of(const SeriesId& series) const;

 private:
  std::unordered_map<SeriesId, Types> types_of_;
};

}  // namespace swc::reference
