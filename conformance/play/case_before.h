// Reads what lies where the puts of a case may write, before the first of them is sent.
#pragma once

#include "conformance/net/task.h"
#include "conformance/play/case_state.h"

namespace swc::conformance {

// A property may hold values of earlier runs: they become beliefs, before the first step.
Task<void> ReadWhatLiesThere(CaseState& state);

}  // namespace swc::conformance
