// The oracle of a legal server: the judge stays silent, and learns nothing but the truth.
//
// Law: under any choice of alternatives, with a clock that steps, no case earns a finding, and each
// alternative that the judge concludes is the one that the server follows.
//
// Example: StopIf(LegalObjection(test_case));
#pragma once

#include <string>

#include "generators/case/case.h"

namespace swc::fuzz {

// Plays the case against the legal server of its number. Returns what the judge said wrongly, as
// one line, or an empty string.
[[nodiscard]] std::string LegalObjection(const generators::Case& test_case);

}  // namespace swc::fuzz
