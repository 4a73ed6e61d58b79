// The reads that a case asks for: history, current value, and both in batches.
#pragma once

#include <optional>

#include <nlohmann/json.hpp>

#include "conformance/judge/read/judge_read.h"
#include "conformance/net/task.h"
#include "conformance/play/case_state.h"
#include "generators/case/case.h"

namespace swc::conformance {

// Returns what a step's `body` asks for, or nothing if a time in it cannot be evaluated: then
// the case ends as faulty.
[[nodiscard]] std::optional<HistoryRequest> ParseHistoryStep(CaseState& state,
                                                             const nlohmann::ordered_json& body);

Task<void> RunHistory(CaseState& state, const nlohmann::ordered_json& body);
Task<void> RunLatest(CaseState& state, const nlohmann::ordered_json& body);
Task<void> RunBatch(CaseState& state, const generators::Step& step);

// Sends one read as it is written, right or wrong.
Task<void> RunReadRaw(CaseState& state, const generators::Step& step);

// Returns whether a history of a series that others write to, too, asks for a slice that a case may
// own. Any other history of it is anybody's, and may have no end.
[[nodiscard]] bool AsksForSlice(const HistoryRequest& request);

}  // namespace swc::conformance
