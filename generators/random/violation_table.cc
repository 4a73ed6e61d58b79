#include "generators/random/violation_table.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generators/case/case.h"
#include "generators/case/clock_guard.h"
#include "generators/case/dice.h"
#include "generators/case/json.h"
#include "generators/case/repeated.h"
#include "generators/random/random_values.h"
#include "spec/contract.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

using spec::Contract;

Json Member(const char* name, Json value) {
  Json object = ObjectOf(1);
  object[name] = std::move(value);
  return object;
}

Json ValueMember(const char* name, Json value) {
  return Member("value", Member(name, std::move(value)));
}

// Returns a length beyond `limit`: most often by one.
std::size_t Beyond(std::size_t limit, Dice& dice) {
  constexpr std::array<std::size_t, 4> kFurther = {1, 1, 1, 64};
  return limit + dice.Pick(kFurther);
}

// An alias that no other case uses, so that a target that accepts it keeps cases apart.
std::string FreshAlias(Dice& dice) {
  return fmt::format("/sitewise-conformance/random/{:016x}/", dice.Bits());
}

// A control character of the pattern, at the beginning, in the middle or at the end of `text`.
std::string WithControlCharacter(std::string text, Dice& dice) {
  constexpr char kFirstPrintable = 0x20;
  constexpr char kDelete = 0x7F;
  const auto code = static_cast<char>(dice.Below(kFirstPrintable + 1));
  const std::size_t place = dice.Place(text.size() + 1);
  text.insert(text.begin() + static_cast<std::ptrdiff_t>(place),
              code == kFirstPrintable ? kDelete : code);
  return text;
}

double Outside(double number) {
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(number) + 1);
}

// How far outside the window: from the guard of the clock to years.
constexpr std::array<std::string_view, 5> kFarTimes = {"0s", "1s", "60s", "1d", "3650d"};

}  // namespace

Json LongEntryId(const ViolationContext& /*site*/, Dice& dice) {
  return Member("entryId", Repeated("a", Beyond(Contract::Get().entry_id_length_max, dice)));
}

Json RepeatedEntryId(const ViolationContext& context, Dice& dice) {
  std::vector<std::string_view> others;
  std::size_t index = 0;
  for (const Json& entry : context.body.at("entries")) {
    if (index++ != context.entry && entry.is_object() && entry.contains("entryId") &&
        entry.at("entryId").is_string()) {
      others.push_back(entry.at("entryId").get_ref<const std::string&>());
    }
  }
  if (others.empty()) {
    return nullptr;
  }
  return Member("entryId", others[dice.Below(others.size())]);
}

Json UnknownIds(const ViolationContext& /*site*/, Dice& dice) {
  Json ids = ObjectOf(2);
  ids["assetId"] = SampleUuid(dice);
  ids["propertyId"] = SampleUuid(dice);
  return ids;
}

