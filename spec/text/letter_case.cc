#include "spec/text/letter_case.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace swc::spec {
namespace {

char Lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), Lowered);
  return lower;
}

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, Lowered, Lowered);
}

}  // namespace swc::spec
