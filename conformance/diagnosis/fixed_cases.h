// The cases that are the same in every run, whatever its seed: what diagnosis compares by.
//
// Example: if (const generators::Case* fixed = FindFixedCase("store.stays/read-twice")) { ... }
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "generators/case/case.h"

namespace swc::conformance {

// Returns whether the cases of this phase are fixed.
[[nodiscard]] bool IsFixed(std::string_view phase);

// Returns how many fixed cases are about this clause.
[[nodiscard]] std::size_t FixedCasesAbout(const std::string& clause);

// Returns the fixed case with this id, or null.
[[nodiscard]] const generators::Case* FindFixedCase(const std::string& id);

}  // namespace swc::conformance
