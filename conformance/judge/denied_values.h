// Which values on a property that the caller may not write can be its own.
#pragma once

#include <set>
#include <vector>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/read_answer.h"
#include "reference/model/store.h"

namespace swc::conformance {

// Others may write to such a property at any time: only a value that this case had refused, and
// that was not there before, can be one that it wrote.
[[nodiscard]] std::vector<SeenValue> OwnValues(const std::vector<SeenValue>& seen,
                                               const SeriesBeliefs& known,
                                               const std::set<reference::PointKey>& before);

}  // namespace swc::conformance
