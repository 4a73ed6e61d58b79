#include "conformance/judge/read_answer.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/observations.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

spec::HttpResponse Answer(std::string_view body) {
  return {.status = 200, .headers = {}, .body = std::string(body)};
}

std::string OneValue(std::string_view variant) {
  return fmt::format(R"({{"value":{},"timestamp":{{"timeInSeconds":5}},"quality":"BAD"}})",
                     variant);
}

std::optional<spec::Value> ValueOf(std::string_view variant) {
  Observations observations;
  const LatestAnswer answer = ParseLatestAnswer(
      Answer(fmt::format(R"({{"propertyValue":{}}})", OneValue(variant))), observations);
  EXPECT_EQ(answer.usable, observations.deviations.empty());
  return answer.value ? std::optional(answer.value->value) : std::nullopt;
}

TEST(ParseLatestAnswerTest, ReadsEveryKindOfValue) {
  EXPECT_EQ(ValueOf(R"({"doubleValue":1.5})"), spec::Value(1.5));
  EXPECT_EQ(ValueOf(R"({"doubleValue":2})"), spec::Value(2.0));
  EXPECT_EQ(ValueOf(R"({"integerValue":-2147483648})"), spec::Value(std::int32_t{INT32_MIN}));
  EXPECT_EQ(ValueOf(R"({"stringValue":"a"})"), spec::Value(std::string("a")));
  EXPECT_EQ(ValueOf(R"({"booleanValue":false})"), spec::Value(false));
  EXPECT_EQ(ValueOf(R"({"nullValue":{"valueType":"S"}})"),
            spec::Value(spec::NullValue{.letter = 'S'}));
  EXPECT_EQ(ValueOf(R"({"doubleValue":1.5,"stringValue":null})"), spec::Value(1.5));
}

TEST(ParseLatestAnswerTest, ReadsTheWordsForDoublesThatAreNoNumbers) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(ValueOf(R"({"doubleValue":"Infinity"})"), spec::Value(kInfinity));
  EXPECT_EQ(ValueOf(R"({"doubleValue":"-Infinity"})"), spec::Value(-kInfinity));
  EXPECT_TRUE(std::isnan(std::get<double>(*ValueOf(R"({"doubleValue":"NaN"})"))));
}

class MisshapenVariantTest : public testing::TestWithParam<std::string_view> {};

TEST_P(MisshapenVariantTest, IsADeviation) { EXPECT_EQ(ValueOf(GetParam()), std::nullopt); }

INSTANTIATE_TEST_SUITE_P(
    Each, MisshapenVariantTest,
    testing::Values("7", "{}", R"({"doubleValue":null})", R"({"doubleValue":"nan"})",
                    R"({"doubleValue":true})", R"({"integerValue":2147483648})",
                    R"({"integerValue":-2147483649})", R"({"integerValue":1.5})",
                    R"({"integerValue":"1"})", R"({"stringValue":1})", R"({"booleanValue":"true"})",
                    R"({"booleanValue":0})", R"({"nullValue":{}})", R"({"nullValue":7})",
                    R"({"nullValue":{"valueType":"SS"}})", R"({"nullValue":{"valueType":1}})",
                    R"({"doubleValue":1.5,"integerValue":1})", R"({"longValue":1})"));

struct BadPage {
  std::string_view body;
  std::string_view kind;
  bool usable = false;
};

std::ostream& operator<<(std::ostream& out, const BadPage& page) { return out << page.body; }

class BadHistoryPageTest : public testing::TestWithParam<BadPage> {};

TEST_P(BadHistoryPageTest, IsADeviationOfItsShape) {
  Observations observations;
  const HistoryPage page = ParseHistoryPage(Answer(GetParam().body), std::nullopt, observations);
  ASSERT_THAT(observations.deviations, SizeIs(1));
  EXPECT_EQ(observations.deviations.front().clause->id, "read.history.shape");
  EXPECT_EQ(observations.deviations.front().kind, GetParam().kind);
  EXPECT_EQ(page.usable, GetParam().usable);
}

