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

}  // namespace swc::conformance
