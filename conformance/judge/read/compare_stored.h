// Compares what reads show of a series with what may be stored there.
//
// Law: reads are eventually consistent. Until a deadline, reads may show any mixture of old and new
// (pending); what can never become right is wrong at once; at the deadline everything has to fit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read_answer.h"
#include "reference/model/store.h"
#include "reference/reading/series_id.h"
#include "spec/tqv.h"

namespace swc::conformance {

enum class Fit : std::uint8_t {
  kYes,      // Everything that must be visible is, and nothing else.
  kOpen,     // The same, but a write that may have been refused may also be on its way still.
  kPending,  // It may still become right.
  kNever,    // It cannot become right any more.
};

// Looks at the beliefs whose keys lie in [first, last] of `series` and were asked for.
struct StoredToJudge {
  const reference::SeriesId& series;
  spec::Instant first;
  spec::Instant last;
  const std::vector<SeenValue>& seen;  // Of these qualities, inside [first, last].
  std::set<spec::Quality> qualities = {spec::kQualities.begin(), spec::kQualities.end()};
};

// Tells how far the reads fit, without changing anything.
[[nodiscard]] Fit CompareStored(const StoredToJudge& stored, const Beliefs& beliefs);

// Returns the key that fits least by the same rules; none if everything fits or may be open.
[[nodiscard]] std::optional<reference::PointKey> FirstMisfit(const StoredToJudge& stored,
                                                             const Beliefs& beliefs);

struct JudgedByOtherName {
  Observations observations;
  std::size_t range = 0;  // Of the deviation.
};

// Compares a read by the other name of a series, a part for each stretch of time, with what one by
// the first name settled (identity.same-series): a deviation, with its key, for what fits least.
[[nodiscard]] JudgedByOtherName JudgeOtherName(const std::vector<StoredToJudge>& stored,
                                               const Beliefs& beliefs);

using SeenMap = std::map<reference::PointKey, std::vector<const SeenValue*>>;

// Returns the values by their keys. REQUIRES: `seen` outlives the map.
[[nodiscard]] SeenMap ByKey(const std::vector<SeenValue>& seen);

}  // namespace swc::conformance
