// Runs a step of kind kMetamorphic: two ways of saying the same, sent to two sets of series.
//
// Law: what is compared needs no model: which entries were reported, and what is stored. Reads are
// repeated until both sides show the same or the deadline is reached.
#pragma once

#include "conformance/net/task.h"
#include "conformance/play/case_state.h"
#include "generators/case/case.h"

namespace swc::conformance {

Task<void> RunMetamorphic(CaseState& state, const generators::Step& step);

}  // namespace swc::conformance
