#include "spec/text/characters.h"

#include <cstddef>
#include <string_view>

namespace swc::spec {

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

Character FirstCharacter(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const Character invalid = {.value = lead, .length = 1, .valid = false};
  if (lead < 0x80) {
    return {.value = lead, .length = 1, .valid = true};
  }
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) {
    return invalid;
  }
  char32_t value = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (!IsContinuation(text[i])) {
      return invalid;
    }
    value = (value << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (overlong || surrogate || value > 0x10FFFF) {
    return invalid;
  }
  return {.value = value, .length = length, .valid = true};
}

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const Character character = FirstCharacter(text);
    if (!character.valid) {
      return false;
    }
    text.remove_prefix(character.length);
  }
  return true;
}

bool IsUnsafeOnTerminal(char32_t value) {
  return value < 0x20 || (value >= 0x7F && value <= 0x9F) || value == 0x61C || value == 0x200E ||
         value == 0x200F || (value >= 0x2028 && value <= 0x202E) ||
         (value >= 0x2066 && value <= 0x2069) || value == 0xFEFF;
}

}  // namespace swc::spec
