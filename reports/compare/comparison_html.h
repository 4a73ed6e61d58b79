// A comparison as one HTML page that needs nothing else.
//
// Law: no script, no request, no inline event handler; a policy in the page forbids them all. Text
// of a report passes through `ForMarkup`. A verdict is a sign and a word, the colour comes on top.
#pragma once

#include <string>

#include "reports/compare/comparison.h"

namespace swc::reports {

[[nodiscard]] std::string HtmlComparison(const Comparison& comparison);

}  // namespace swc::reports
