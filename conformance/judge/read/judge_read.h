// The judge of a history: its bounds, order and pages; and what holds for reads of all kinds.
//
// Law: these reads are judged after the series has settled (judge_stored.h), so every key is known;
// a series whose state is open in some key is not judged where that key matters.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read_answer.h"
#include "reference/model/store.h"
#include "spec/tqv.h"

namespace swc::conformance {

// What a history read asked for.
struct HistoryRequest {
  std::optional<spec::Instant> start;  // Exclusive.
  std::optional<spec::Instant> end;    // Inclusive.
  std::optional<spec::Quality> quality;
  bool descending = false;
  bool order_given = false;  // The order is sent even if it is ascending.
  std::optional<std::size_t> max_results;
};

// What is known of the series that a read names.
struct KnownSeries {
  const SeriesBeliefs* beliefs = nullptr;
  bool shared = false;  // Others may write to it.
};

[[nodiscard]] reference::PointKey KeyOf(const SeenValue& seen);

// Returns whether a series has a value for certain.
[[nodiscard]] bool MustHaveValue(const SeriesBeliefs& beliefs);

// On a series that others write to, too, their values may lie anywhere: drops them.
void DropUnknown(const SeriesBeliefs& beliefs, std::vector<SeenValue>& values);

// Judges the pages of one history, in the order in which they came.
[[nodiscard]] Observations JudgeHistory(const HistoryRequest& request,
                                        const std::vector<std::vector<SeenValue>>& pages,
                                        const SeriesBeliefs& beliefs);

// What later pages would show is not known: takes what a history does not show out of
// `observations`.
void ForgiveMissing(Observations& observations);

// read.no-data: what a read shows of a series that has no value for certain (`not_found`), or that
// cannot have one (an empty answer).
void NoteNoData(bool not_found, const SeriesBeliefs& beliefs, Observations& observations);

// Returns whether what is wrong may come from a reader that is behind (F152, F154), so that the
// same read may be right later.
[[nodiscard]] bool MayHeal(const Observations& observations);

// Takes the choices that rest on an absence out of `observations`: such a read proves them no
// sooner than at the deadline.
[[nodiscard]] std::vector<Choice> TakeAbsences(Observations& observations);

// Names what was judged of one entry of a batch read after read.batch.agrees, as far as it breaks
// a `must`: by agreeing no weaker rule becomes a stronger one.
[[nodiscard]] Observations InBatch(Observations judged);

}  // namespace swc::conformance
