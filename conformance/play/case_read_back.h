// Reads back what the puts of a case may have stored, until it is right or the deadline is reached.
#pragma once

#include <vector>

#include "conformance/net/task.h"
#include "conformance/play/case_state.h"
#include "conformance/play/series_reader.h"
#include "reference/reading/series_id.h"

namespace swc::conformance {

// Reads and judges one series. REQUIRES: it was lent, or noted by CaseState.
Task<void> ReadBackSeries(CaseState& state, reference::SeriesId id);

// Does so unless it is known to show what is believed: for a step that asks for the same in another
// way, and is judged by what was seen.
Task<void> ConfirmSeries(CaseState& state, reference::SeriesId id);

// Returns the stretches of time that a read of a series has to cover: on a property what was read
// before the first step, on a fresh stream far more than was written.
[[nodiscard]] std::vector<TimeRange> RangesFor(CaseState& state, const reference::SeriesId& id);

// Reads and judges every series of the case.
Task<void> ReadBackAll(CaseState& state);

// Confirms every series of the case.
Task<void> ConfirmAll(CaseState& state);

}  // namespace swc::conformance
