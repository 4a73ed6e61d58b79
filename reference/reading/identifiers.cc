#include "reference/reading/identifiers.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "spec/contract.h"

namespace swc::reference {
namespace {

bool IsIdCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

}  // namespace

bool HasEntryIdPattern(std::string_view text) { return std::ranges::all_of(text, IsIdCharacter); }

bool IsUuid(std::string_view text) {
  if (text.size() != spec::Contract::Get().id_length) {
    return false;
  }
  bool nil = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (c != '-') {
        return false;
      }
      continue;
    }
    const bool digit = c >= '0' && c <= '9';
    const bool letter = c >= 'a' && c <= 'f';
    if (!digit && !letter) {
      return false;
    }
    nil = nil && c == '0';
  }
  return !nil;
}

bool IsTokenLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
         c == '/' || c == '=';
}

}  // namespace swc::reference
