// The oracles of the harnesses object to what is wrong, and to nothing else.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/input/answer_input.h"
#include "fuzz/input/input.h"
#include "fuzz/oracles/answer_check.h"
#include "fuzz/oracles/legal_check.h"
#include "fuzz/oracles/mutant_check.h"
#include "fuzz/oracles/plain_answer.h"
#include "fuzz/oracles/play_in_process.h"
#include "fuzz/oracles/request_check.h"
#include "fuzz/oracles/user_file_check.h"
#include "generators/case/case.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/reading.h"
#include "spec/http_message.h"

namespace swc::fuzz {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Optional;

constexpr std::string_view kJson = "Content-Type: application/json";

generators::Case CaseWith(std::string_view values) {
  const auto test_case = CaseOf(fmt::format(
      R"({{"id":"fuzz/12","clauses":["store.acknowledged"],"title":"t","series":{{"s1":{{}}}},"steps":[{{"put":{{"entries":[{{"entryId":"e1","series":"s1","propertyValues":[{}]}}]}}}}]}})",
      values));
  EXPECT_TRUE(test_case.has_value());
  return *test_case;
}

std::string Value(std::string_view at, std::string_view quality) {
  return fmt::format(R"({{"value":{{"doubleValue":1.5}},"at":"{}","quality":"{}"}})", at, quality);
}

TEST(InputTest, NumbersStandAtTheEndOfTheId) {
  generators::Case test_case = CaseWith(Value("t0", "GOOD"));
  EXPECT_EQ(NumberOf(test_case), 12U);
  test_case.id = "found/time.window.past/abc";
  EXPECT_EQ(NumberOf(test_case), 0U);
  test_case.id = "99999999999999999999999";
  EXPECT_EQ(NumberOf(test_case), 0U);
  EXPECT_EQ(CaseOf(""), std::nullopt);
  EXPECT_EQ(CaseOf(std::string(kCaseBytesMax + 1, ' ')), std::nullopt);
}

TEST(RequestCheckTest, TakesAnyBytes) {
  RequestCheck check;
  for (const std::string_view body :
       {"", "{", "[]", "null", "\xFF\xFE", R"({"entries":[]})", R"({"entries":[{}]})",
        R"({"entries":[{"entryId":"e1","propertyAlias":"/a","propertyValues":[]}]})"}) {
    EXPECT_THAT(check.Objection(body), IsEmpty()) << body;
  }
  EXPECT_THAT(check.Objection(std::string(10'000, '[')), IsEmpty());
  for (int i = 0; i < 4; ++i) {
    // Numbers that no double holds, in bodies of each class that is written anew or not.
    EXPECT_THAT(check.Objection(R"({"entries":[],"a":1e999})" + std::string(i, ' ')), IsEmpty());
  }
}

TEST(RequestCheckTest, TellsReadingsApart) {
  const auto read = [](std::string_view body) {
    spec::HttpRequest request;
    request.headers = {{"Content-Type", "application/json"}};
    request.body = body;
    return reference::ParsePut(request);
  };
  const auto one =
      read(R"({"entries":[{"entryId":"e1","propertyAlias":"/a","propertyValues":[]}]})");
  EXPECT_THAT(DifferenceOf(one, one), IsEmpty());
  EXPECT_THAT(DifferenceOf(one, read("{")), HasSubstr("as a whole"));
  EXPECT_THAT(DifferenceOf(one, read(R"({"entries":[]})")), HasSubstr("entries became"));
  EXPECT_THAT(
      DifferenceOf(
          one, read(R"({"entries":[{"entryId":"e2","propertyAlias":"/a","propertyValues":[]}]})")),
      HasSubstr("entry 0"));
}

TEST(LegalCheckTest, IsSilentUnderManyPolicies) {
  generators::Case test_case = CaseWith(Value("t0", "GOOD") + "," + Value("t0", "BAD") + "," +
                                        Value("now-604800s", "GOOD") + "," + Value("t0", "GOOD"));
  for (std::uint64_t number = 0; number < 60; ++number) {
    test_case.id = IdOf(number);
    EXPECT_THAT(LegalObjection(test_case), IsEmpty()) << number;
  }
}

TEST(PlayTest, IsTheSameForTheSameNumber) {
  const generators::Case test_case = CaseWith(Value("t0", "GOOD"));
  const InProcessOptions options{
      .policies = PoliciesOf(5), .number = 5, .clock_steps = true, .record = true};
  const PlayedCase first = PlayInProcess(test_case, options);
  const PlayedCase second = PlayInProcess(test_case, options);
  ASSERT_EQ(first.exchanges.size(), second.exchanges.size());
  for (std::size_t i = 0; i < first.exchanges.size(); ++i) {
    EXPECT_EQ(first.exchanges[i].second.body, second.exchanges[i].second.body);
  }
  EXPECT_THAT(PoliciesOf(4), IsEmpty());
  EXPECT_THAT(PoliciesOf(5), Not(IsEmpty()));
}

TEST(AnswerCheckTest, DoesNotObjectToWhatTheJudgeFlagsOrRightlyPasses) {
  EXPECT_THAT(AnswerObjection(""), IsEmpty());
  EXPECT_THAT(AnswerObjection(AnswerInput(0, 200, kJson, R"({"errorEntries":[]})")), IsEmpty());
  EXPECT_THAT(AnswerObjection(AnswerInput(1, 200, kJson, R"({"errorEntries":[]})")), IsEmpty());
  EXPECT_THAT(AnswerObjection(AnswerInput(0, 500, "", "\xFF")), IsEmpty());
  EXPECT_THAT(AnswerObjection(AnswerInput(4, 200, kJson, R"({"assetPropertyValueHistory":[]})")),
              IsEmpty());
}

TEST(PlainAnswerTest, FindsWhatIsWrongByItself) {
  const PlainPut put{.sent = {{"e1", {5}}, {"e2", {7}}}, .out_of_window = {"e2"}};
  const auto answer = [](std::string_view id, std::string_view code, std::string_view times) {
    return fmt::format(
        R"({{"errorEntries":[{{"entryId":"{}","errors":[{{"errorCode":"{}","errorMessage":"m","timestamps":[{}]}}]}}]}})",
        id, code, times);
  };
  const std::string_view late = "TimestampOutOfRangeException";
  EXPECT_THAT(WhyNoAnswer(put, answer("e2", late, R"({"timeInSeconds":7})")), Optional(IsEmpty()));
  EXPECT_THAT(WhyNoAnswer(put, answer("e2", late, R"({"timeInSeconds":8})")),
              Optional(HasSubstr("not sent")));
  EXPECT_THAT(WhyNoAnswer(put, answer("e1", late, "")), Optional(HasSubstr("does not earn")));
  EXPECT_THAT(WhyNoAnswer(put, answer("e3", late, "")), Optional(HasSubstr("not sent")));
  EXPECT_THAT(WhyNoAnswer(put, answer("e2", "Late", "")), Optional(HasSubstr("nine codes")));
  EXPECT_THAT(WhyNoAnswer(put, R"({"errorEntries":[]})"),
              Optional(HasSubstr("has to be reported")));
  EXPECT_THAT(WhyNoAnswer(put, R"({"errorEntries":null})"), Optional(HasSubstr("no list")));
  EXPECT_THAT(WhyNoAnswer(put, "<html>"), Optional(HasSubstr("no list")));
  EXPECT_EQ(WhyNoAnswer(put, R"({"errorEntries":[],"errorEntries":[]})"), std::nullopt);
  EXPECT_EQ(WhyNoAnswer(put, R"({"errorEntries":[],"more":1e1007})"), std::nullopt);
}

TEST(PlainAnswerTest, CountsTheValuesOfAHistory) {
  EXPECT_TRUE(MayShow(R"({"assetPropertyValueHistory":[1,2]})", 2));
  EXPECT_FALSE(MayShow(R"({"assetPropertyValueHistory":[1,2]})", 1));
  EXPECT_FALSE(MayShow("[]", 0));
  EXPECT_FALSE(MayShow(R"({"assetPropertyValueHistory":[1,2)", 2));
  // JSON, but not for the DOM.
  EXPECT_TRUE(MayShow(R"({"assetPropertyValueHistory":[1,2],"more":1e1007})", 2));
}

TEST(MutantCheckTest, KillsWhatTheCaseShows) {
  const reference::Mutant* mutant = reference::FindMutant("third-quality-evicts");
  ASSERT_NE(mutant, nullptr);
  const MutantResult shown = CheckMutant(
      CaseWith(Value("t0", "GOOD") + "," + Value("t0", "BAD") + "," + Value("t0", "UNCERTAIN")),
      *mutant, 0);
  EXPECT_TRUE(shown.killed);
  EXPECT_THAT(shown.objection, IsEmpty());
  const MutantResult hidden = CheckMutant(CaseWith(Value("t0", "GOOD")), *mutant, 0);
  EXPECT_FALSE(hidden.killed);
  EXPECT_THAT(hidden.objection, IsEmpty());
}

// How many values stand on a page is the server's choice: one page does not tell what is missing.
TEST(MutantCheckTest, PagesThatGoOnShowNothingByThemselves) {
  const reference::Mutant* mutant = reference::FindMutant("full-page-loses-last");
  ASSERT_NE(mutant, nullptr);
  const auto paged = CaseOf(
      R"({"id":"fuzz/1","clauses":["read.request.number"],"title":"t","series":{"s1":{"aliased":true}},"steps":[)"
      R"({"put":{"entries":[{"entryId":"e1","series":"s1","propertyValues":[)"
      R"({"value":{"doubleValue":1.5},"at":"t0+1s"},{"value":{"doubleValue":2.5},"at":"t0+2s"},)"
      R"({"value":{"doubleValue":3.5},"at":"t0+3s"}]}]}},)"
      R"({"read_raw":{"path":"/properties/history?propertyAlias=${s1.alias}&qualities=GOOD)"
      R"(&startDate=${t0.date}&endDate=${t0+5s.date}&maxResults=2"}}]})");
  ASSERT_TRUE(paged);
  const MutantResult result = CheckMutant(*paged, *mutant, 0);
  EXPECT_THAT(result.objection, IsEmpty());
  EXPECT_FALSE(result.killed);
}

