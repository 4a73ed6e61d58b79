#include "fuzz/input/input.h"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "generators/case/case.h"

namespace swc::fuzz {

std::string_view TextOf(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer's bytes are our text.
  return {reinterpret_cast<const char*>(data), size};
}

std::optional<generators::Case> CaseOf(std::string_view input) {
  if (input.empty() || input.size() > kCaseBytesMax) {
    return std::nullopt;
  }
  auto parsed = generators::ParseCase(input, "input");
  if (!parsed || parsed->steps.size() > kStepsMax) {
    return std::nullopt;
  }
  parsed->clauses.clear();
  return *std::move(parsed);
}

std::uint64_t NumberOf(const generators::Case& test_case) {
  const std::string_view id = test_case.id;
  const std::size_t last_other = id.find_last_not_of("0123456789");
  const std::string_view digits =
      id.substr(last_other == std::string_view::npos ? 0 : last_other + 1);
  std::uint64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

std::string IdOf(std::uint64_t number) { return fmt::format("fuzz/{}", number); }

}  // namespace swc::fuzz
