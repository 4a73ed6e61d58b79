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

// Returns `text` without all that stands there `again` because a text was escaped more than once.
std::string_view Once(std::string_view text, std::string_view again) {
  while (text.starts_with(again)) {
    text.remove_prefix(again.size());
  }
  return text;
}

EscapedCharacter EntityAt(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, char>, 5> kNames = {
      {{"amp;", '&'}, {"lt;", '<'}, {"gt;", '>'}, {"quot;", '"'}, {"apos;", '\''}}};
  std::string_view name = Once(text.substr(1), "amp;");
  for (const auto& [known, byte] : kNames) {
    if (name.starts_with(known)) {
      return {.byte = byte, .size = text.size() - name.size() + known.size()};
    }
  }
  const std::size_t end = name.substr(0, kEntityBytesMax).find(';');
  if (name.starts_with("#") && end != std::string_view::npos) {
    const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    const std::size_t begin = hex ? 2 : 1;
    return Numbered(name.substr(begin, end - begin), hex ? 16 : 10,
                    text.size() - name.size() + end + 1, '&');
  }
  return {.byte = '&', .size = text.size() - name.size()};
}

EscapedCharacter PercentAt(std::string_view text) {
  const std::string_view digits = Once(text.substr(1), "25");
  const std::size_t before = text.size() - digits.size();
  if (digits.size() >= 2) {
    if (const auto found = Numbered(digits.substr(0, 2), 16, before + 2, '%'); found.size > 1) {
      return found;
    }
  }
  return {.byte = '%', .size = before};
}

EscapedCharacter BackslashAt(std::string_view text) {
  const std::string_view name = Once(text, "\\");
  const std::size_t before = text.size() - name.size();
  if (name.starts_with('u') && name.size() >= 5) {
    if (const auto found = Numbered(name.substr(1, 4), 16, before + 5, '\\'); found.size > 1) {
      return found;
    }
  } else if (name.starts_with('/') || name.starts_with('"')) {
    return {.byte = name.front(), .size = before + 1};
  }
  return {.byte = '\\', .size = before};
}

}  // namespace

EscapedCharacter UnescapedAt(std::string_view text) {
  switch (text.front()) {
    case '%':
      return PercentAt(text);
    case '&':
      return EntityAt(text);
    case '\\':
      return BackslashAt(text);
    default:
      return {.byte = text.front()};
  }
}

}  // namespace swc::spec
