// Numbers beyond every double. JSON has them, and the DOM that serves as second opinion refuses the
// text that holds one: there it has no opinion.
//
// Example: HasHugeNumber(R"({"a":1e999})")
#pragma once

#include <string_view>

namespace swc::fuzz {

// Whether some number of a JSON text may lie beyond every double: it has an exponent, or hundreds
// of digits.
[[nodiscard]] bool HasHugeNumber(std::string_view text);

}  // namespace swc::fuzz
