// What fails again and again: an entry under a code that asks to try again, or the whole request.
#include "conformance/judge/put/lasting_failure.h"

#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/put/judge.h"
#include "conformance/judge/transient_answer.h"
#include "conformance/net/transport.h"
#include "reference/reading/directory.h"
#include "reference/reading/reading.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"

namespace swc::conformance {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

Observations JudgeFailure(std::string_view time, bool lasting) {
  const spec::HttpRequest request{
      .method = "POST",
      .target = "/properties",
      .headers = {{"Content-Type", "application/json"}},
      .body = R"({"entries":[{"entryId":"a","propertyAlias":"/s","propertyValues":[)"
              R"({"value":{"doubleValue":1.5},"timestamp":{"timeInSeconds":)" +
              std::string(time) + R"(},"quality":"GOOD"}]}]})"};
  const spec::HttpResponse response{
      .status = 200,
      .headers = {{"Content-Type", "application/json"}},
      .body = R"({"errorEntries":[{"entryId":"a","errors":[{"errorCode":)"
              R"("InternalFailureException","errorMessage":"no","timestamps":[]}]}]})"};
  const reference::Directory directory{.streams = reference::Setting::kOn};
  Beliefs beliefs;
  const reference::Reading reading = reference::ParsePut(request, {.directory = directory,
                                                                   .series = beliefs,
                                                                   .now_earliest = spec::kFixedNow,
                                                                   .now_latest = spec::kFixedNow});
  return JudgePut({.reading = reading,
                   .response = response,
                   .directory = directory,
                   .now = spec::kFixedNow,
                   .lasting = lasting},
                  beliefs);
}

TEST(LastingFailureTest, IsExcusedWhileItMayPass) {
  EXPECT_THAT(JudgeFailure("1749999990", false).deviations, IsEmpty());
}

TEST(LastingFailureTest, OfARightEntryIsAFalseRejection) {
  const Observations observations = JudgeFailure("1749999990", true);
  ASSERT_THAT(observations.deviations, SizeIs(1));
  EXPECT_EQ(observations.deviations.front().clause->id, "entry.valid.accepted");
  EXPECT_EQ(observations.deviations.front().observed,
            "entry 'a' was reported as InternalFailureException");
}

TEST(LastingFailureTest, OfAFaultyEntryIsAWrongCode) {
  const Observations observations = JudgeFailure("1740000000", true);
  ASSERT_THAT(observations.deviations, SizeIs(1));
  EXPECT_EQ(observations.deviations.front().clause->id, "time.window.code");
}

TEST(MayBeOfInputTest, OnlyIfAHarmlessRequestIsAnsweredAndNothingThrottles) {
  const Exchange failed{.response = spec::HttpResponse{.status = 500}};
  EXPECT_TRUE(MayBeOfInput(failed, true));
  EXPECT_FALSE(MayBeOfInput(failed, false));
  EXPECT_FALSE(MayBeOfInput({.response = spec::HttpResponse{.status = 429}}, true));
  EXPECT_TRUE(MayBeOfInput({.failure = TransportFailure::kDropped}, true));
}

TEST(IsAnswerTest, AnEntryThatFailsForGoodOrA408IsOne) {
  EXPECT_TRUE(IsAnswer({.response = spec::HttpResponse{.status = 200}}));
  EXPECT_TRUE(IsAnswer({.response = spec::HttpResponse{.status = 408}}));
  EXPECT_FALSE(IsAnswer({.response = spec::HttpResponse{.status = 500}}));
  EXPECT_FALSE(IsAnswer({.failure = TransportFailure::kTimeout}));
}

TEST(JudgeFailureTest, TellsAServersErrorFromABrokenConnection) {
  const auto name = [](const Exchange& exchange) {
    const Observations observations = JudgeFailure(exchange);
    return observations.deviations.front().clause->id + " " + observations.deviations.front().kind;
  };
  EXPECT_EQ(name({.response = spec::HttpResponse{.status = 500}}),
            "robust.server-error status-500");
  EXPECT_EQ(name({.failure = TransportFailure::kTimeout}),
            "robust.connection " + std::string(ToString(TransportFailure::kTimeout)));
}

TEST(KindOfServerErrorTest, TellsFailuresApartByWhatTheySay) {
  const auto kind = [](int status, std::string_view body) {
    return KindOfServerError({.status = status, .headers = {}, .body = std::string(body)});
  };
  EXPECT_EQ(kind(500, "<html>"), "status-500");
  EXPECT_EQ(kind(503, R"({"__type":"ServiceUnavailable"})"), "status-503-ServiceUnavailable");
  EXPECT_EQ(kind(500, R"({"message":"index 7 out of range"})"), "status-500-index-out-of-range");
  EXPECT_EQ(kind(500, R"({"message":"index 12 out of range"})"), "status-500-index-out-of-range");
  EXPECT_NE(kind(500, R"({"message":"null pointer"})"),
            kind(500, R"({"message":"stack overflow"})"));
}

}  // namespace
}  // namespace swc::conformance
