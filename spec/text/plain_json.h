// JSON as it is written to files, which somebody looks at on a terminal.
//
// Example: PlainJson(R"(["\u202E"])") is R"(["\u202e"])", whose string is the same.
#pragma once

#include <string>
#include <string_view>

namespace swc::spec {

// Returns a JSON text of the same meaning, in which characters that command a terminal, or reorder
// what is read, stand as escapes. Its layout stays.
[[nodiscard]] std::string PlainJson(std::string_view json);

}  // namespace swc::spec