Json UpperCaseIds(const ViolationContext& /*site*/, Dice& dice) {
  const auto upper = [](std::string text) {
    // A UUID of digits alone would have no case.
    text.front() = 'A';
    std::ranges::transform(text, text.begin(), [](char c) {
      return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return text;
  };
  std::string asset = SampleUuid(dice);
  std::string property = SampleUuid(dice);
  const std::size_t which = dice.Below(3);
  Json ids = ObjectOf(2);
  ids["assetId"] = which == 1 ? asset : upper(std::move(asset));
  ids["propertyId"] = which == 0 ? property : upper(std::move(property));
  return ids;
}

Json ContradictingIdentity(const ViolationContext& context, Dice& /*dice*/) {
  for (const SeriesWish& other : context.test_case.series) {
    if (other.aliased && &other != context.series) {
      Json identity = ObjectOf(3);
      identity["assetId"] = "${" + context.series->name + ".assetId}";
      identity["propertyId"] = "${" + context.series->name + ".propertyId}";
      identity["propertyAlias"] = "${" + other.name + ".alias}";
      return identity;
    }
  }
  return nullptr;
}

Json LongAlias(const ViolationContext& /*site*/, Dice& dice) {
  std::string alias = FreshAlias(dice);
  alias += Repeated("a", Beyond(Contract::Get().alias_length_max, dice) - alias.size());
  return Member("propertyAlias", std::move(alias));
}

Json ContestedAlias(const ViolationContext& /*site*/, Dice& dice) {
  const Contract& contract = Contract::Get();
  std::string alias = FreshAlias(dice);
  const std::array lengths = {contract.alias_length_agreed + 1, contract.alias_length_max};
  alias += Repeated("a", dice.Pick(lengths) - alias.size());
  return Member("propertyAlias", std::move(alias));
}

Json AliasOfManyBytes(const ViolationContext& /*site*/, Dice& dice) {
  std::string alias = FreshAlias(dice);
  alias += Repeated("\u00e9", Contract::Get().alias_length_max / 2);
  return Member("propertyAlias", std::move(alias));
}

Json AliasWithControlCharacter(const ViolationContext& /*site*/, Dice& dice) {
  std::string alias = FreshAlias(dice);
  return Member("propertyAlias", WithControlCharacter(std::move(alias), dice));
}

Json TimeBeforeWindow(const ViolationContext& /*site*/, Dice& dice) {
  return Member("at", fmt::format("now-{}s-{}s-{}", Contract::Get().window_past_s, kClockGuardS,
                                  dice.Pick(kFarTimes)));
}

Json TimeAfterWindow(const ViolationContext& /*site*/, Dice& dice) {
  return Member("at", fmt::format("now+{}s+{}s+{}", Contract::Get().window_future_s, kClockGuardS,
                                  dice.Pick(kFarTimes)));
}

Json SecondsOutOfRange(const ViolationContext& /*site*/, Dice& dice) {
  const Contract& contract = Contract::Get();
  const std::array<std::int64_t, 7> seconds = {contract.time_seconds_min - 1,
                                               -1,
                                               -1'735'689'600,
                                               std::numeric_limits<std::int64_t>::min(),
                                               contract.time_seconds_max + 1,
                                               std::numeric_limits<std::int64_t>::max(),
                                               contract.time_seconds_max + 1};
  return Member("timestamp", Member("timeInSeconds", dice.Pick(seconds)));
}

Json NanosOutOfRange(const ViolationContext& /*site*/, Dice& dice) {
  const std::int64_t nanos_max = Contract::Get().nanos_max;
  const std::array<std::int64_t, 8> nanos = {nanos_max + 1,
                                             -1,
                                             -nanos_max,
                                             std::numeric_limits<std::int32_t>::min(),
                                             std::numeric_limits<std::int32_t>::max(),
                                             std::int64_t{1} << 32U,
                                             std::numeric_limits<std::int64_t>::max(),
                                             nanos_max + 1};
  Json timestamp = ObjectOf(2);
  timestamp["timeInSeconds"] = "${t0.seconds}";
  timestamp["offsetInNanos"] = dice.Pick(nanos);
  return Member("timestamp", std::move(timestamp));
}

Json OtherType(const ViolationContext& context, Dice& dice) {
  // A STRUCT is sent as a string.
  const spec::DataType own = context.series->type == spec::DataType::kStruct
                                 ? spec::DataType::kString
                                 : context.series->type;
  constexpr std::array kTypes = {spec::DataType::kDouble, spec::DataType::kInteger,
                                 spec::DataType::kString, spec::DataType::kBoolean};
  std::vector<spec::DataType> others;
  std::ranges::copy_if(kTypes, std::back_inserter(others),
                       [own](spec::DataType type) { return type != own; });
  const spec::DataType type = others[dice.Below(others.size())];
  return Member("value", SampleValueOf(type, false, dice));
}

Json HugeDouble(const ViolationContext& /*site*/, Dice& dice) {
  const double limit = Contract::Get().double_guide_max;
  constexpr double kMax = std::numeric_limits<double>::max();
  const std::array<double, 6> doubles = {Outside(limit), -Outside(limit), 1e101, -1e200, kMax,
                                         -kMax};
  return ValueMember("doubleValue", dice.Pick(doubles));
}

Json ContestedDouble(const ViolationContext& /*site*/, Dice& dice) {
  const Contract& contract = Contract::Get();
  const std::array<double, 6> doubles = {
      Outside(contract.double_max), -Outside(contract.double_max), 1e11, -1e50,
      contract.double_guide_max,    -contract.double_guide_max};
  return ValueMember("doubleValue", dice.Pick(doubles));
}

Json WideInteger(const ViolationContext& /*site*/, Dice& dice) {
  const Contract& contract = Contract::Get();
  constexpr std::int64_t kWraps = std::int64_t{1} << 32U;  // Is 0 in 32 bits.
  const std::array<std::int64_t, 9> integers = {contract.integer_max + 1,
                                                contract.integer_min - 1,
                                                contract.integer_max + 1,
                                                contract.integer_min - 1,
                                                kWraps,
                                                kWraps + 1,
                                                -kWraps,
                                                std::numeric_limits<std::int64_t>::max(),
                                                std::numeric_limits<std::int64_t>::min()};
  return ValueMember("integerValue", dice.Pick(integers));
}

Json LongString(const ViolationContext& /*site*/, Dice& dice) {
  constexpr std::array<std::string_view, 4> kCharacters = {"a", "a", "\u00e9", "\U0001f600"};
  const std::size_t count = Beyond(Contract::Get().string_length_max, dice);
  return ValueMember("stringValue", Repeated(dice.Pick(kCharacters), count));
}

Json StringOfManyBytes(const ViolationContext& /*site*/, Dice& dice) {
  constexpr std::array<std::string_view, 3> kCharacters = {"\u00e9", "\u20ac", "\U0001f600"};
  const std::size_t length_max = Contract::Get().string_length_max;
  const std::string_view unit = dice.Pick(kCharacters);
  const std::size_t least = length_max / unit.size() + 1;
  return ValueMember("stringValue", Repeated(unit, dice.Chance(50) ? least : length_max));
}

Json StringWithControlCharacter(const ViolationContext& /*site*/, Dice& dice) {
  std::string text = SampleText(false, dice);
  return ValueMember("stringValue", WithControlCharacter(std::move(text), dice));
}

Json GoodNull(const ViolationContext& context, Dice& dice) {
  const char letter = context.series == nullptr ? 'U' : spec::NullLetter(context.series->type);
  Json members = ValueMember("nullValue", Member("valueType", std::string(1, letter)));
  members["quality"] = dice.Chance(50) ? "GOOD" : "$drop";
  return members;
}

Json NullOfOtherLetter(const ViolationContext& context, Dice& dice) {
  constexpr std::string_view kLetters = "DISBU";
  const char own = spec::NullLetter(context.series->type);
  const std::size_t start = kLetters.find(own);
  const char letter = kLetters[(start + 1 + dice.Below(kLetters.size() - 1)) % kLetters.size()];
  Json members = ValueMember("nullValue", Member("valueType", std::string(1, letter)));
  members["quality"] = dice.Chance(50) ? "BAD" : "UNCERTAIN";
  return members;
}

}  // namespace swc::generators
