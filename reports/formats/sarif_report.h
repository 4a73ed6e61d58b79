// A run as SARIF 2.1.0 (OASIS), for services that show the results of static checks.
//
// Law: a result is a cause. It points at its clause in spec/clauses.json, which is the only file
// that it speaks of, and its fingerprint stays the same from run to run.
//
// Example: spec::WriteFile("results.sarif", ToSarifReport(record));
#pragma once

#include <string>

#include "reports/run_record.h"

namespace swc::reports {

[[nodiscard]] std::string ToSarifReport(const RunRecord& record);

}  // namespace swc::reports
