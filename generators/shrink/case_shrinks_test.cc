#include "generators/shrink/case_shrinks.h"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck.h>

#include "generators/case/broken_clauses.h"
#include "generators/case/case.h"
#include "generators/case/json.h"
#include "generators/random/random_case.h"
#include "generators/random/violation_table.h"
#include "generators/shrink/simpler_values.h"
#include "reference/reading/reading.h"
#include "spec/sanitizer_testing.h"
#include "spec/text/base64.h"

namespace swc::generators {
namespace {

using testing::Contains;
using testing::IsEmpty;

Case CaseOf(std::string_view json) {
  const auto parsed = ParseCase(json, "test");
  EXPECT_TRUE(parsed.has_value()) << (parsed ? "" : parsed.error().message);
  return parsed.value_or(Case{});
}

std::vector<Case> AllShrinksOf(const Case& test_case) {
  std::vector<Case> shrinks;
  rc::Seq<Case> lazy = ShrinksOf(test_case);
  for (auto next = lazy.next(); next; next = lazy.next()) {
    shrinks.push_back(*next);
  }
  return shrinks;
}

// Follows the first shrink that satisfies `keep` until there is none.
template <typename Predicate>
Case Smallest(Case test_case, Predicate keep) {
  while (true) {
    rc::Seq<Case> shrinks = ShrinksOf(test_case);
    auto next = shrinks.next();
    while (next && !keep(*next)) {
      next = shrinks.next();
    }
    if (!next) {
      return test_case;
    }
    test_case = *next;
  }
}

// The clauses that the bytes of the puts break.
std::set<std::string> BrokenByBytes(const Case& test_case) {
  std::set<std::string> broken;
  for (const Step& step : test_case.steps) {
    if (step.kind == StepKind::kPut) {
      const auto request = RenderPut(step, StandInBinding(test_case));
      EXPECT_TRUE(request.has_value()) << ToJson(test_case);
      if (request) {
        for (const reference::Violation& violation : reference::ParsePut(*request).violations) {
          broken.insert(violation.clause->id);
        }
      }
    }
  }
  return broken;
}

TEST(ShrinksOf, StayInTheDomainAndGetSmaller) {
  constexpr int kSize = 20;
  constexpr std::size_t kCases = spec::kUnderSanitizer ? 40 : 200;
  std::size_t count = 0;
  for (std::uint64_t i = 0; i < kCases; ++i) {
    const Case original = RandomCase(2, i, kSize);
    const std::set<std::string> broken = BrokenByBytes(original);
    for (const Case& shrink : AllShrinksOf(original)) {
      ++count;
      ASSERT_TRUE(ParseCase(std::string_view(ToJson(shrink)), "shrink").has_value());
      ASSERT_LT(CostOf(shrink), CostOf(original)) << ToJson(shrink);
      for (const std::string& clause : BrokenByBytes(shrink)) {
        ASSERT_TRUE(broken.contains(clause)) << clause << "\n"
                                             << ToJson(original) << "\n"
                                             << ToJson(shrink);
      }
    }
  }
  EXPECT_GT(count, kCases * 10);
}

TEST(ShrinksOf, LeadToOneEntryOfOneValueForEachClause) {
  // What can be shown by one entry of one value, is; the rest needs what it is about.
  std::set<std::string> seen;
  for (std::uint64_t i = 0; i < 400; ++i) {
    const RandomSample sample = RandomSampleOf(3, i, 60);
    if (sample.violations.size() != 1 || sample.violations.front()->part != Part::kValue ||
        sample.violations.front()->fits == Fits::kStream) {
      continue;
    }
    const std::string clause(sample.violations.front()->clause);
    if (!seen.insert(clause).second) {
      continue;
    }
    const Case smallest = Smallest(sample.test_case, [&](const Case& shrink) {
      return BrokenClauses(shrink).contains(clause);
    });
    ASSERT_EQ(smallest.steps.size(), 1U) << ToJson(smallest);
    EXPECT_EQ(smallest.series.size(), 1U) << ToJson(smallest);
    const Json& body = smallest.steps.front().body;
    EXPECT_EQ(body.size(), 1U) << ToJson(smallest);
    EXPECT_EQ(body.at("entries").size(), 1U) << ToJson(smallest);
    EXPECT_EQ(body.at("entries").at(0).at("propertyValues").size(), 1U) << ToJson(smallest);
  }
  EXPECT_GT(seen.size(), 12U);
}

TEST(ShrinksOf, OfThePlainestCaseAreNone) {
  EXPECT_THAT(AllShrinksOf(CaseOf(R"({"id": "x", "series": {"s1": {}}, "steps": [{"put": {"entries":
      [{"entryId": "a", "series": "s1", "propertyValues":
        [{"value": {"doubleValue": 0.0}, "at": "t0"}]}]}}]})")),
              IsEmpty());
}

