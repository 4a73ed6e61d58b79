// What a user of a slow target has to know before a run: how long it may take.
//
// Example: if (const std::string hint = HintIfSlow(preflight.put_took, options); !hint.empty()) ...
#pragma once

#include <chrono>
#include <string>

#include "conformance/run/run.h"

namespace swc::conformance {

// An answer that takes longer makes a whole run take minutes.
inline constexpr std::chrono::milliseconds kQuickAnswerMax{50};

// Returns one line about a target that took `answer` to answer; empty if that was quick, or if the
// run is no whole one.
[[nodiscard]] std::string HintIfSlow(std::chrono::nanoseconds answer, const RunOptions& options);

// Returns how long an answer may take before waiting for it counts as waste (client/waste.h); 0: so
// long as it likes, for the run has a limit of time of its own.
[[nodiscard]] std::chrono::nanoseconds SlowAnswerOf(const RunOptions& options);

}  // namespace swc::conformance
