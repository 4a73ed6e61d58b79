// JUnit XML: a run as CI servers show it, one test case a clause.
//
// Law: the file is red exactly where the run is. FAIL and INCONSISTENT are failures, WARN is one
// only in a strict run, INFRA is an error, UNTESTED is skipped with its reason. A run whose verdict
// no clause explains (nothing exercised, target not reachable) gets a test case `run.verdict` that
// is an error, so that an empty file never looks green.
//
// Example: std::string xml = ToJunitReport(record);
#pragma once

#include <string>

#include "reports/run_record.h"

namespace swc::reports {

// Returns `record` as JUnit XML. Characters that XML 1.0 forbids are replaced by U+FFFD.
[[nodiscard]] std::string ToJunitReport(const RunRecord& record);

}  // namespace swc::reports
