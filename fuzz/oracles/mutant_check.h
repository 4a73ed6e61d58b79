// The oracle of broken servers: what a mutant visibly breaks, the judge flags.
//
// Law: a mutant is killed if its case earns a finding. If it earns none, and no put of the case
// breaks a rule or touches an open point, its answers are compared with those of legal servers to
// the same requests: an answer that none of them gives, in what was accepted, stored and shown, is
// visible, and the judge should not have been silent. Codes, texts and the grouping of errors,
// the letters of nulls, and pages that are not the last are left out of the comparison, for there
// legal servers differ in more ways than there are policies.
//
// Example: const MutantResult result = CheckMutant(test_case, mutant);
#pragma once

#include <cstdint>
#include <string>

#include "generators/case/case.h"
#include "reference/mutants/mutants.h"
#include "spec/http_message.h"

namespace swc::fuzz {

struct MutantResult {
  bool killed = false;
  std::string clause;     // Killed: the clause of the finding.
  std::string signature;  // The same.
  std::string objection;  // Not empty: visibly broken, and the judge was silent.
};

[[nodiscard]] MutantResult CheckMutant(const generators::Case& test_case,
                                       const reference::Mutant& mutant, std::uint64_t number);

// Returns what an answer says about what was accepted, stored and shown, as text to compare.
[[nodiscard]] std::string EffectOf(const spec::HttpRequest& request,
                                   const spec::HttpResponse& response);

}  // namespace swc::fuzz
