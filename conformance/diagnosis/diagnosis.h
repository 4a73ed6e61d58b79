// From what a target showed to the bugs behind it: each of them is one cause, however many clauses
// it breaks.
//
// Law: what a legal choice explains is no bug. What seeded bugs explain gets their name, if they
// predict and explain it well (cover.h); what is left hangs together by case, clause and kind. A
// cause is named by the clause that it is about, not by those that it takes along.
//
// Example: for (const DiagnosedCause& cause : Diagnose({.target = evidence, .cases = cases})) ...
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "conformance/diagnosis/answer_without.h"
#include "conformance/diagnosis/evidence.h"
#include "generators/case/case.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/directory.h"

namespace swc::conformance {

struct DiagnosisInput {
  const Evidence& target;
  std::vector<const generators::Case*> cases;  // Those that the target was asked.
  reference::Directory directory;              // Of the target.
  std::set<const reference::Mutant*> withheld;
  std::function<bool()> stop_requested;  // May be empty.
  bool suspects = true;                  // False: nothing is played.
};

struct DiagnosedCause {
  std::string clause;
  std::set<Sighting> shown;
  const reference::Mutant* mutant = nullptr;  // That it behaves like; may be null.
  bool named = false;                         // Otherwise it only resembles `mutant`.
  std::size_t explained = 0;                  // Of `shown`, by `mutant`.
  std::size_t not_seen = 0;                   // What `mutant` shows beside that.
  std::string chosen;                         // The side of a contested point; empty for bugs.
  std::vector<AnswerWithout> answers;         // When it was asked again (asking_again.h).
};

// Returns the causes, those that show most first.
[[nodiscard]] std::vector<DiagnosedCause> Diagnose(const DiagnosisInput& input);

// Returns the clause that findings are about.
[[nodiscard]] std::string ClauseThatNames(const std::set<Sighting>& shown,
                                          const reference::Mutant* named);

}  // namespace swc::conformance
