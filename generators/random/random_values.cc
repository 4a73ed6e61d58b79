#include "generators/random/random_values.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generators/case/clock_guard.h"
#include "generators/case/dice.h"
#include "generators/case/json.h"
#include "spec/contract.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

using spec::Contract;

// Returns the representable number next to `number`, nearer to zero. REQUIRES: it is not 0.
double Inside(double number) {
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(number) - 1);
}

// Any double of a magnitude within the range: its bits are random, not its size.
double SampleBits(Dice& dice) {
  constexpr std::uint64_t kFractionBits = 52;
  constexpr std::uint64_t kBias = 1023;
  const auto exponent_max =
      kBias + std::bit_width(static_cast<std::uint64_t>(Contract::Get().double_max)) - 2;
  const std::uint64_t exponent = dice.Below(exponent_max + 1);
  const std::uint64_t bits = dice.Bits();
  constexpr std::uint64_t kKept = (std::uint64_t{1} << kFractionBits) - 1;
  constexpr std::uint64_t kSign = std::uint64_t{1} << 63U;
  return std::bit_cast<double>((bits & (kKept | kSign)) | (exponent << kFractionBits));
}

Json SampleDouble(bool wild, Dice& dice) {
  if (!wild) {
    constexpr std::size_t kSteps = 20'000;  // -100.00 to 99.99, as a sensor has it.
    return (static_cast<double>(dice.Below(kSteps)) - kSteps / 2.0) / 100.0;
  }
  constexpr std::array kSpecial = {0.0,
                                   -0.0,
                                   1.0,
                                   -1.0,
                                   5e-324,                   // Least subnormal.
                                   -5e-324,                  //
                                   2.225073858507201e-308,   // Greatest subnormal.
                                   2.2250738585072014e-308,  // Least normal.
                                   0.1,
                                   0.30000000000000004,  // 17 digits.
                                   1.0 / 3.0,
                                   9007199254.740993,
                                   123456789.12345679,
                                   4294967296.5,
                                   1e-10};
  const double double_max = Contract::Get().double_max;
  const std::array limits = {double_max, -double_max, Inside(double_max), Inside(-double_max)};
  constexpr int kSpecialPercent = 45;
  constexpr int kLimitPercent = 35;
  constexpr int kWholePercent = 30;
  if (dice.Chance(kSpecialPercent)) {
    return dice.Pick(kSpecial);
  }
  if (dice.Chance(kLimitPercent)) {
    return dice.Pick(limits);
  }
  if (dice.Chance(kWholePercent)) {
    // wire.number.double-literal: a number without a fraction.
    return static_cast<std::int64_t>(dice.Below(static_cast<std::size_t>(double_max)));
  }
  return SampleBits(dice);
}

Json SampleInteger(bool wild, Dice& dice) {
  if (!wild) {
    constexpr std::size_t kCounter = 1'000;
    return static_cast<std::int64_t>(dice.Below(kCounter));
  }
  const std::int64_t min = Contract::Get().integer_min;
  const std::int64_t max = Contract::Get().integer_max;
  const std::array<std::int64_t, 10> special = {0,       -1,      1,      min,     max,
                                                min + 1, max - 1, 65'536, -32'769, 16'777'217};
  if (dice.Chance(50)) {
    return dice.Pick(special);
  }
  return min + static_cast<std::int64_t>(dice.Below(static_cast<std::size_t>(max - min) + 1));
}

