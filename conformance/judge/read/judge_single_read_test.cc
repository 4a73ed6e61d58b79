#include "conformance/judge/read/judge_single_read.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/observations_testing.h"
#include "conformance/judge/read/judge_read.h"
#include "conformance/judge/read_answer.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/series_id.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> ChoicesOf(const Observations& observations) {
  std::vector<std::string> chosen;
  for (const Choice& choice : observations.choices) {
    chosen.push_back(choice.clause->id + "=" + std::string(choice.alternative));
  }
  return chosen;
}

// A series with a value of 1.5 at second 100.
SeriesBeliefs OneStored() {
  Beliefs beliefs;
  beliefs.Store(reference::SeriesOfStream("/a"), {.time = {.seconds = 100}}, 1.5,
                "store.acknowledged");
  return *beliefs.Find(reference::SeriesOfStream("/a"));
}

spec::HttpResponse LatestAt(int second, std::string_view value) {
  return {.status = 200,
          .headers = {},
          .body = fmt::format(R"({{"propertyValue":{{"value":{{"doubleValue":{}}},"timestamp":)"
                              R"({{"timeInSeconds":{},"offsetInNanos":0}},"quality":"GOOD"}}}})",
                              value, second)};
}

const spec::HttpResponse kFoundNothing{.status = 404,
                                       .headers = {{"X-Amzn-Errortype",
                                                    "ResourceNotFound"
                                                    "Exception"}},
                                       .body = R"({"message":"no"})"};

TEST(JudgeLatestAnswerTest, TheNewestValueIsRightAndAnOlderOneOrNoneIsNot) {
  const SeriesBeliefs beliefs = OneStored();
  const KnownSeries known{.beliefs = &beliefs};
  EXPECT_THAT(DeviationsOf(JudgeLatestAnswer(LatestAt(100, "1.5"), known)), IsEmpty());
  EXPECT_THAT(DeviationsOf(JudgeLatestAnswer(LatestAt(99, "1.5"), known)),
              ElementsAre("store.no-phantom/phantom"));
  EXPECT_THAT(DeviationsOf(JudgeLatestAnswer(kFoundNothing, known)),
              ElementsAre("read.latest.newest/no-latest"));
  EXPECT_THAT(
      DeviationsOf(JudgeLatestAnswer(
          {.status = 400, .headers = kFoundNothing.headers, .body = kFoundNothing.body}, known)),
      testing::Contains("read.history.shape/refused"));
}

TEST(JudgeLatestAnswerTest, TheCurrentValueOfASharedSeriesMayBeAnybodysButNotNothing) {
  const SeriesBeliefs beliefs = OneStored();
  const KnownSeries shared{.beliefs = &beliefs, .shared = true};
  const Observations of_others = JudgeLatestAnswer(LatestAt(200, "7"), shared);
  EXPECT_THAT(DeviationsOf(of_others), IsEmpty());
  EXPECT_THAT(ChoicesOf(of_others), IsEmpty());
  EXPECT_THAT(DeviationsOf(JudgeLatestAnswer(kFoundNothing, shared)),
              ElementsAre("read.latest.newest/no-latest"));
}

TEST(JudgeReadOfNothingTest, WhatDoesNotExistShowsNoValue) {
  using reference::ReadOperation;
  EXPECT_THAT(DeviationsOf(JudgeReadOfNothing(ReadOperation::kLatest, kFoundNothing)), IsEmpty());
  EXPECT_THAT(DeviationsOf(JudgeReadOfNothing(ReadOperation::kLatest,
                                              {.status = 200, .headers = {}, .body = "{}"})),
              IsEmpty());
  EXPECT_THAT(DeviationsOf(JudgeReadOfNothing(ReadOperation::kLatest, LatestAt(100, "1.5"))),
              ElementsAre("store.no-phantom/phantom"));
}

HistoryAnswer HistoryOf(const spec::HttpResponse& response, Observations& observations) {
  return JudgeHistoryAnswer(
      reference::ParseReadRequest(
          {.method = "GET", .target = "/properties/history?propertyAlias=/a&qualities=GOOD"}),
      response, observations);
}