constexpr std::string_view kList = "no-assetPropertyValueHistory";

INSTANTIATE_TEST_SUITE_P(
    Each, BadHistoryPageTest,
    testing::Values(BadPage{"", "no-object"}, BadPage{"[]", "no-object"}, BadPage{"{}", kList},
                    BadPage{R"({"assetPropertyValueHistory":{}})", kList},
                    BadPage{R"({"assetPropertyValueHistory":[],"nextToken":7})", "token", true},
                    BadPage{R"({"assetPropertyValueHistory":[{}]})", "value", true},
                    BadPage{R"({"assetPropertyValueHistory":[7]})", "value", true},
                    BadPage{R"({"assetPropertyValueHistory":[{"value":{"doubleValue":1},
                   "timestamp":{"timeInSeconds":5.5}}]})",
                            "value", true},
                    BadPage{R"({"assetPropertyValueHistory":[{"value":{"doubleValue":1},
                   "timestamp":{"offsetInNanos":5}}]})",
                            "value", true},
                    BadPage{R"({"assetPropertyValueHistory":[{"value":{"doubleValue":1},
                   "timestamp":{"timeInSeconds":5,"offsetInNanos":1000000000}}]})",
                            "value", true},
                    BadPage{R"({"assetPropertyValueHistory":[{"value":{"doubleValue":1},
                   "timestamp":{"timeInSeconds":5,"offsetInNanos":-1}}]})",
                            "value", true},
                    BadPage{R"({"assetPropertyValueHistory":[{"value":{"doubleValue":1},
                   "timestamp":{"timeInSeconds":5,"offsetInNanos":"1"}}]})",
                            "value", true},
                    BadPage{R"({"assetPropertyValueHistory":[{"value":{"doubleValue":1},
                   "timestamp":{"timeInSeconds":5},"quality":"FINE"}]})",
                            "value", true},
                    BadPage{R"({"assetPropertyValueHistory":[{"value":{"doubleValue":1},
                   "timestamp":{"timeInSeconds":5},"quality":1}]})",
                            "value", true}));

TEST(ParseHistoryPageTest, ATimeThatDoesNotFitIsNamedAsSuch) {
  for (const std::string_view number : {"1000000000000000000000000000000", "9223372036854775808"}) {
    Observations observations;
    const HistoryPage page = ParseHistoryPage(
        Answer(fmt::format(R"({{"assetPropertyValueHistory":[{{"value":{{"doubleValue":1}},
            "timestamp":{{"timeInSeconds":{}}}}}]}})",
                           number)),
        std::nullopt, observations);
    EXPECT_TRUE(page.values.empty());
    ASSERT_EQ(observations.deviations.size(), 1U);
    EXPECT_EQ(observations.deviations.front().observed,
              "a number in the timestamp of a value does not fit 64 bits");
  }
}

TEST(ParseHistoryPageTest, WhatIsLeftOutHasItsDefault) {
  Observations observations;
  const HistoryPage page = ParseHistoryPage(Answer(R"({"assetPropertyValueHistory":[
      {"value":{"doubleValue":1},"timestamp":{"timeInSeconds":5,"offsetInNanos":null},
       "quality":null}],"nextToken":null})"),
                                            spec::Quality::kUncertain, observations);
  EXPECT_THAT(observations.deviations, IsEmpty());
  ASSERT_THAT(page.values, SizeIs(1));
  EXPECT_EQ(page.values[0].time, (spec::Instant{.seconds = 5}));
  EXPECT_EQ(page.values[0].quality, spec::Quality::kUncertain);
  EXPECT_FALSE(page.values[0].offset_given);
  EXPECT_EQ(page.next_token, std::nullopt);
}

