// Which values on a property that the caller may not write can be its own.
//
// Law: reading such a property may be refused, too (access.denied.read). A 404 is no refusal: it
// says that nothing is there, as of any property without values (read.no-data).
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read_answer.h"
#include "reference/model/store.h"

namespace swc::conformance {

// Others may write to such a property at any time: only a value that this case had refused, and
// that was not there before, can be one that it wrote.
[[nodiscard]] std::vector<SeenValue> OwnValues(const std::vector<SeenValue>& seen,
                                               const SeriesBeliefs& known,
                                               const std::set<reference::PointKey>& before);

enum class DeniedRead : std::uint8_t {
  kRefused,
  kAnswered,
  kUnclear,  // It did not come through.
};

// Tells whether a property was read, by the statuses of all answers to it (nothing: none came), and
// notes which of them the target chose.
[[nodiscard]] DeniedRead JudgeDeniedRead(const std::vector<std::optional<int>>& statuses,
                                         bool came_through, Observations& observations);

}  // namespace swc::conformance
