// The limits of time: the window around now, seconds and nanoseconds.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generators/case/case.h"
#include "generators/case/clock_guard.h"
#include "generators/case/json.h"
#include "generators/directed/boundary_cases.h"
#include "generators/directed/boundary_cases_builder.h"
#include "spec/clause_id.h"
#include "spec/contract.h"

namespace swc::generators {
namespace {

using spec::Contract;

// What a case needs that reads the server's clock to the nanosecond.
constexpr std::string_view kExactClock = "exact-clock";

Json OneAndAHalf() {
  Json variant = Json::object();
  variant["doubleValue"] = 1.5;
  return variant;
}

Case AtTime(CaseName name, std::string_view at) {
  return ValueCase(std::move(name), Value(OneAndAHalf(), at));
}

Case ExactlyAtTime(CaseName name, std::string_view at) {
  Case result = AtTime(std::move(name), at);
  result.needs = {std::string(kExactClock)};
  return result;
}

// One edge of the window.
struct Edge {
  spec::ClauseId clause;  // That a timestamp beyond it breaks.
  std::string name;       // For titles.
  std::string base;       // As a time expression.
  char inwards = '+';     // The sign of an offset into the window.
  char outwards = '-';    // The sign of an offset out of it.
};

// Every distance on both sides that even a roughly known clock can tell apart.
void AddGuarded(std::vector<Case>& cases, const Edge& edge) {
  constexpr std::int64_t kFewSeconds = kClockGuardS + 2;
  constexpr std::int64_t kMinute = 60;
  constexpr std::int64_t kFiveMinutes = 5 * kMinute;
  for (const std::int64_t distance : {kClockGuardS, kFewSeconds, kMinute, kFiveMinutes - 1}) {
    cases.push_back(AtTime(
        {.clause = edge.clause,
         .what = fmt::format("{}s-inside", distance),
         .title = fmt::format("{} s inside the {} edge of the window.", distance, edge.name)},
        fmt::format("{}{}{}s", edge.base, edge.inwards, distance)));
    cases.push_back(AtTime(
        {.clause = edge.clause,
         .what = fmt::format("{}s-beyond", distance),
         .title = fmt::format("{} s beyond the {} edge of the window.", distance, edge.name)},
        fmt::format("{}{}{}s", edge.base, edge.outwards, distance)));
    constexpr spec::ClauseId kCode = "time.window.code";
    cases.back().clauses.push_back(kCode);
  }
}

// The edge itself and what lies next to it.
void AddExact(std::vector<Case>& cases, const Edge& edge) {
  cases.push_back(
      ExactlyAtTime({.clause = "time.window.inclusive",
                     .what = edge.name + "-edge",
                     .title = fmt::format("Exactly at the {} edge of the window.", edge.name)},
                    edge.base));
  for (const std::string_view distance : {"1ns", "1ms", "1s", "2s"}) {
    cases.push_back(ExactlyAtTime(
        {.clause = edge.clause,
         .what = fmt::format("{}-inside", distance),
         .title = fmt::format("{} inside the {} edge of the window.", distance, edge.name)},
        fmt::format("{}{}{}", edge.base, edge.inwards, distance)));
  }
  for (const std::string_view distance : {"1ns", "1ms", "500ms"}) {
    cases.push_back(ExactlyAtTime(
        {.clause = distance == "1ns" ? spec::ClauseId("time.window.resolution")
                                     : spec::ClauseId("time.window.second"),
         .what = fmt::format("{}-beyond-{}-edge", distance, edge.name),
         .title = fmt::format("{} beyond the {} edge of the window.", distance, edge.name)},
        fmt::format("{}{}{}", edge.base, edge.outwards, distance)));
  }
  for (const std::string_view distance : {"1s", "1s+1ns", "2s"}) {
    // Both offsets point the same way.
    std::string offset = fmt::format("{}{}", edge.outwards, distance);
    if (const std::size_t plus = offset.find('+', 1); plus != std::string::npos) {
      offset[plus] = edge.outwards;
    }
    cases.push_back(ExactlyAtTime(
        {.clause = edge.clause,
         .what = fmt::format("{}-beyond", distance == "1s+1ns" ? "1s-1ns" : distance),
         .title = fmt::format("{} beyond the {} edge of the window.", distance, edge.name)},
        edge.base + offset));
  }
}

// A window edge inside an entry: the value at it must not drag its neighbours along.
void AddAmongGood(std::vector<Case>& cases, const Edge& edge) {
  const std::string beyond = fmt::format("{}{}{}s", edge.base, edge.outwards, kClockGuardS);
  const std::string inside = fmt::format("{}{}{}s", edge.base, edge.inwards, kClockGuardS);
  for (const bool partial : {true, false}) {
    Json values = Json::array({Value(OneAndAHalf(), Second(1)), Value(OneAndAHalf(), beyond),
                               Value(OneAndAHalf(), inside)});
    Case result = PutCase(
        {.clause = edge.clause,
         .what = fmt::format("among-good-{}", partial),
         .title = fmt::format("Values on both sides of the {} edge in one entry, {} partial "
                              "processing.",
                              edge.name, partial ? "with" : "without")},
        Json::array({Entry(1, std::move(values))}));
    result.steps.front().body["enablePartialEntryProcessing"] = partial;
    cases.push_back(std::move(result));
  }
}

Case WithTimestamp(CaseName name, const Json& seconds, const Json& nanos) {
  Json value = Json::object();
  value["value"] = OneAndAHalf();
  value["timestamp"] = Json::object();
  value["timestamp"]["timeInSeconds"] = seconds;
  if (!nanos.is_null()) {
    value["timestamp"]["offsetInNanos"] = nanos;
  }
  value["quality"] = "GOOD";
  return ValueCase(std::move(name), std::move(value));
}

void AddSeconds(std::vector<Case>& cases) {
  const Contract& contract = Contract::Get();
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr spec::ClauseId kClause = "time.seconds.range";
  for (const std::int64_t seconds :
       {kLeast, std::int64_t{-1}, contract.time_seconds_min - 1, contract.time_seconds_min,
        contract.time_seconds_max - 1, contract.time_seconds_max, contract.time_seconds_max + 1,
        kMost}) {
    cases.push_back(WithTimestamp({.clause = kClause,
                                   .what = fmt::format("{}", seconds),
                                   .title = fmt::format("timeInSeconds is {}.", seconds)},
                                  seconds, nullptr));
  }
  // Beyond 64 bits.
  for (const std::string_view seconds : {"9223372036854775808", "18446744073709551616",
                                         "-9223372036854775809", "100000000000000000000000"}) {
    cases.push_back(RawValueCase(
        {.clause = kClause,
         .what = std::string(seconds),
         .title = fmt::format("timeInSeconds is {}.", seconds)},
        fmt::format(R"({{"value": {{"doubleValue": 1.5}}, "timestamp": {{"timeInSeconds": {}}}}})",
                    seconds)));
  }
  cases.push_back(WithTimestamp(
      {.clause = kClause, .what = "ordinary", .title = "timeInSeconds is a second of this case."},
      "${t0+1s.seconds}", nullptr));
  cases.push_back(WithTimestamp({.clause = kClause,
                                 .what = "least-with-nanos",
                                 .title = "timeInSeconds is 0, but there are nanoseconds."},
                                contract.time_seconds_min - 1, contract.nanos_max));
}

void AddNanos(std::vector<Case>& cases) {
  constexpr std::int64_t kMost32 = std::numeric_limits<std::int32_t>::max();
  const std::int64_t most = Contract::Get().nanos_max;
  for (const std::int64_t nanos :
       {-most - 1, std::int64_t{-1}, std::int64_t{0}, std::int64_t{1}, most - 1, most, most + 1,
        most + 2, kMost32, kMost32 + 1, 2 * (kMost32 + 1) + 1}) {
    cases.push_back(WithTimestamp({.clause = "time.nanos.range",
                                   .what = fmt::format("{}", nanos),
                                   .title = fmt::format("offsetInNanos is {}.", nanos)},
                                  "${t0+1s.seconds}", nanos));
  }
}

}  // namespace

std::vector<Case> TimeBoundaryCases() {
  const Contract& contract = Contract::Get();
  const Edge past = {.clause = "time.window.past",
                     .name = "past",
                     .base = fmt::format("now-{}s", contract.window_past_s),
                     .inwards = '+',
                     .outwards = '-'};
  const Edge future = {.clause = "time.window.future",
                       .name = "future",
                       .base = fmt::format("now+{}s", contract.window_future_s),
                       .inwards = '-',
                       .outwards = '+'};
  std::vector<Case> cases;
  for (const Edge& edge : {past, future}) {
    AddGuarded(cases, edge);
    AddExact(cases, edge);
    AddAmongGood(cases, edge);
  }
  AddSeconds(cases);
  AddNanos(cases);
  return cases;
}

}  // namespace swc::generators
