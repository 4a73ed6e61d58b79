// Mutations of single values: qualities, Variants, boundaries, faults; and the table of all of a
// value.
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "fuzz/mutator/mutation.h"
#include "fuzz/mutator/mutations_scalar.h"
#include "fuzz/mutator/mutations_time.h"
#include "generators/random/random_values.h"
#include "generators/random/violation_table.h"
#include "spec/contract.h"
#include "spec/tqv.h"

namespace swc::fuzz {
namespace {

using spec::Contract;

bool ChangeQuality(Site& site) {
  Json* value = site.Value();
  if (value == nullptr || !value->is_object()) {
    return false;
  }
  constexpr std::array<int, 3> kWeights = {12, 2, 1};
  switch (site.dice.Weighted(kWeights)) {
    case 0:
      (*value)["quality"] = spec::ToString(site.dice.Pick(spec::kQualities));
      break;
    case 1:
      value->erase("quality");
      break;
    default: {
      constexpr std::array<std::string_view, 5> kNeighbours = {"good", "GOO", "GOODX", "", " BAD"};
      (*value)["quality"] = site.dice.Pick(kNeighbours);
    }
  }
  return true;
}

// All values of an entry are of one quality, or each of any: what code does with a list may hang on
// more than one of them.
bool ChangeAllQualities(Site& site) {
  Json* values = site.Values();
  if (values == nullptr || values->size() < 2) {
    return false;
  }
  const bool one = site.dice.Chance(30);
  const std::string_view same = spec::ToString(site.dice.Pick(spec::kQualities));
  for (Json& value : *values) {
    if (value.is_object()) {
      value["quality"] = one ? same : spec::ToString(site.dice.Pick(spec::kQualities));
    }
  }
  return true;
}

Json NumberAtALimit(Dice& dice) {
  const Contract& contract = Contract::Get();
  const std::array<double, 8> limits = {contract.double_max,
                                        std::nextafter(contract.double_max, HUGE_VAL),
                                        std::nextafter(contract.double_max, 0),
                                        contract.double_guide_max,
                                        std::nextafter(contract.double_guide_max, HUGE_VAL),
                                        std::numeric_limits<double>::denorm_min(),
                                        0.0,
                                        9007199254740993.0};
  const double limit = dice.Pick(limits);
  return {{"doubleValue", dice.Chance(50) ? limit : -limit}};
}

Json IntegerAtALimit(Dice& dice) {
  const Contract& contract = Contract::Get();
  const std::array<std::int64_t, 5> limits = {contract.integer_max, contract.integer_max + 1,
                                              contract.integer_min, contract.integer_min - 1, 0};
  return {{"integerValue", dice.Pick(limits)}};
}

Json TextAtALimit(Dice& dice) {
  const std::size_t limit = Contract::Get().string_length_max;
  constexpr std::array<std::string_view, 3> kLetters = {"a", "\u00e9", "\U0001F600"};
  const std::string_view letter = dice.Pick(kLetters);
  std::string text;
  for (std::size_t i = 0, count = limit + dice.Below(3) - 1; i < count; ++i) {
    text += letter;
  }
  return {{"stringValue", text}};
}

Json NullOrNaN(Dice& dice) {
  constexpr std::array<std::string_view, 3> kNotNumbers = {"NaN", "Infinity", "-Infinity"};
  constexpr std::array<std::string_view, 6> kLetters = {"D", "B", "S", "I", "U", "d"};
  if (dice.Chance(40)) {
    return {{"doubleValue", dice.Pick(kNotNumbers)}};
  }
  return {{"nullValue", {{"valueType", dice.Pick(kLetters)}}}};
}

bool ChangeValue(Site& site) {
  Json* value = site.Value();
  if (value == nullptr || !value->is_object()) {
    return false;
  }
  constexpr std::array<int, 5> kWeights = {6, 3, 3, 2, 5};
  switch (site.dice.Weighted(kWeights)) {
    case 0:
      (*value)["value"] =
          generators::SampleValueOf(site.dice.Pick(spec::kDataTypes), true, site.dice);
      break;
    case 1:
      (*value)["value"] = NumberAtALimit(site.dice);
      break;
    case 2:
      (*value)["value"] = IntegerAtALimit(site.dice);
      break;
    case 3:
      (*value)["value"] = TextAtALimit(site.dice);
      break;
    default:
      (*value)["value"] = NullOrNaN(site.dice);
  }
  return true;
}

// Breaks a clause as a row of the table of violations says.
bool AddViolation(Site& site) {
  const generators::ViolationRow& row =
      generators::kViolations[site.dice.Below(generators::kViolations.size())];
  Json* target = row.part == generators::Part::kRequest ? site.Put()
                 : row.part == generators::Part::kEntry ? site.Entry()
                                                        : site.Value();
  if (row.members.empty() || target == nullptr || !target->is_object()) {
    return false;
  }
  const Json alternatives = Json::parse(row.members, nullptr, false);
  const Json& chosen = alternatives[site.dice.Below(alternatives.size())];
  if (!chosen.is_object()) {
    return false;
  }
  for (const auto& [name, member] : chosen.items()) {
    if (member == "$drop") {
      target->erase(name);
    } else {
      (*target)[name] = member;
    }
  }
  return true;
}

constexpr std::array kValueMutations = std::to_array<Mutation>({
    {"shift-time", 10, ShiftTime},
    {"move-to-edge", 4, MoveToEdge},
    {"time-at-a-limit", 3, TimeAtALimit},
    {"same-time", 8, SameTime},
    {"times-in-a-row", 3, TimesInARow},
    {"quality", 10, ChangeQuality},
    {"all-qualities", 3, ChangeAllQualities},
    {"value", 12, ChangeValue},
    {"violation", 8, AddViolation},
    {"scalar", 4, ChangeScalar},
    {"text", 10, ChangeText},
    {"letter", 4, ChangeLetter},
    {"drop-member", 3, DropMember},
});

}  // namespace

std::span<const Mutation> ValueMutations() { return kValueMutations; }

}  // namespace swc::fuzz
