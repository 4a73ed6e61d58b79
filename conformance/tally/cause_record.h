// A cause as a report tells it: headline, diagnosis, and the findings that follow from it.
//
// Law: what a cause is called depends on its own findings alone; what it behaves like is said with
// the numbers behind it.
//
// Example: record.causes.push_back(RecordOf(cause, places, record.findings));
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "conformance/diagnosis/diagnosis.h"
#include "reports/run_record.h"

namespace swc::conformance {

// A cause with the keys of its findings, the clearest first.
struct CauseOfRun {
  DiagnosedCause diagnosed;
  std::vector<std::string> keys;
};

// Returns the record of a cause whose findings stand at `places`, the clearest first.
// REQUIRES: there is one.
[[nodiscard]] reports::Cause RecordOf(const DiagnosedCause& cause, std::vector<std::size_t> places,
                                      const std::vector<reports::Finding>& findings);

// Sorts causes: the worst verdict first, then those that most cases show.
void SortCauses(std::vector<reports::Cause>& causes);

}  // namespace swc::conformance
