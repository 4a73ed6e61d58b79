// The judge of the current value of a series.
//
// Law: it is judged after the series has settled (judge_stored.h); one whose state is open in some
// key is not judged.
#pragma once

#include <optional>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read_answer.h"

namespace swc::conformance {

// Judges a current value; nothing: the answer had none. REQUIRES: `beliefs` holds every value of
// the series.
[[nodiscard]] Observations JudgeLatest(const std::optional<SeenValue>& seen,
                                       const SeriesBeliefs& beliefs);

}  // namespace swc::conformance
