// The causes behind findings each of which has a case of its own: of case files that were replayed,
// or that fuzzing left.
//
// Law: a finding belongs to the cause whose cases show it; one that none shows is a cause by
// itself. A few cases cannot tell bugs apart, so a cause is not called by the name of one.
//
// Example: record.causes = CausesOf({.target = evidence, .cases = cases}, record.findings);
#pragma once

#include <set>
#include <string>
#include <vector>

#include "conformance/diagnosis/diagnosis.h"
#include "reports/run_record.h"

namespace swc::conformance {

// Returns the causes of `findings`, the worst first. `known` are the ids of cases that were there
// before. REQUIRES: a finding names its case as `input` does.
[[nodiscard]] std::vector<reports::Cause> CausesOf(const DiagnosisInput& input,
                                                   const std::vector<reports::Finding>& findings,
                                                   const std::set<std::string>& known = {});

}  // namespace swc::conformance
