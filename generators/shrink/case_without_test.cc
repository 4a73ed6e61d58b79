#include "generators/shrink/case_without.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "generators/case/case.h"

namespace swc::generators {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Case CaseOfSteps(const std::string& steps) {
  const auto parsed =
      ParseCase(std::string_view(R"({"id": "a/one", "clauses": ["store.acknowledged"], "title": "t",
                           "series": {"s1": {}}, "steps": [)" +
                                 steps + "]}"),
                "test");
  EXPECT_TRUE(parsed.has_value()) << (parsed ? "" : parsed.error().message);
  return parsed.value_or(Case{});
}

// A put of one entry with this value and these members beside it.
Case CaseOfValue(std::string_view value, std::string_view beside = "", std::string_view flag = "") {
  return CaseOfSteps(
      R"({"put": {)" + std::string(flag) +
      R"("entries": [{"entryId": "e1", "series": "s1", "propertyValues": [{"value": )" +
      std::string(value) + R"(, "at": "t0+1s")" + std::string(beside) + "}]}]}}");
}

std::vector<std::string> WordsOf(const Case& test_case) {
  std::vector<std::string> words;
  for (const CaseWithout& other : CasesWithout(test_case)) {
    words.push_back(other.words);
  }
  return words;
}

// Returns the steps of a case without that of `words`, as text; empty if there is none.
std::string StepsWithout(const Case& test_case, std::string_view words) {
  const std::vector<CaseWithout> others = CasesWithout(test_case);
  const auto found = std::ranges::find(others, words, &CaseWithout::words);
  return found == others.end() ? "" : ToJson(found->test_case);
}

TEST(CaseWithoutTest, APlainCaseHasNothingToLeaveOut) {
  EXPECT_THAT(WordsOf(CaseOfValue(R"({"doubleValue": 1.5})")), IsEmpty());
}

TEST(CaseWithoutTest, NullMembersAreLeftOutAllAtOnce) {
  const Case nulls = CaseOfValue(R"({"stringValue": null, "doubleValue": 1.5, "nullValue": null})",
                                 R"(, "quality": null)");
  EXPECT_THAT(StepsWithout(nulls, "the null members"), Not(HasSubstr("null")));
  EXPECT_EQ(CasesWithout(nulls).front().clause, "wire.member.null-is-absent");
}

TEST(CaseWithoutTest, ANullInAListIsNoMember) {
  const Case element = CaseOfSteps(
      R"({"put": {"entries": [{"entryId": "e1", "series": "s1", "propertyValues": [null]}]}})");
  EXPECT_THAT(WordsOf(element), Not(testing::Contains("the null members")));
}

TEST(CaseWithoutTest, FlagAndQualityAreLeftOutEachByItself) {
  const Case both = CaseOfValue(R"({"doubleValue": 1.5})", R"(, "quality": "BAD")",
                                R"("enablePartialEntryProcessing": true, )");
  EXPECT_THAT(WordsOf(both), ElementsAre("the flag", "the qualities"));
  EXPECT_THAT(StepsWithout(both, "the flag"), HasSubstr("BAD"));
  EXPECT_THAT(StepsWithout(both, "the qualities"), HasSubstr("enablePartialEntryProcessing"));
}

TEST(CaseWithoutTest, ANullValueKeepsItsQuality) {
  EXPECT_THAT(WordsOf(CaseOfValue(R"({"nullValue": {"valueType": "D"}})", R"(, "quality": "BAD")")),
              Not(testing::Contains("the qualities")));
}

TEST(CaseWithoutTest, FractionsOfASecondAreLeftOut) {
  const Case fraction = CaseOfSteps(
      R"({"put": {"entries": [{"entryId": "e1", "series": "s1", "propertyValues": [
          {"value": {"doubleValue": 1.5}, "at": "t0+1s+1ns"}]}]}})");
  EXPECT_THAT(StepsWithout(fraction, "the fractions of a second"), HasSubstr("\"t0+1s\""));
}

TEST(CaseWithoutTest, OfSeveralEntriesTheFirstStays) {
  const Case two = CaseOfSteps(
      R"({"put": {"entries": [
          {"entryId": "e1", "series": "s1", "propertyValues": [{"value": {"doubleValue": 1.5}, "at": "t0"}]},
          {"entryId": "e2", "series": "s1", "propertyValues": [{"value": {"doubleValue": 2.5}, "at": "t0+1s"}]}]}})");
  EXPECT_THAT(StepsWithout(two, "the other entries"), Not(HasSubstr("e2")));
}

TEST(CaseWithoutTest, OfRawBodiesNullsAndNumberFormsAreLeftOutWhereTheyStand) {
  const Case raw = CaseOfSteps(
      R"({"put_raw": {"body": "{\"entries\": [{\"entryId\": \"e1\", \"assetId\": null, \"propertyAlias\": \"${s1.alias}\", \"propertyValues\": [{\"value\": {\"doubleValue\": 1.5}, \"timestamp\": {\"timeInSeconds\": ${t0.seconds}.0}, \"quality\": null}]}]}"}})");
  EXPECT_THAT(StepsWithout(raw, "the null members"), Not(HasSubstr("null")));
  EXPECT_THAT(StepsWithout(raw, "the null members"), HasSubstr("${t0.seconds}.0"));
  EXPECT_THAT(StepsWithout(raw, "the odd form of a number"), HasSubstr("${t0.seconds}}"));
}

TEST(CaseWithoutTest, WhatBreaksAClauseIsLeftOutAlone) {
  const Case broken = CaseOfSteps(
      R"({"put": {"entries": [{"entryId": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "series": "s1", "propertyValues": [{"value": {"doubleValue": 1.5}, "at": "t0", "quality": "good"}]}]}})");
  const std::string short_id = StepsWithout(broken, "what breaks entry.id.length");
  EXPECT_THAT(short_id, HasSubstr("\"good\""));
  EXPECT_THAT(short_id, Not(HasSubstr("aaaaaaaa")));
  EXPECT_THAT(StepsWithout(broken, "what breaks quality.enum"), HasSubstr("aaaaaaaa"));
}

}  // namespace
}  // namespace swc::generators
