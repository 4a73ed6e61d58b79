// The characters of a text of which nothing may be taken for granted, one after the other.
//
// Example: FirstCharacter("\xC2\x9B").value is 0x9B, which IsUnsafeOnTerminal.
#pragma once

#include <cstddef>
#include <string_view>

namespace swc::spec {

struct Character {
  char32_t value = 0;
  std::size_t length = 1;  // In bytes.
  bool valid = false;      // If not, `value` is the first byte.
};

// Returns whether a byte of UTF-8 goes on with a character.
[[nodiscard]] bool IsContinuation(char byte);

// Returns the character that `text` begins with. REQUIRES: `text` is not empty.
[[nodiscard]] Character FirstCharacter(std::string_view text);

// Returns whether all of `text` is UTF-8.
[[nodiscard]] bool IsUtf8(std::string_view text);

// Returns whether a character commands a terminal (C0, DEL and C1), or reorders or breaks what its
// reader sees.
[[nodiscard]] bool IsUnsafeOnTerminal(char32_t value);

}  // namespace swc::spec
