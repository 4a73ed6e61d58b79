#include "fuzz/input/huge_number.h"

#include <cstddef>
#include <string_view>

namespace swc::fuzz {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool HasHugeNumber(std::string_view text) {
  constexpr std::size_t kDigitsOfDoubles = 300;
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    digits = IsDigit(text[i]) ? digits + 1 : 0;
    const bool exponent = i > 0 && (text[i] == 'e' || text[i] == 'E') && IsDigit(text[i - 1]);
    if (exponent || digits > kDigitsOfDoubles) {
      return true;
    }
  }
  return false;
}

}  // namespace swc::fuzz