TEST(ParseHistoryPageTest, HalfASurrogatePairThatWasAcceptedMayComeBack) {
  Observations observations;
  const HistoryPage page = ParseHistoryPage(Answer(R"({"assetPropertyValueHistory":[
      {"value":{"stringValue":"\ud800"},"timestamp":{"timeInSeconds":5}}]})"),
                                            std::nullopt, observations);
  EXPECT_FALSE(page.usable);
  EXPECT_THAT(observations.deviations, IsEmpty());
}

TEST(ParseLatestAnswerTest, AnAnswerWithoutAValueIsAnAnswer) {
  Observations observations;
  EXPECT_TRUE(ParseLatestAnswer(Answer("{}"), observations).usable);
  EXPECT_THAT(observations.deviations, IsEmpty());
  EXPECT_TRUE(ParseLatestAnswer(Answer(R"({"propertyValue":null})"), observations).usable);
  ASSERT_THAT(observations.deviations, SizeIs(1));
  EXPECT_EQ(observations.deviations.front().clause->id, "read.latest.none");
  EXPECT_FALSE(ParseLatestAnswer(Answer("<html>"), observations).usable);
  EXPECT_THAT(observations.deviations, SizeIs(2));
}

TEST(ParseBatchAnswerTest, SortsTheEntriesByTheirIds) {
  Observations observations;
  const std::string value = OneValue(R"({"doubleValue":1.5})");
  const BatchAnswer answer = ParseBatchAnswer(
      Answer(fmt::format(
          R"({{"errorEntries":[{{"entryId":"e1","errorCode":"AccessDeniedException",
             "errorMessage":"no"}},{{"errorCode":"InvalidRequestException"}}],"successEntries":[
             {{"entryId":"a","assetPropertyValue":{0}}},{{"entryId":"b","assetPropertyValue":null}},
             {{"entryId":"c","assetPropertyValueHistory":[{0},{0}]}},
             {{"entryId":"d","assetPropertyValue":{{}}}}],"skippedEntries":[],"nextToken":"t"}})",
          value)),
      std::nullopt, observations);
  EXPECT_TRUE(answer.usable);
  EXPECT_THAT(answer.errors, ElementsAre("", "e1"));
  EXPECT_THAT(answer.values.at("a"), SizeIs(1));
  EXPECT_THAT(answer.values.at("b"), IsEmpty());
  EXPECT_THAT(answer.values.at("c"), SizeIs(2));
  EXPECT_EQ(answer.next_token, "t");
  ASSERT_THAT(observations.deviations, SizeIs(3));
  EXPECT_EQ(observations.deviations[0].kind, "entryId");  // Of the second error.
  EXPECT_EQ(observations.deviations[1].kind, "null");     // Of entry b.
  EXPECT_EQ(observations.deviations[2].kind, "value");    // Of entry d.
}

std::vector<std::string> KindsFound(const Observations& observations) {
  std::vector<std::string> found;
  for (const Deviation& deviation : observations.deviations) {
    found.push_back(deviation.clause->id + "/" + deviation.kind);
  }
  return found;
}

TEST(ParseBatchAnswerTest, AnErrorCodeIsOneOfThree) {
  const auto found = [](std::string_view code) {
    Observations observations;
    EXPECT_TRUE(ParseBatchAnswer(Answer(fmt::format(
                                     R"({{"errorEntries":[{{"entryId":"e","errorMessage":"no"{}}}],
                          "successEntries":[],"skippedEntries":[]}})",
                                     code)),
                                 std::nullopt, observations)
                    .usable);
    return KindsFound(observations);
  };
  EXPECT_THAT(found(R"(,"errorCode":"ResourceNotFoundException")"), IsEmpty());
  EXPECT_THAT(found(R"(,"errorCode":"ThrottlingException")"), IsEmpty());  // Passes by itself.
  EXPECT_THAT(found(R"(,"errorCode":"NotFound")"), ElementsAre("read.batch.error.code/other"));
  EXPECT_THAT(found(R"(,"errorCode":404)"), ElementsAre("read.batch.error.code/none"));
  EXPECT_THAT(found(""), ElementsAre("read.batch.error.code/none"));
}

