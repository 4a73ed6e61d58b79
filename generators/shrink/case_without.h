// The same case without one thing that others do without: what a target is asked again to find out
// what it stumbles over.
//
// Law: one thing is changed and nothing else, so what the puts break is the same but for it; a case
// of which that cannot be said is not there. Of raw bodies nulls and number forms are left out
// where they stand. REQUIRES: the case was read by `ParseCase`, or could have been.
//
// Example: for (const CaseWithout& other : CasesWithout(test_case)) { ... other.words ... }
#pragma once

#include <string>
#include <vector>

#include "generators/case/case.h"

namespace swc::generators {

struct CaseWithout {
  std::string clause;  // That is about what was left out and nothing else; may be empty.
  std::string words;   // What was left out: "the null members".
  Case test_case;
};

// Returns what can be left out: members that are null, odd forms of numbers, the flag, qualities,
// fractions of a second, all entries but the first; and what breaks or touches a clause, by itself
// if that can be, else with what goes with it.
[[nodiscard]] std::vector<CaseWithout> CasesWithout(const Case& test_case);

}  // namespace swc::generators
