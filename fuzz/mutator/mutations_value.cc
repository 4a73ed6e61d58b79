// Mutations of single values: times, qualities, Variants, boundaries, faults.
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "fuzz/mutator/mutation.h"
#include "fuzz/mutator/mutations_scalar.h"
#include "generators/random/random_values.h"
#include "generators/random/violation_table.h"
#include "spec/contract.h"
#include "spec/fixed_now.h"
#include "spec/tqv.h"

namespace swc::fuzz {
namespace {

using spec::Contract;

constexpr std::array<std::string_view, 8> kShifts = {"+1ns", "-1ns", "+1ms", "-1ms",
                                                     "+1s",  "-1s",  "+1us", "+999999999ns"};
constexpr std::array<std::int64_t, 8> kShiftsNanos = {
    1,     -1,         1'000'000, -1'000'000, spec::kNanosPerSecond, -spec::kNanosPerSecond,
    1'000, 999'999'999};

// Expressions that grow without an end would only slow the fuzzer down.
constexpr std::size_t kTimeLengthMax = 40;

// Returns the symbol of a value's time, to which something may be added.
std::string SymbolOf(const Json& value) {
  auto text = value["at"].is_string() ? value["at"].get<std::string>() : std::string("t0");
  return text.size() > kTimeLengthMax ? "t0" : text;
}

bool MoveNumbers(Json& value, std::int64_t by_nanos) {
  Json& time = value["timestamp"];
  if (!time.is_object() || !time.contains("timeInSeconds") ||
      !time["timeInSeconds"].is_number_integer()) {
    return false;
  }
  const bool has_nanos =
      time.contains("offsetInNanos") && time["offsetInNanos"].is_number_integer();
  const auto seconds = time["timeInSeconds"].get<std::int64_t>();
  const auto nanos = has_nanos ? time["offsetInNanos"].get<std::int64_t>() : 0;
  if (seconds < 0 || seconds > Contract::Get().time_seconds_max || nanos < 0 ||
      nanos > Contract::Get().nanos_max) {
    return false;
  }
  const spec::Instant moved =
      spec::Plus({.seconds = seconds, .nanos = static_cast<int>(nanos)}, by_nanos);
  time["timeInSeconds"] = moved.seconds;
  time["offsetInNanos"] = moved.nanos;
  return true;
}

bool ShiftTime(Site& site) {
  Json* value = site.Value();
  if (value == nullptr || !value->is_object()) {
    return false;
  }
  if (value->contains("at")) {
    (*value)["at"] = SymbolOf(*value) + std::string(site.dice.Pick(kShifts));
    return true;
  }
  return value->contains("timestamp") && MoveNumbers(*value, site.dice.Pick(kShiftsNanos));
}

// The values of an entry come in a row, the oldest or the newest first: code has ways of its own
// for lists that are in order, and single steps seldom make one.
bool TimesInARow(Site& site) {
  struct Unit {
    std::string_view name;
    std::int64_t nanos;
  };
  constexpr std::array<Unit, 4> kUnits = {
      {{"ns", 1}, {"us", 1'000}, {"ms", 1'000'000}, {"s", spec::kNanosPerSecond}}};
  Json* values = site.Values();
  if (values == nullptr || values->size() < 2 || !values->front().is_object()) {
    return false;
  }
  Json row = *values;
  const Json& first = row.front();
  const Unit unit = site.dice.Pick(kUnits);
  const std::int64_t step = site.dice.Chance(50) ? 1 : -1;
  for (std::size_t i = 1; i < row.size(); ++i) {
    const std::int64_t distance = step * static_cast<std::int64_t>(i);
    Json& value = row[i];
    if (!value.is_object()) {
      return false;
    }
    value.erase("at");
    value.erase("timestamp");
    if (first.contains("at")) {
      value["at"] = fmt::format("{}{:+}{}", SymbolOf(first), distance, unit.name);
    } else if (first.contains("timestamp")) {
      value["timestamp"] = first["timestamp"];
    }
    if (!value.contains("at") && !MoveNumbers(value, distance * unit.nanos)) {
      return false;
    }
  }
  *values = std::move(row);
  return true;
}

// To an edge of the window, or just beside it.
bool MoveToEdge(Site& site) {
  Json* value = site.Value();
  if (value == nullptr || !value->is_object()) {
    return false;
  }
  const bool past = site.dice.Chance(50);
  const std::int64_t edge = past ? -Contract::Get().window_past_s : Contract::Get().window_future_s;
  constexpr std::array<std::string_view, 5> kBeside = {"", "+1ns", "-1ns", "+1s", "-1s"};
  constexpr std::array<std::int64_t, 5> kBesideNanos = {0, 1, -1, spec::kNanosPerSecond,
                                                        -spec::kNanosPerSecond};
  const std::size_t beside = site.dice.Below(kBeside.size());
  if (site.is_case) {
    (*value)["at"] = fmt::format("now{:+}s{}", edge, kBeside[beside]);
    value->erase("timestamp");
    return true;
  }
  const spec::Instant time =
      spec::Plus(spec::kFixedNow, edge * spec::kNanosPerSecond + kBesideNanos[beside]);
  (*value)["timestamp"] = {{"timeInSeconds", time.seconds}, {"offsetInNanos", time.nanos}};
  return true;
}

// Seconds or nanoseconds at an end of what a timestamp holds, or just beside it.
bool TimeAtALimit(Site& site) {
  Json* value = site.Value();
  if (value == nullptr || !value->is_object()) {
    return false;
  }
  const Contract& contract = Contract::Get();
  Json time = {
      {"timeInSeconds", site.is_case ? Json("${t0.seconds}") : Json(spec::kFixedNow.seconds)}};
  if (site.dice.Chance(50)) {
    const std::array<std::int64_t, 5> nanos = {contract.nanos_max, contract.nanos_max + 1, -1, 0,
                                               std::numeric_limits<std::int32_t>::max()};
    time["offsetInNanos"] = site.dice.Pick(nanos);
  } else {
    const std::array<std::int64_t, 6> seconds = {contract.time_seconds_max,
                                                 contract.time_seconds_max + 1,
                                                 0,
                                                 1,
                                                 -1,
                                                 std::numeric_limits<std::int64_t>::max()};
    time["timeInSeconds"] = site.dice.Pick(seconds);
  }
  value->erase("at");
  (*value)["timestamp"] = std::move(time);
  return true;
}

// The time of one value becomes that of another one.
bool SameTime(Site& site) {
  Json* from = site.Value();
  Json* to = site.Value();
  if (from == nullptr || to == nullptr || !from->is_object() || !to->is_object()) {
    return false;
  }
  for (const char* member : {"at", "timestamp"}) {
    if (from->contains(member)) {
      const Json time = (*from)[member];
      (*to)[member] = time;
      to->erase(member == std::string_view("at") ? "timestamp" : "at");
      return true;
    }
  }
  return false;
}

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
