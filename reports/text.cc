#include "reports/text.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "spec/text/secrets.h"

namespace swc::reports {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD.

struct Character {
  char32_t value = 0;
  std::size_t length = 1;  // In bytes.
  bool valid = false;      // If not, `value` is the first byte.
};

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

// Returns the character that `text` begins with. REQUIRES: `text` is not empty.
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

// C0, DEL and C1 command a terminal; the others reorder or break what the reader sees.
bool IsUnsafeOnTerminal(char32_t value) {
  return value < 0x20 || (value >= 0x7F && value <= 0x9F) || value == 0x61C || value == 0x200E ||
         value == 0x200F || (value >= 0x2028 && value <= 0x202E) ||
         (value >= 0x2066 && value <= 0x2069) || value == 0xFEFF;
}

bool IsXml(char32_t value) {
  return value == '\t' || value == '\n' || value == '\r' ||
         (value >= 0x20 && value != 0xFFFE && value != 0xFFFF);
}

std::string Escape(const Character& character) {
  if (!character.valid) {
    return fmt::format("\\x{:02x}", static_cast<unsigned>(character.value));
  }
  switch (character.value) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      break;
  }
  const auto code = static_cast<unsigned>(character.value);
  return code < 0x80 ? fmt::format("\\x{:02x}", code) : fmt::format("\\u{{{:x}}}", code);
}

}  // namespace

std::string ForTerminal(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const Character character = FirstCharacter(text);
    if (character.valid && !IsUnsafeOnTerminal(character.value)) {
      safe += text.substr(0, character.length);
    } else {
      safe += Escape(character);
    }
    text.remove_prefix(character.length);
  }
  return safe;
}

std::string ErrorLine(std::string_view message) {
  constexpr std::size_t kMessageBytesMax = 2'000;
  return fmt::format("sitewise-conformance: {}\n",
                     ForTerminal(Shortened(message, kMessageBytesMax)));
}

std::string ForXml(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const Character character = FirstCharacter(text);
    const bool allowed = character.valid && IsXml(character.value);
    safe += allowed ? text.substr(0, character.length) : kReplacement;
    text.remove_prefix(character.length);
  }
  return safe;
}

std::string Shortened(std::string_view whole, std::size_t bytes_max) {
  if (whole.size() <= bytes_max) {
    return std::string(whole);
  }
  // What is cut off from a secret would hide the rest of it from whoever masks later.
  const std::string text = spec::Masked(std::string(whole));
  if (text.size() <= bytes_max) {
    return text;
  }
  // A character has at most three continuation bytes; more of them are not UTF-8 and may be split.
  std::size_t end = bytes_max;
  for (int step = 0; step < 3 && end > 0 && IsContinuation(text[end]); ++step) {
    --end;
  }
  return fmt::format("{}... ({} more bytes)", std::string_view(text).substr(0, end),
                     text.size() - end);
}

std::size_t CharacterCount(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char byte) { return !IsContinuation(byte); }));
}

}  // namespace swc::reports
