#include "reports/text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "spec/text/characters.h"
#include "spec/text/secrets.h"

namespace swc::reports {
namespace {

using spec::Character;
using spec::FirstCharacter;
using spec::IsContinuation;
using spec::IsUnsafeOnTerminal;

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD.

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
    if (!character.valid || !IsXml(character.value)) {
      safe += kReplacement;
    } else if (IsUnsafeOnTerminal(character.value) && character.value != '\n' &&
               character.value != '\t') {
      safe += Escape(character);
    } else {
      safe += text.substr(0, character.length);
    }
    text.remove_prefix(character.length);
  }
  return safe;
}

std::string Shortened(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) {
    return std::string(text);
  }
  // What is cut off from a secret would hide the rest of it from whoever masks later.
  std::string masked = spec::Masked(std::string(text));
  if (masked.size() <= bytes_max) {
    return masked;
  }
  // A character has at most three continuation bytes; more of them are not UTF-8 and may be split.
  std::size_t end = bytes_max;
  for (int step = 0; step < 3 && end > 0 && IsContinuation(masked[end]); ++step) {
    --end;
  }
  const std::size_t more = masked.size() - end;
  masked.resize(end);
  return fmt::format("{}... ({} more bytes)", masked, more);
}

std::string Counted(std::uint64_t count, std::string_view one, std::string_view many) {
  if (count == 1) {
    return fmt::format("1 {}", one);
  }
  return many.empty() ? fmt::format("{} {}s", count, one) : fmt::format("{} {}", count, many);
}

std::size_t CharacterCount(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char byte) { return !IsContinuation(byte); }));
}

}  // namespace swc::reports