void AppendCodePoint(std::string& text, std::uint32_t code) {
  const auto byte = [&](std::uint32_t value) { text += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0U | (code >> 6U));
    byte(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    byte(0xE0U | (code >> 12U));
    byte(0x80U | ((code >> 6U) & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  } else {
    byte(0xF0U | (code >> 18U));
    byte(0x80U | ((code >> 12U) & 0x3FU));
    byte(0x80U | ((code >> 6U) & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  }
}

// A character that is neither a control character (U+0000..U+001F, U+007F) nor a surrogate.
std::uint32_t SampleCodePoint(Dice& dice) {
  switch (dice.Below(4)) {
    case 0: {
      // A dollar sign could begin a symbol of the case.
      const auto code = 0x20 + static_cast<std::uint32_t>(dice.Below(0x5F));
      return code == '$' ? '%' : code;
    }
    case 1:
      return 0x80 + static_cast<std::uint32_t>(dice.Below(0x780));
    case 2:
      return 0xE000 + static_cast<std::uint32_t>(dice.Below(0x2000));
    default:
      return 0x10000 + static_cast<std::uint32_t>(dice.Below(0x100000));
  }
}

std::string SampleLongText(Dice& dice) {
  constexpr std::array<std::string_view, 4> kUnits = {"a", "\u00e9", "\u20ac", "\U0001f600"};
  const std::string_view unit = dice.Pick(kUnits);
  const std::size_t count = Contract::Get().string_length_max / unit.size();
  std::string text;
  text.reserve(count * unit.size());
  for (std::size_t i = 0; i < count; ++i) {
    text += unit;
  }
  return text;
}

}  // namespace

Json ObjectOf(std::size_t count) {
  Json object = Json::object();
  object.get_ref<Json::object_t&>().reserve(count);
  return object;
}

std::string SampleText(bool wild, Dice& dice) {
  if (!wild) {
    constexpr std::array<std::string_view, 6> kPlausible = {"ok",    "running", "stopped",
                                                            "Alarm", "v1.2.3",  "batch 17"};
    return std::string(dice.Pick(kPlausible));
  }
  constexpr std::array<std::string_view, 18> kSpecial = {
      "",
      " ",
      " padded ",
      "null",
      "NaN",
      "0",
      "true",
      R"("quoted" \ back/slash)",
      "<script>&amp;</script>",
      "\u00e9",           // Composed ...
      "e\u0301",          // ... and decomposed: not the same value.
      "\u212b",           // Normal forms turn it into U+00C5.
      "\u0080\u009f",     // C1 controls are no control characters of the pattern.
      "\u2028\u2029",     // Line ends in JavaScript, not in JSON.
      "\ufeffbom\ufffe",  // A byte order mark and a noncharacter.
      "\u202eabc\u200d",  // Right to left, and of no width.
      "\U0001f469\u200d\U0001f52c\U0010ffff",
      "$not.a.symbol %s {0}"};
  constexpr int kSpecialPercent = 60;
  constexpr int kLongPercent = 10;
  if (dice.Chance(kSpecialPercent)) {
    return std::string(dice.Pick(kSpecial));
  }
  if (dice.Chance(kLongPercent * dice.size() / kSizeMax)) {
    return SampleLongText(dice);
  }
  constexpr std::size_t kLengthMax = 24;
  const std::size_t length = 1 + dice.Below(kLengthMax);
  std::string text;
  for (std::size_t i = 0; i < length; ++i) {
    AppendCodePoint(text, SampleCodePoint(dice));
  }
  return text;
}

Json SampleValueOf(spec::DataType type, bool wild, Dice& dice) {
  Json variant = ObjectOf(2);
  switch (type) {
    case spec::DataType::kDouble:
      variant["doubleValue"] = SampleDouble(wild, dice);
      break;
    case spec::DataType::kInteger:
      variant["integerValue"] = SampleInteger(wild, dice);
      break;
    case spec::DataType::kBoolean:
      variant["booleanValue"] = dice.Chance(50);
      break;
    case spec::DataType::kString:
      variant["stringValue"] = SampleText(wild, dice);
      break;
    case spec::DataType::kStruct: {
      constexpr std::array<std::string_view, 4> kStructs = {
          "{}", R"({"state":"NORMAL"})", R"({"a":{"b":[1,2.5,null]},"c":"\u00e9"})",
          R"({"stateName":"Active","ruleEvaluation":{"operator":">"}})"};
      variant["stringValue"] = std::string(dice.Pick(kStructs));
      break;
    }
  }
  return variant;
}

std::string SampleEntryId(Dice& dice) {
  constexpr std::string_view kCharacters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  constexpr std::array<std::size_t, 3> kLengths = {1, 8, 36};
  const std::size_t length_max = Contract::Get().entry_id_length_max;
  const std::size_t choice = dice.Below(kLengths.size() + 1);
  const std::size_t length = choice < kLengths.size() ? kLengths[choice] : length_max;
  std::string id;
  for (std::size_t i = 0; i < length; ++i) {
    id += kCharacters[dice.Below(kCharacters.size())];
  }
  return id;
}

std::string SampleUuid(Dice& dice) {
  const std::uint64_t high = dice.Bits();
  const std::uint64_t low = dice.Bits();
  return fmt::format("{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}", high >> 32U, high & 0xFFFFU,
                     (high >> 16U) & 0xFFFU, low & 0xFFFU, low >> 16U);
}

std::string SampleTimeNearNow(std::size_t number, Dice& dice) {
  const Contract& contract = Contract::Get();
  const std::size_t guard = static_cast<std::size_t>(kClockGuardS) + number;
  switch (dice.Below(4)) {
    case 0:
      return fmt::format("now-{}s+{}s", contract.window_past_s, guard);
    case 1:
      return fmt::format("now+{}s-{}s", contract.window_future_s, guard);
    case 2:
      return fmt::format("now-{}s", number);
    default: {
      constexpr std::size_t kFirst = 100;
      constexpr std::size_t kMinutes = 50;  // Later than any slice of time.
      const std::size_t minutes = dice.Below(kMinutes);
      return fmt::format("now-{}s-{}m+{}ns", kFirst, minutes, number);
    }
  }
}

}  // namespace swc::generators
