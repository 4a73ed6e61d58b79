// The judge of one entry in a 200: was it reported rightly, and what became of its values.
//
// Law: an entry that no error names was accepted. Each entry is judged by itself, by what was
// believed before the put; what all of them wrote is applied afterwards, together (writes.h).
//
// Example: JudgeEntry({.put = put, .answer = answer, .beliefs = beliefs, .entry = 0}, observations,
//                     writes)
#pragma once

#include <cstddef>
#include <vector>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/put/judge.h"
#include "conformance/judge/put/writes.h"
#include "conformance/judge/put_answer.h"
#include "spec/clause.h"

namespace swc::conformance {

struct EntryToJudge {
  const PutToJudge& put;
  const PutAnswer& answer;
  const Beliefs& beliefs;  // Before this put.
  std::size_t entry = 0;
};

// Judges the entry and appends what its values became to `writes`. Returns whether that can be
// known: not if something was accepted of which nobody can tell how the server read it.
[[nodiscard]] bool JudgeEntry(const EntryToJudge& entry, Observations& observations,
                              std::vector<Write>& writes);

// Records the alternative of a free clause that shows itself in `form`, if only one does.
void ChooseForm(const spec::Clause& clause, spec::Form form, Observations& observations);

}  // namespace swc::conformance
