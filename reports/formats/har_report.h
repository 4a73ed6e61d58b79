// The smallest exchange of each cause as HAR 1.2 (the archive format of browsers and proxies).
//
// Law: an entry is one exchange as the report shows it: secrets masked, long bodies cut. What is
// not known is -1 or empty, as the format asks for.
//
// Example: spec::WriteFile("exchanges.har", ToHarReport(record));
#pragma once

#include <string>

#include "reports/run_record.h"

namespace swc::reports {

[[nodiscard]] std::string ToHarReport(const RunRecord& record);

}  // namespace swc::reports
