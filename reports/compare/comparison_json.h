// A comparison as data, for machines.
//
// Law: the members and their order are stable and described by
// reports/compare/comparison.schema.json. Text that is not UTF-8 has its bad bytes replaced by
// U+FFFD.
#pragma once

#include <string>

#include "reports/compare/comparison.h"

namespace swc::reports {

// Returns `comparison` as JSON text, which ends with a newline.
[[nodiscard]] std::string JsonComparison(const Comparison& comparison);

}  // namespace swc::reports
