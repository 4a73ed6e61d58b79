// Text of a report made safe inside HTML and SVG, between tags and in quoted attributes.
//
// Example: page += "<td>" + ForMarkup(clause.reason) + "</td>";
#pragma once

#include <string>
#include <string_view>

namespace swc::reports {

// Returns `text` with & < > " ' as entities, and with U+FFFD for what XML forbids.
[[nodiscard]] std::string ForMarkup(std::string_view text);

}  // namespace swc::reports
