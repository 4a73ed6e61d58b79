// Reads back a property that the caller may not write: what was refused must not stand there.
//
// Law: such a property may be anybody's, and reading it may be refused as well
// (access.denied.read); then nothing is said about what it holds.
//
// Example: co_await ReadBackDenied(state, id, RangesFor(state, id));
#pragma once

#include <vector>

#include "conformance/net/task.h"
#include "conformance/play/case_state.h"
#include "conformance/play/series_reader.h"
#include "reference/reading/series_id.h"

namespace swc::conformance {

// Notes the values that stand in `ranges` before the first step.
Task<void> NoteWhatDeniedHolds(CaseState& state, reference::SeriesId id,
                               std::vector<TimeRange> ranges);

// Reads `ranges`, if something was sent there, and reports a value that was refused.
Task<void> ReadBackDenied(CaseState& state, reference::SeriesId id, std::vector<TimeRange> ranges);

}  // namespace swc::conformance
