#include "fuzz/mutator/mutations_time.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "fuzz/mutator/mutation.h"
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

}  // namespace

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

}  // namespace swc::fuzz