TEST(ParseHistoryPageTest, ATokenHasBoundsAndLetters) {
  const auto found = [](const std::string& token) {
    Observations observations;
    const HistoryPage page = ParseHistoryPage(
        Answer(fmt::format(R"({{"assetPropertyValueHistory":[],"nextToken":"{}"}})", token)),
        std::nullopt, observations);
    EXPECT_EQ(page.next_token.value_or(""), token);
    return KindsFound(observations);
  };
  EXPECT_THAT(found("aZ09+/="), IsEmpty());
  EXPECT_THAT(found(std::string(4096, 'a')), IsEmpty());
  EXPECT_THAT(found(std::string(4097, 'a')), ElementsAre("read.token.length/too-long"));
  EXPECT_THAT(found(""), ElementsAre("read.token.length/empty"));
  EXPECT_THAT(found("a-b"), ElementsAre("read.token.letters/other"));
  EXPECT_THAT(found("-_"), ElementsAre("read.token.pattern/none"));
}

TEST(ParseBatchAnswerTest, ASkippedEntryHasAStatus) {
  const auto found = [](std::string_view entry) {
    Observations observations;
    EXPECT_TRUE(
        ParseBatchAnswer(
            Answer(fmt::format(R"({{"errorEntries":[],"successEntries":[],"skippedEntries":[{}]}})",
                               entry)),
            std::nullopt, observations)
            .usable);
    return KindsFound(observations);
  };
  EXPECT_THAT(found(R"({"entryId":"e","completionStatus":"SUCCESS"})"), IsEmpty());
  EXPECT_THAT(found(R"({"entryId":"e","completionStatus":"SUCCESS","errorInfo":null})"), IsEmpty());
  EXPECT_THAT(found(R"({"entryId":"e","completionStatus":"ERROR","errorInfo":
                     {"errorCode":"AccessDeniedException","errorTimestamp":1750000000.5}})"),
              IsEmpty());
  EXPECT_THAT(found(R"({"entryId":"e","completionStatus":"ERROR","errorInfo":
                     {"errorCode":"AccessDeniedException"}})"),
              ElementsAre("read.batch.skipped/errorInfo"));
  EXPECT_THAT(found(R"({"entryId":"e","completionStatus":"DONE"})"),
              ElementsAre("read.batch.skipped/completionStatus"));
  EXPECT_THAT(found(R"({"completionStatus":"SUCCESS"})"),
              ElementsAre("read.batch.skipped/entryId"));
}

TEST(ParseBatchAnswerTest, ThreeListsAreRequired) {
  Observations observations;
  EXPECT_FALSE(ParseBatchAnswer(Answer("[]"), std::nullopt, observations).usable);
  EXPECT_FALSE(
      ParseBatchAnswer(Answer(R"({"errorEntries":[]})"), std::nullopt, observations).usable);
  EXPECT_FALSE(
      ParseBatchAnswer(Answer(R"({"successEntries":[]})"), std::nullopt, observations).usable);
  EXPECT_THAT(
      KindsFound(observations),
      ElementsAre("read.history.shape/no-object", "read.batch.lists/no-successEntries",
                  "read.batch.lists/no-skippedEntries", "read.batch.lists/no-errorEntries"));
  EXPECT_EQ(observations.deviations[2].more, 1);
}

TEST(ShowsSameTest, AZeroOfUnknownSignIsEitherZero) {
  SeenValue seen{.value = 0.0};
  EXPECT_TRUE(ShowsSame(seen, 0.0));
  EXPECT_FALSE(ShowsSame(seen, -0.0));
  seen.zero_of_unknown_sign = true;
  EXPECT_TRUE(ShowsSame(seen, -0.0));
  EXPECT_FALSE(ShowsSame(seen, 1.0));
  EXPECT_FALSE(ShowsSame(seen, std::string("0")));
}

}  // namespace
}  // namespace swc::conformance
