// What seeded bugs show in the fixed cases, alone and together: which of them no case tells apart,
// and which hide each other.
//
// Law: what counts is what is shown, never a list of names.
//
// Example: const MutantEvidence evidence(options.phases);
//          if (evidence.OneHidesTheOther(*one, *other)) { ... }
#pragma once

#include <set>
#include <string>
#include <vector>

#include "conformance/diagnosis/evidence.h"
#include "generators/case/case.h"
#include "reference/mutants/mutants.h"

namespace swc::conformance {

class MutantEvidence {
 public:
  // Of runs of these phases; empty: all.
  explicit MutantEvidence(const std::vector<std::string>& phases);

  // Returns what a server with all of `mutants` shows.
  [[nodiscard]] std::set<Sighting> ShownBy(std::vector<const reference::Mutant*> mutants) const;

  // Returns the other mutants that show the same. Those that show nothing have no equals.
  [[nodiscard]] std::vector<const reference::Mutant*> EqualsOf(
      const reference::Mutant& mutant) const;

  // Returns whether both at once show something else than both one by one, or all that one shows is
  // shown by the other too.
  [[nodiscard]] bool OneHidesTheOther(const reference::Mutant& one,
                                      const reference::Mutant& other) const;

 private:
  std::vector<const generators::Case*> cases_;
};

}  // namespace swc::conformance
