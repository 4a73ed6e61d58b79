// Judges what final reads show of a series by what may be stored there.
//
// Law: a final read is one that fits, that can never fit, or that came at the deadline, when
// everything has to fit (compare_stored.h). It narrows the beliefs to what was seen.
#pragma once

#include <vector>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read/compare_stored.h"
#include "conformance/judge/read_answer.h"
#include "reference/reading/series_id.h"

namespace swc::conformance {

// Notes when an acknowledged value could be read (store.visibility).
void NoteVisible(bool at_once, Observations& observations);

// What lay in a series before anything was written to it has to stay like what is written.
void BelieveSeen(const reference::SeriesId& series, const std::vector<SeenValue>& seen,
                 Beliefs& beliefs);

// What a final read has to say.
struct StoredJudgement {
  Observations observations;
  std::vector<Choice> undecided;  // What patience until the deadline would have proved.
};

// Judges a final read: deviations, each with its key, for what does not fit, marks and choices for
// what does, and narrows the beliefs to what was seen. What is open is decided only if
// `at_deadline`.
[[nodiscard]] StoredJudgement JudgeStored(const StoredToJudge& stored, bool at_deadline,
                                          Beliefs& beliefs);

}  // namespace swc::conformance