// The comparison with legal servers sees what was accepted, stored and shown, and no more.
TEST(MutantCheckTest, EffectsLeaveOutCodesTextsAndOrder) {
  const spec::HttpRequest put;
  const auto effect = [](const spec::HttpRequest& request, int status, std::string body) {
    return EffectOf(request, {.status = status, .headers = {}, .body = std::move(body)});
  };
  EXPECT_EQ(effect(put, 200, R"({"errorEntries":[{"entryId":"a","errors":[1]},{"entryId":"b"}]})"),
            effect(put, 200, R"({"errorEntries":[{"entryId":"b"},{"entryId":"a","errors":[]}]})"));
  EXPECT_NE(effect(put, 200, R"({"errorEntries":[]})"), effect(put, 400, ""));
  EXPECT_EQ(effect(put, 404, "x"), effect(put, 400, ""));
  const spec::HttpRequest read{
      .method = "GET", .target = "/properties/history", .headers = {}, .body = ""};
  EXPECT_EQ(
      effect(read, 200, R"({"a":[{"value":{"doubleValue":1},"timestamp":{"timeInSeconds":1}}]})"),
      effect(
          read, 200,
          R"({"b":[{"timestamp":{"timeInSeconds":1,"offsetInNanos":0},"value":{"doubleValue":1}}]})"));
}

TEST(UserFileObjectionTest, WhatIsTakenOrRefusedInOneLineIsNoObjection) {
  for (const std::string_view input :
       {"", "{", "[1]", R"({"endpoint":"http://127.0.0.1:1"})", R"({"a\nb":1})", "run\n--seed\n1",
        "run\n--seed\n-1", "--help", "nothing\n\n", "\xFF\xFE"}) {
    EXPECT_EQ(UserFileObjection(input), "") << input;
  }
}

}  // namespace
}  // namespace swc::fuzz
