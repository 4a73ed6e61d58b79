#include "spec/text/escaped_character.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <string_view>
#include <system_error>
#include <utility>

namespace swc::spec {
namespace {

constexpr std::size_t kEntityBytesMax = 8;  // "&#x0041;"

// Returns the character of a number in an escape of `size` bytes, or the escape's first byte alone
// if it is no character of ASCII.
EscapedCharacter Numbered(std::string_view digits, int base, std::size_t size, char first) {
  unsigned value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  return whole && value < 0x80 ? EscapedCharacter{.byte = static_cast<char>(value), .size = size}
                               : EscapedCharacter{.byte = first};
}

EscapedCharacter EntityAt(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, char>, 5> kNames = {
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}}};
  for (const auto& [name, byte] : kNames) {
    if (text.starts_with(name)) {
      return {.byte = byte, .size = name.size()};
    }
  }
  const std::size_t end = text.substr(0, kEntityBytesMax).find(';');
  if (!text.starts_with("&#") || end == std::string_view::npos) {
    return {.byte = '&'};
  }
  const bool hex = text.size() > 2 && (text[2] == 'x' || text[2] == 'X');
  const std::size_t begin = hex ? 3 : 2;
  return Numbered(text.substr(begin, end - begin), hex ? 16 : 10, end + 1, '&');
}

}  // namespace

EscapedCharacter UnescapedAt(std::string_view text) {
  switch (text.front()) {
    case '%':
      return Numbered(text.substr(1, 2), 16, 3, '%');
    case '&':
      return EntityAt(text);
    case '\\':
      if (text.size() >= 6 && text[1] == 'u') {
        return Numbered(text.substr(2, 4), 16, 6, '\\');
      }
      if (text.size() >= 2 && (text[1] == '/' || text[1] == '"' || text[1] == '\\')) {
        return {.byte = text[1], .size = 2};
      }
      return {.byte = '\\'};
    default:
      return {.byte = text.front()};
  }
}

}  // namespace swc::spec
