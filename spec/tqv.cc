#include "spec/tqv.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "spec/text/quoted.h"

namespace swc::spec {
namespace {

constexpr std::array<std::string_view, 3> kQualityNames = {"GOOD", "BAD", "UNCERTAIN"};
constexpr std::array<std::string_view, 5> kTypeNames = {"DOUBLE", "INTEGER", "STRING", "BOOLEAN",
                                                        "STRUCT"};

template <typename Enum, std::size_t kSize>
std::optional<Enum> Parse(const std::array<std::string_view, kSize>& names, std::string_view text) {
  for (std::size_t i = 0; i < kSize; ++i) {
    if (names[i] == text) {
      return static_cast<Enum>(i);
    }
  }
  return std::nullopt;
}

// The shortest text that reads back as the same double, always with a fraction or an exponent, so
// that no reader takes it for an integer and drops the sign of zero.
std::string DoubleJson(double number) {
  if (std::isnan(number)) {
    return "\"NaN\"";
  }
  if (std::isinf(number)) {
    return number > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  }
  std::string text = fmt::format("{}", number);
  if (text.find_first_of(".e") == std::string::npos) {
    text += ".0";
  }
  return text;
}

}  // namespace

std::string_view ToString(Quality quality) {
  return kQualityNames[static_cast<std::size_t>(quality)];
}

std::optional<Quality> ParseQuality(std::string_view text) {
  return Parse<Quality>(kQualityNames, text);
}

std::string_view ToString(DataType type) { return kTypeNames[static_cast<std::size_t>(type)]; }

std::optional<DataType> ParseDataType(std::string_view text) {
  return Parse<DataType>(kTypeNames, text);
}

Instant Plus(Instant instant, std::int64_t nanos) {
  std::int64_t seconds = instant.seconds + nanos / kNanosPerSecond;
  std::int64_t rest = instant.nanos + nanos % kNanosPerSecond;
  if (rest < 0) {
    rest += kNanosPerSecond;
    --seconds;
  } else if (rest >= kNanosPerSecond) {
    rest -= kNanosPerSecond;
    ++seconds;
  }
  return Instant{.seconds = seconds, .nanos = static_cast<std::int32_t>(rest)};
}

std::string ToString(Instant instant) {
  return fmt::format("{}.{:09}", instant.seconds, instant.nanos);
}

bool SameValue(const Value& a, const Value& b) {
  const auto* left = std::get_if<double>(&a);
  const auto* right = std::get_if<double>(&b);
  if (left != nullptr && right != nullptr) {
    return (std::isnan(*left) && std::isnan(*right)) ||
           std::bit_cast<std::uint64_t>(*left) == std::bit_cast<std::uint64_t>(*right);
  }
  return a == b;
}

std::optional<DataType> TypeOf(const Value& value) {
  switch (value.index()) {
    case 0:
      return DataType::kDouble;
    case 1:
      return DataType::kInteger;
    case 2:
      return DataType::kString;
    case 3:
      return DataType::kBoolean;
    default:
      return std::nullopt;
  }
}

char NullLetter(DataType type) {
  constexpr std::string_view kLetters = "DISBU";
  return kLetters[static_cast<std::size_t>(type)];
}

std::string ToJson(const Value& value) {
  switch (value.index()) {
    case 0:
      return R"({"doubleValue":)" + DoubleJson(std::get<double>(value)) + "}";
    case 1:
      return fmt::format(R"({{"integerValue":{}}})", std::get<std::int32_t>(value));
    case 2:
      return R"({"stringValue":)" + Quoted(std::get<std::string>(value)) + "}";
    case 3:
      return fmt::format(R"({{"booleanValue":{}}})", std::get<bool>(value));
    default:
      return fmt::format(R"({{"nullValue":{{"valueType":"{}"}}}})",
                         std::get<NullValue>(value).letter);
  }
}

}  // namespace swc::spec
