// The vocabulary of a timestamp-quality-value (TQV), as the service model defines it.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace swc::spec {

// Quality of a value (F45).
enum class Quality : std::uint8_t { kGood, kBad, kUncertain };
inline constexpr std::array<Quality, 3> kQualities = {Quality::kGood, Quality::kBad,
                                                      Quality::kUncertain};

[[nodiscard]] std::string_view ToString(Quality quality);
[[nodiscard]] std::optional<Quality> ParseQuality(std::string_view text);

// Data type of a property (F192).
enum class DataType : std::uint8_t { kDouble, kInteger, kString, kBoolean, kStruct };
inline constexpr std::array kDataTypes = {DataType::kDouble, DataType::kInteger, DataType::kString,
                                          DataType::kBoolean, DataType::kStruct};

[[nodiscard]] std::string_view ToString(DataType type);
[[nodiscard]] std::optional<DataType> ParseDataType(std::string_view text);

// A point in time: whole seconds since the Unix epoch and 0 to 999999999 nanoseconds (F44).
struct Instant {
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;

  friend auto operator<=>(const Instant&, const Instant&) = default;
};

inline constexpr std::int64_t kNanosPerSecond = 1'000'000'000;

// Returns `instant` moved by `nanos`. REQUIRES: the result's seconds fit into 64 bits.
[[nodiscard]] Instant Plus(Instant instant, std::int64_t nanos);

// Returns `seconds` and `nanos` as text: "1735689600.000000001".
[[nodiscard]] std::string ToString(Instant instant);

// nullValue: only the letter of its valueType (F129).
struct NullValue {
  char letter = 'U';
  friend bool operator==(const NullValue&, const NullValue&) = default;
};

// A value of one of the five members of Variant (F121).
using Value = std::variant<double, std::int32_t, std::string, bool, NullValue>;

// Whether two values are the same to the last bit. NaN is NaN; negative zero is not zero.
[[nodiscard]] bool SameValue(const Value& a, const Value& b);

// Returns the data type whose values `value` can be, or nothing for a null.
[[nodiscard]] std::optional<DataType> TypeOf(const Value& value);

// Returns the letter that nullValue uses for `type` (F129): D, I, S, B; U for STRUCT.
[[nodiscard]] char NullLetter(DataType type);

// Returns `value` as the JSON of a Variant, e.g. {"doubleValue":1.5}.
[[nodiscard]] std::string ToJson(const Value& value);

}  // namespace swc::spec
