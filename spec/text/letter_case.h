// Letters A to Z without regard to their case, whatever the locale; all other bytes are kept.
//
// Example: LowerCase("Content-Type") == "content-type"
#pragma once

#include <string>
#include <string_view>

namespace swc::spec {

// Returns `text` with the letters A to Z in lower case.
[[nodiscard]] std::string LowerCase(std::string_view text);

// Returns whether two texts differ in the case of letters A to Z at most.
[[nodiscard]] bool EqualsIgnoringCase(std::string_view a, std::string_view b);

}  // namespace swc::spec