TEST(ShrinksOf, DropASeriesWithAllThatIsAboutIt) {
  const Case original = CaseOf(R"({"id": "x", "series": {"s1": {}, "s2": {}}, "steps": [
      {"put": {"entries": [{"entryId": "a", "series": "s1", "propertyValues": []},
                           {"entryId": "b", "series": "s2", "propertyValues": []}]}},
      {"put_raw": {"body": "${s2.alias}"}}, {"latest": {"series": "s2"}},
      {"batch_latest": {"series": ["s1", "s2"]}}, {"read_back": ["s2"]}]})");
  std::vector<std::string> texts;
  for (const Case& shrink : AllShrinksOf(original)) {
    texts.push_back(ToJson(shrink));
  }
  EXPECT_THAT(texts, Contains(ToJson(CaseOf(R"({"id": "x", "series": {"s1": {}}, "steps": [
      {"put": {"entries": [{"entryId": "a", "series": "s1", "propertyValues": []}]}},
      {"batch_latest": {"series": ["s1"]}}]})"))));
}

TEST(ShrinksOf, KeepTheQualityOfANull) {
  const Case original = CaseOf(R"({"id": "x", "series": {"s1": {}}, "steps": [{"put": {"entries":
      [{"entryId": "a", "series": "s1", "propertyValues":
        [{"value": {"nullValue": {"valueType": "D"}}, "at": "t0", "quality": "UNCERTAIN"}]}]}}]})");
  const std::vector<Case> shrinks = AllShrinksOf(original);
  ASSERT_EQ(shrinks.size(), 1U);
  EXPECT_EQ(shrinks[0].steps[0].body.at("entries").at(0).at("propertyValues").at(0).at("quality"),
            "BAD");
}

TEST(ShrinksOf, CutRawBodiesBetweenCharactersAndLeaveSymbolsWhole) {
  const Case original = CaseOf(
      R"({"id": "x", "series": {"s1": {}}, "steps": [{"put_raw": {"body": "\u00e9${s1.alias}!!!"}}]})");
  const Case smallest = Smallest(original, [](const Case& shrink) {
    return ToJson(shrink).find("${s1.alias}") != std::string::npos;
  });
  EXPECT_EQ(smallest.steps.front().body.at("body"), "${s1.alias}");
}

TEST(ShrinksOf, CutBytesThatAreNotText) {
  Case original{.id = "x"};
  Json body;
  body["body_base64"] = spec::EncodeBase64("abc\xff\xfe{}defgh");
  original.steps.push_back({.kind = StepKind::kPutRaw, .body = body});
  const Case smallest = Smallest(original, [](const Case& shrink) {
    const auto bytes =
        spec::DecodeBase64(shrink.steps.front().body.value("body_base64", std::string()));
    return bytes && bytes->find('\xff') != std::string::npos;
  });
  EXPECT_EQ(spec::DecodeBase64(smallest.steps.front().body.at("body_base64").get<std::string>()),
            "\xff");
}

// What is left of a case is sent as it was: no value loses a member or becomes simpler.
TEST(PartsOf, LackWholeElementsOnly) {
  const Case whole = CaseOf(R"({"id": "c", "series": {"s1": {}}, "steps": [{"put": {"entries": [
      {"entryId": "e1", "series": "s1", "propertyValues": [
        {"value": {"doubleValue": 2.5}, "at": "t0+1s", "quality": "BAD"},
        {"value": {"doubleValue": 3.5}, "at": "t0+2s", "quality": "UNCERTAIN"}]}]}}]})");
  const Json values = whole.steps[0].body["entries"][0]["propertyValues"];
  std::vector<Json> left;
  auto parts = PartsOf(whole);
  while (const auto part = parts.next()) {
    left.push_back(part->steps[0].body["entries"][0]["propertyValues"]);
  }
  EXPECT_THAT(left,
              testing::UnorderedElementsAre(Json::array({values[0]}), Json::array({values[1]})));
}

TEST(SimplerTimes, LeadToTheBeginningOfTheSlice) {
  EXPECT_THAT(SimplerTimes("t0"), IsEmpty());
  EXPECT_THAT(SimplerTimes("now-604800s+3s"), testing::ElementsAre("t0"));
  EXPECT_THAT(SimplerTimes("t0+37s+5ns"),
              testing::ElementsAre("t0", "t0+5ns", "t0+1s+5ns", "t0+37s", "t0+37s+1ns"));
}

TEST(SimplerTexts, AreCutBetweenCharacters) {
  EXPECT_THAT(SimplerTexts("\u00e9b", 1),
              testing::UnorderedElementsAre("a", "aa", "\u00e9", "b", "\u00e9"));
  EXPECT_THAT(SimplerTexts("aaaa", 3), testing::Each("aaa"));
}

TEST(SimplerVariants, KeepTheMemberAndAreSimpler) {
  EXPECT_THAT(SimplerVariants(Json::parse(R"({"integerValue":2147483648})")),
              Contains(Json::parse(R"({"integerValue":1})")));
  EXPECT_THAT(SimplerVariants(Json::parse(R"({"doubleValue":123.456})")),
              Contains(Json::parse(R"({"doubleValue":100.0})")));
  EXPECT_THAT(SimplerVariants(Json::parse(R"({"doubleValue":1.0,"stringValue":null})")),
              Contains(Json::parse(R"({"doubleValue":1.0})")));
  EXPECT_THAT(SimplerVariants(Json::parse(R"({"booleanValue":false})")), IsEmpty());
}

}  // namespace
}  // namespace swc::generators
