// What an answered put did to the stored values, collected over all its entries.
//
// Law: one write for each value that has a place; writes to the same key are weighed together,
// since the documents do not say which of them survives (duplicate.in-entry,
// duplicate.cross-entry).
//
// Example: ApplyWrites({{.series = series, .key = key, .value = Value(1.5), .fate =
// Fate::kStored}},
//                beliefs);
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "reference/model/store.h"
#include "reference/reading/series_id.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/tqv.h"

namespace swc::conformance {

enum class Fate : std::uint8_t {
  kStored,   // Acknowledged.
  kRefused,  // Reported, or the whole request was refused.
  kOpen,     // Either; `if_stored` and `if_not_stored` are what a read would prove.
  kUnknown,  // No prediction at all.
};

struct Write {
  reference::SeriesId series;
  reference::PointKey key;
  spec::Value value;
  std::size_t entry = 0;
  Fate fate = Fate::kStored;
  spec::ClauseId because = "store.acknowledged";  // For kStored and kRefused.
  std::optional<Choice> if_stored;
  std::optional<Choice> if_not_stored;
  // For kStored: the value if the first of two members counts (wire.member.duplicate).
  std::optional<spec::Value> if_first_counts;
  const spec::Clause* forbidding = nullptr;  // For kOpen: what a read would show to be broken.
  bool quality_given = true;
  bool nanos_given = true;
  bool any_null_letter = false;  // A null may come back with another letter (U23).
};

// Applies `writes`, in the order of the request, to `beliefs`.
void ApplyWrites(const std::vector<Write>& writes, Beliefs& beliefs);

}  // namespace swc::conformance
