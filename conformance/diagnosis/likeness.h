// A server like one that was tested: the choices, and the bugs, that its report tells.
//
// Law: where the documents are silent the double takes each alternative that was seen, several of
// them if a server may vary; where documents disagree, the side whose warning came. What nobody saw
// is left at the default, and so is what no server mixes; the latter is noted.
//
// Example: const Likeness likeness = LikenessOf(report); Policies p =
// PoliciesFrom(likeness.choices);
#pragma once

#include <string>
#include <vector>

#include "reference/model/policies.h"
#include "reference/mutants/mutants.h"
#include "reports/run_record.h"

namespace swc::conformance {

struct Likeness {
  reference::Assignments choices;                 // Without those that are the default.
  std::vector<const reference::Mutant*> mutants;  // That causes name.
  std::vector<std::string> notes;                 // What the double does not do like its original.
  std::vector<std::string> cause_notes;           // The same, of causes.
};

[[nodiscard]] Likeness LikenessOf(const reports::RunRecord& record);

}  // namespace swc::conformance
