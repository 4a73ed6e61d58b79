// The single puts that a step of a case consists of.
#pragma once

#include <expected>
#include <vector>

#include "generators/case/case.h"
#include "spec/text/error.h"

namespace swc::generators {

// Returns the step itself if it is a put; the puts of a step that has several; nothing for a read.
// Errors begin with the field at fault.
[[nodiscard]] std::expected<std::vector<Step>, spec::Error> PutsOf(const Step& step);

// Returns all puts of a case. REQUIRES: it was read by `ParseCase`, or could have been.
[[nodiscard]] std::vector<Step> PutsOf(const Case& test_case);

}  // namespace swc::generators
