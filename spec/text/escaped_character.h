// A character of ASCII out of the escapes that texts travel in: "%2F", "&#47;", "&amp;", "\/".
//
// Law: what is no escape, or one of a character beyond ASCII, stands for its first byte. What was
// escaped several times ("%252F", "\\\\/") is one character too.
//
// Example: UnescapedAt("%2Fx") is '/', of three bytes.
#pragma once

#include <cstddef>
#include <string_view>

namespace swc::spec {

struct EscapedCharacter {
  char byte = '\0';
  std::size_t size = 1;  // In the text.
};

// Returns the first character of `text`, taken out of an escape of a URL, of XML or of JSON.
// REQUIRES: `text` is not empty.
[[nodiscard]] EscapedCharacter UnescapedAt(std::string_view text);

}  // namespace swc::spec
