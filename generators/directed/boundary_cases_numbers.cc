// The limits of values: doubles, integers and strings.
#include <array>
#include <cmath>
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
#include "generators/case/json.h"
#include "generators/case/repeated.h"
#include "generators/directed/boundary_cases.h"
#include "generators/directed/boundary_cases_builder.h"
#include "spec/clause_id.h"
#include "spec/contract.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

using spec::Contract;

Json Variant(std::string_view member, Json value) {
  Json variant = Json::object();
  variant[std::string(member)] = std::move(value);
  return variant;
}

// One double at a limit, and its mirror image below zero.
void AddDouble(std::vector<Case>& cases, spec::ClauseId clause, std::string_view what,
               double number) {
  for (const double sign : {1.0, -1.0}) {
    cases.push_back(ValueCase({.clause = clause,
                               .what = fmt::format("{}{}", sign < 0 ? "minus-" : "", what),
                               .title = fmt::format("A double of {}.", sign * number)},
                              Value(Variant("doubleValue", sign * number), Second(1))));
  }
}

void AddDoubles(std::vector<Case>& cases) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const double most = Contract::Get().double_max;
  const double guide_most = Contract::Get().double_guide_max;
  constexpr spec::ClauseId kRange = "value.double.range";
  AddDouble(cases, kRange, "below-limit", std::nextafter(most, 0.0));
  AddDouble(cases, kRange, "at-limit", most);
  AddDouble(cases, "value.double.contested", "next-after-limit", std::nextafter(most, kInfinity));
  AddDouble(cases, "value.double.contested", "one-above-limit", most + 1);
  AddDouble(cases, "value.double.contested", "twice-the-limit", 2 * most);
  AddDouble(cases, "value.double.contested", "below-limit-of-guide",
            std::nextafter(guide_most, 0.0));
  AddDouble(cases, "value.double.contested", "at-limit-of-guide", guide_most);
  AddDouble(cases, kRange, "next-after-limit-of-guide", std::nextafter(guide_most, kInfinity));
  AddDouble(cases, kRange, "twice-the-limit-of-guide", 2 * guide_most);
  AddDouble(cases, kRange, "greatest-double", std::numeric_limits<double>::max());
  // The limit in other forms of the same number.
  struct Literal {
    std::string what;
    std::string text;
  };
  const std::array<Literal, 4> literals = {{
      {.what = "at-limit-as-whole-number", .text = fmt::format("{:.0f}", most)},
      {.what = "at-limit-with-exponent", .text = fmt::format("{:e}", most)},
      {.what = "at-limit-with-zeros", .text = fmt::format("{:.12f}", most)},
      {.what = "below-limit-as-whole-number", .text = fmt::format("{:.0f}", most - 1)},
  }};
  for (const Literal& literal : literals) {
    cases.push_back(
        RawValueCase({.clause = kRange,
                      .what = literal.what,
                      .title = fmt::format("A double written as {}.", literal.text)},
                     fmt::format(R"({{"value": {{"doubleValue": {}}}, "timestamp": ${{{}}}}})",
                                 literal.text, Second(1))));
  }
}

void AddIntegers(std::vector<Case>& cases) {
  const std::int64_t least = Contract::Get().integer_min;
  const std::int64_t most = Contract::Get().integer_max;
  for (const std::int64_t number : {least - 1, least, least + 1, std::int64_t{-1}, std::int64_t{0},
                                    std::int64_t{1}, most - 1, most, most + 1}) {
    cases.push_back(ValueCase({.clause = "value.integer.range",
                               .what = fmt::format("{}", number),
                               .title = fmt::format("An integer of {}.", number)},
                              Value(Variant("integerValue", number), Second(1)),
                              spec::DataType::kInteger));
  }
  for (const bool last : {false, true}) {
    Json values =
        Json::array({Value(Variant("integerValue", 1), Second(1)),
                     Value(Variant("integerValue", last ? most : most + 1), Second(2)),
                     Value(Variant("integerValue", last ? least - 1 : least), Second(3))});
    Case result =
        PutCase({.clause = "value.integer.range",
                 .what = last ? "last-of-three" : "middle-of-three",
                 .title = "One of three integers is beyond the range, with partial processing."},
                Json::array({Entry(1, std::move(values))}), spec::DataType::kInteger);
    result.steps.front().body["enablePartialEntryProcessing"] = true;
    cases.push_back(std::move(result));
  }
}

Case StringCase(spec::ClauseId clause, const std::string& what, std::string text) {
  return ValueCase({.clause = clause, .what = what, .title = "A string of " + what + "."},
                   Value(Variant("stringValue", std::move(text)), Second(1)),
                   spec::DataType::kString);
}

void AddStrings(std::vector<Case>& cases) {
  const std::size_t most = Contract::Get().string_length_max;
  for (const std::size_t length :
       {std::size_t{0}, std::size_t{1}, most - 1, most, most + 1, 2 * most}) {
    cases.push_back(StringCase("value.string.length", fmt::format("{}-characters", length),
                               std::string(length, 'x')));
  }
  // Letters of two, three and four bytes. The contested stretch begins where the bytes pass the
  // limit and ends where the characters do; inside it, four bytes pass the limit in UTF-16 too.
  struct Letter {
    std::string_view text;
    std::string_view name;
  };
  for (const auto& [text, name] :
       {Letter{"\u00e9", "two"}, Letter{"\u20ac", "three"}, Letter{"\U0001f600", "four"}}) {
    const std::size_t fitting = most / text.size();
    const auto add = [&](spec::ClauseId clause, std::size_t count) {
      cases.push_back(StringCase(clause, fmt::format("{}-letters-of-{}-bytes", count, name),
                                 Repeated(text, count)));
    };
    add("value.string.length", fitting);
    add("value.string.contested", fitting + 1);
    if (most / 2 > fitting) {
      add("value.string.contested", most / 2);
      add("value.string.contested", most / 2 + 1);
    }
    add("value.string.contested", most - 1);
    add("value.string.contested", most);
    add("value.string.length", most + 1);
  }
  cases.push_back(StringCase("value.string.contested", "one-byte-too-many",
                             std::string(most - 1, 'x') + "\u00e9"));
  cases.push_back(StringCase("value.string.length", "exactly-the-bytes",
                             std::string(most - 2, 'x') + "\u00e9"));
  cases.push_back(
      StringCase("value.string.contested", "combining-marks", Repeated("e\u0301", most / 2)));
}

}  // namespace

std::vector<Case> ValueBoundaryCases() {
  std::vector<Case> cases;
  AddDoubles(cases);
  AddIntegers(cases);
  AddStrings(cases);
  return cases;
}

}  // namespace swc::generators