TEST(JudgeHistoryAnswerTest, APageIsFollowedByTheOneOfItsToken) {
  Observations observations;
  const HistoryAnswer first =
      HistoryOf({.status = 200,
                 .headers = {},
                 .body = R"({"assetPropertyValueHistory":[],"nextToken":"abc"})"},
                observations);
  EXPECT_TRUE(first.shows);
  EXPECT_FALSE(first.last);
  EXPECT_TRUE(LeadsNowhere("abc", first.page));
  EXPECT_FALSE(LeadsNowhere("abd", first.page));
  EXPECT_TRUE(
      HistoryOf({.status = 200, .headers = {}, .body = R"({"assetPropertyValueHistory":[]})"},
                observations)
          .last);
  EXPECT_THAT(DeviationsOf(observations), IsEmpty());
}

TEST(JudgeHistoryAnswerTest, A404IsAHistoryWithoutValuesAndAnotherRefusalIsNone) {
  Observations observations;
  EXPECT_TRUE(HistoryOf(kFoundNothing, observations).not_found);
  EXPECT_THAT(DeviationsOf(observations), IsEmpty());
  const HistoryAnswer refused = HistoryOf(
      {.status = 400, .headers = kFoundNothing.headers, .body = kFoundNothing.body}, observations);
  EXPECT_FALSE(refused.shows);
  EXPECT_THAT(DeviationsOf(observations), testing::Contains("read.history.shape/refused"));
}

// Returns what is chosen and what deviates when a history by a long alias is refused.
std::vector<std::string> RefusedByLongAlias(const std::string& more) {
  Observations observations;
  (void)JudgeHistoryAnswer(
      reference::ParseReadRequest({.method = "GET",
                                   .target = "/properties/history?qualities=GOOD&propertyAlias=" +
                                             std::string(1500, 'a') + more}),
      {.status = 400, .headers = kFoundNothing.headers, .body = kFoundNothing.body}, observations);
  std::vector<std::string> seen = ChoicesOf(observations);
  std::ranges::move(DeviationsOf(observations), std::back_inserter(seen));
  return seen;
}

TEST(JudgeHistoryAnswerTest, ALongAliasIsRefusedOnTheFirstPageOrNotAtAll) {
  EXPECT_THAT(RefusedByLongAlias(""), ElementsAre("read.request.alias-length=refused"));
  EXPECT_THAT(RefusedByLongAlias("&nextToken=abc"),
              testing::Contains("read.history.shape/refused"));
  EXPECT_THAT(RefusedByLongAlias("&nextToken=abc"),
              testing::Not(testing::Contains("read.request.alias-length=refused")));
}

TEST(JudgeHistoryOfTest, WhatLaterPagesWouldShowIsNotMissing) {
  const SeriesBeliefs beliefs = OneStored();
  const KnownSeries known{.beliefs = &beliefs};
  const HistoryRequest asked{.quality = spec::Quality::kGood};
  EXPECT_THAT(DeviationsOf(JudgeHistoryOf({.asked = asked, .pages = {{}}, .known = known})),
              ElementsAre("store.acknowledged/missing"));
  EXPECT_THAT(DeviationsOf(JudgeHistoryOf(
                  {.asked = asked, .pages = {{}}, .complete = false, .known = known})),
              IsEmpty());
}

TEST(JudgeHistoryOfTest, NothingToShowIsAChoice) {
  const SeriesBeliefs none;
  const HistoryRequest asked{.quality = spec::Quality::kGood};
  const KnownSeries known{.beliefs = &none};
  EXPECT_THAT(ChoicesOf(JudgeHistoryOf({.asked = asked, .pages = {{}}, .known = known})),
              ElementsAre("read.no-data=empty"));
  EXPECT_THAT(
      ChoicesOf(JudgeHistoryOf({.asked = asked, .pages = {{}}, .not_found = true, .known = known})),
      ElementsAre("read.no-data=not-found"));
  const KnownSeries shared{.beliefs = &none, .shared = true};
  EXPECT_THAT(ChoicesOf(JudgeHistoryOf({.asked = asked, .pages = {{}}, .known = shared})),
              IsEmpty());
}

TEST(OfQualityTest, AHistoryOfOneQualityShowsNoOther) {
  Observations observations;
  const SeenValue good{.time = {.seconds = 100}, .value = 1.5};
  SeenValue bad = good;
  bad.quality = spec::Quality::kBad;
  EXPECT_EQ(OfQuality({good, bad}, spec::Quality::kGood, observations).size(), 1U);
  EXPECT_THAT(DeviationsOf(observations), ElementsAre("read.history.quality/other-quality"));
}

}  // namespace
}  // namespace swc::conformance
