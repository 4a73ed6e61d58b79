
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/put/judge.h"
#include "reference/reading/directory.h"
#include "reference/reading/reading.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr std::int64_t kNow = 1'760'000'000;

// Returns an entry of one value, `ahead` seconds after now.
std::string EntryOf(std::string_view id, std::int64_t ahead, std::string_view value) {
  return fmt::format(R"({{"entryId":"{0}","propertyAlias":"/{0}","propertyValues":[{{"value":{2},)"
                     R"("timestamp":{{"timeInSeconds":{1}}},"quality":"GOOD"}}]}})",
                     id, kNow + ahead, value);
}

// Judges the answer to a put of these entries.
Observations JudgeEntries(std::string_view entries, const spec::HttpResponse& answer) {
  const std::string body = fmt::format(R"({{"entries":[{}]}})", entries);
  reference::Directory directory;
  directory.streams = reference::Setting::kOn;
  Beliefs beliefs;
  const spec::Instant now{.seconds = kNow, .nanos = 0};
  const reference::Reading reading = reference::ParsePut(
      {.method = "POST",
       .target = "/properties",
       .headers = {{"Content-Type", "application/json"}},
       .body = body},
      {.directory = directory, .series = beliefs, .now_earliest = now, .now_latest = now});
  return JudgePut({.reading = reading, .response = answer, .directory = directory, .now = now},
                  beliefs);
}

Observations JudgeOne(std::int64_t ahead, std::string_view text, const spec::HttpResponse& answer) {
  return JudgeEntries(EntryOf("e1", ahead, fmt::format(R"({{"stringValue":"{}"}})", text)), answer);
}

spec::HttpResponse Reported(std::string_view code) {
  return {.status = 200,
          .headers = {{"Content-Type", "application/json"}},
          .body = fmt::format(R"({{"errorEntries":[{{"entryId":"e1","errors":[{{"errorCode":"{}",)"
                              R"("errorMessage":"m","timestamps":[]}}]}}]}})",
                              code)};
}

TEST(WindowNoteTest, BothPagesAreNamedWhereTheyDiffer) {
  for (const std::int64_t ahead : {301, 450, 600}) {
    const Observations judged = JudgeOne(ahead, "a", Reported("TimestampOutOfRangeException"));
    ASSERT_THAT(judged.deviations, SizeIs(1)) << ahead;
    EXPECT_EQ(judged.deviations.front().clause->id, "time.window.future");
    EXPECT_THAT(judged.deviations.front().expected,
                AllOf(HasSubstr("API_BatchPutAssetPropertyValue"), HasSubstr("troubleshoot-rule"),
                      HasSubstr("either side")));
  }
}

TEST(WindowNoteTest, NoPageIsNamedWhereTheyAgree) {
  const Observations early = JudgeOne(300, "a", Reported("TimestampOutOfRangeException"));
  ASSERT_THAT(early.deviations, SizeIs(1));
  EXPECT_EQ(early.deviations.front().clause->id, "time.window.future");
  EXPECT_THAT(early.deviations.front().expected, Not(HasSubstr("either side")));
  EXPECT_THAT(JudgeOne(601, "a", Reported("TimestampOutOfRangeException")).deviations, IsEmpty());
}

TEST(WindowNoteTest, ARefusalOfTheWholeRequestNamesThemToo) {
  const Observations judged =
      JudgeOne(450, "a",
               {.status = 400,
                .headers = {{"Content-Type", "application/json"},
                            {"X-Amzn-Errortype", "InvalidRequestException"}},
                .body = R"({"message":"m"})"});
  ASSERT_THAT(judged.deviations, SizeIs(1));
  EXPECT_THAT(judged.deviations.front().expected, HasSubstr("either side"));
}

constexpr std::string_view kOutside = "TimestampOutOfRangeException";
constexpr std::string_view kFlag = R"({"booleanValue":true})";
constexpr std::string_view kNoFlag = R"({"booleanValue":"true"})";

// Names what is wrong about an answer that calls a timestamp of e1 outside the window.
std::string NamedIfOutside(std::string_view entries) {
  const Observations judged = JudgeEntries(entries, Reported(kOutside));
  for (const Deviation& deviation : judged.deviations) {
    if (deviation.pointer == "/entries/0") {
      return deviation.clause->id + "|" + deviation.kind;
    }
  }
  return "";
}

TEST(FalseEdgeTest, WhatElseIsWrongIsNoReasonToCallATimestampOutside) {
  EXPECT_EQ(NamedIfOutside(EntryOf("e1", 400, kNoFlag)), "time.window.future|wrong-code");
  EXPECT_EQ(NamedIfOutside(EntryOf("e1", -300'000, kNoFlag)), "time.window.past|wrong-code");
  EXPECT_EQ(NamedIfOutside(EntryOf("e1", 400, kFlag) + "," + EntryOf("e2", 0, kNoFlag)),
            "time.window.future|reported");
}

TEST(FalseEdgeTest, NearNowTheCodeIsWrong) {
  EXPECT_EQ(NamedIfOutside(EntryOf("e1", 5, kNoFlag)), "wire.json.member-type|wrong-code");
  EXPECT_EQ(NamedIfOutside(EntryOf("e1", -3'600, kNoFlag)), "wire.json.member-type|wrong-code");
}

TEST(FalseEdgeTest, ATimestampThatCannotBeReadMayBeAnywhere) {
  EXPECT_EQ(
      NamedIfOutside(R"({"entryId":"e1","propertyAlias":"/e1","propertyValues":[{"value":)"
                     R"({"booleanValue":true},"timestamp":{"timeInSeconds":1760000400}},{"value":)"
                     R"({"booleanValue":true},"timestamp":{"timeInSeconds":"1760000400"}}]})"),
      "wire.json.member-type|wrong-code");
}

TEST(FalseEdgeTest, AnotherEntryThatIsOutsideIsAReason) {
  EXPECT_EQ(NamedIfOutside(EntryOf("e1", 400, kFlag) + "," + EntryOf("e2", 4'000, kFlag)),
            "entry.independent|reported");
}

TEST(OddCharactersTest, AnErrorOfTheEntryIsNotTakenForAcceptance) {
  for (const auto& [text, clause] :
       {std::pair<std::string_view, std::string_view>{"\xff", "wire.encoding.utf8"},
        {R"(\ud800)", "wire.encoding.surrogate"}}) {
    const Observations judged = JudgeOne(0, text, Reported("InvalidRequestException"));
    EXPECT_THAT(judged.deviations, IsEmpty());
    ASSERT_THAT(judged.choices, SizeIs(1)) << clause;
    EXPECT_EQ(judged.choices.front().clause->id, clause);
    EXPECT_EQ(judged.choices.front().alternative, "rejected-entry");
  }
}

}  // namespace
}  // namespace swc::conformance
