#include "conformance/judge/read/judge_read_request.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read/judge_read.h"
#include "reference/reading/directory.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/read_query.h"
#include "reference/reading/series_id.h"
#include "spec/clause.h"
#include "spec/http_message.h"

namespace swc::conformance {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

const reference::SeriesId kSeries = reference::SeriesOfStream("/a");

// Returns the value at second `time`, as an answer shows it.
std::string Shown(std::string_view time) {
  return fmt::format(
      R"({{"value":{{"doubleValue":1.5}},"timestamp":{{"timeInSeconds":{}}},"quality":"GOOD"}})",
      time);
}

std::string History(const std::vector<std::string>& times) {
  std::string values;
  for (const std::string& time : times) {
    values += (values.empty() ? "" : ",") + Shown(time);
  }
  return R"({"assetPropertyValueHistory":[)" + values + "]}";
}

std::string Batch(const std::string& errors, const std::string& successes) {
  return fmt::format(R"({{"errorEntries":[{}],"successEntries":[{}],"skippedEntries":[]}})", errors,
                     successes);
}

const std::string kError =
    R"({"entryId":"r","errorCode":"InvalidRequestException","errorMessage":"no"})";

// Stored are 1.5 at seconds 100 and 200.
Observations Judged(const spec::HttpRequest& request, int status, std::string_view body) {
  Beliefs beliefs;
  for (const int seconds : {100, 200}) {
    beliefs.Store(kSeries, {.time = {.seconds = seconds}}, 1.5, "store.acknowledged");
  }
  const reference::SentRead read = reference::ParseReadRequest(request);
  const spec::HttpResponse response{
      .status = status, .headers = {{"X-Amzn-Errortype", "SomeError"}}, .body = std::string(body)};
  return JudgeRead(
      {.read = read, .response = response, .known = [&](const reference::Identity& identity) {
         return identity.alias == "/a"
                    ? std::optional(KnownSeries{.beliefs = beliefs.Find(kSeries)})
                    : std::nullopt;
       }});
}

Observations OfHistory(std::string_view query, int status, std::string_view body = "{}") {
  return Judged({.method = "GET",
                 .target = "/properties/history?propertyAlias=/a&qualities=" + std::string(query)},
                status, body);
}

Observations OfBatch(std::string_view entry, int status, std::string_view body = "{}") {
  return Judged({.method = "POST",
                 .target = "/properties/batch/history",
                 .headers = {{"Content-Type", "application/json"}},
                 .body = fmt::format(R"({{"entries":[{{"propertyAlias":"/a","qualities":["GOOD"],)"
                                     R"({}}}]}})",
                                     entry)},
                status, body);
}

// Returns the clauses that were found broken.
std::vector<std::string> Broken(const Observations& observations) {
  std::vector<std::string> clauses;
  for (const Deviation& deviation : observations.deviations) {
    clauses.push_back(deviation.clause->id + "/" + deviation.kind);
  }
  return clauses;
}

// Returns what was seen: refused clauses, and alternatives that were chosen.
std::vector<std::string> Seen(const Observations& observations) {
  std::vector<std::string> seen;
  for (const Exercise& exercise : observations.exercises) {
    if (exercise.side == Side::kReject) {
      seen.push_back(exercise.clause->id);
    }
  }
  for (const Choice& choice : observations.choices) {
    if (!choice.clause->Is("read.offset-zero") && !choice.clause->Is("response.error.name-place")) {
      seen.push_back(choice.clause->id + "=" + std::string(choice.alternative));
    }
  }
  return seen;
}

TEST(JudgeReadTest, AFaultlessReadIsAnswered) {
  EXPECT_THAT(Broken(OfHistory("GOOD", 200, History({"100", "200"}))), IsEmpty());
  EXPECT_THAT(Broken(OfHistory("GOOD", 200, History({"100"}))),
              ElementsAre("store.acknowledged/missing"));
  EXPECT_THAT(Broken(OfHistory("GOOD", 400)), ElementsAre("read.history.shape/refused"));
  EXPECT_THAT(Broken(OfHistory("GOOD", 404)), ElementsAre("read.history.shape/refused"));
  EXPECT_THAT(Broken(OfHistory("GOOD", 302)), ElementsAre("read.history.shape/status"));
}

TEST(JudgeReadTest, AReadThatNobodyDefinesIsRefusedOrAnsweredInAnyWay) {
  for (const int status : {400, 403, 404}) {
    const Observations judged = OfHistory("GOOD&startDate=soon", status);
    EXPECT_THAT(Broken(judged), IsEmpty()) << status;
    EXPECT_THAT(Seen(judged), Contains("read.request.date=refused")) << status;
  }
  const Observations answered = OfHistory("GOOD&startDate=soon", 200, History({}));
  EXPECT_THAT(Broken(answered), IsEmpty());
  EXPECT_THAT(Seen(answered), ElementsAre("read.request.date=answered"));
}

TEST(JudgeReadTest, WhatTheModelHasNotIsRefused) {
  for (const std::string fault : {"GOOD&maxResults=0", "FINE", "GOOD&qualities=BAD",
                                  "GOOD&timeOrdering=UP", "GOOD&nextToken=", "GOOD&nextToken=**"}) {
    for (const int status : {400, 403, 404}) {
      EXPECT_THAT(Broken(OfHistory(fault, status)), IsEmpty()) << fault;
    }
    for (const int below : {414, 431}) {  // Of a server that reads no line of this length.
      EXPECT_THAT(Broken(OfHistory(fault, below)), IsEmpty()) << fault;
    }
    EXPECT_THAT(Broken(OfHistory(fault, 422)), ElementsAre("read.error.status/other-status"));
    EXPECT_THAT(Broken(OfHistory(fault, 200, History({}))), testing::SizeIs(1)) << fault;
  }
}

TEST(JudgeReadTest, OfTwoFaultsItIsNotKnownWhichWasFound) {
  EXPECT_THAT(Seen(OfHistory("FINE&maxResults=0", 400)), IsEmpty());
  EXPECT_THAT(Broken(OfHistory("FINE&maxResults=0", 200, History({}))), testing::SizeIs(1));
}

TEST(JudgeReadTest, WhereTheDocumentsAreSilentTheAnswerIsAChoice) {
  const std::string beyond = "GOOD&maxResults=20001";
  EXPECT_THAT(Seen(OfHistory(beyond, 400)), Contains("read.request.beyond-max=refused"));
  EXPECT_THAT(Seen(OfHistory(beyond, 200, History({"100", "200"}))),
              ElementsAre("read.request.beyond-max=accepted"));
  EXPECT_THAT(Broken(OfHistory(beyond, 200, History({}))),
              ElementsAre("read.request.beyond-max/store.acknowledged/missing"));
  const std::string number = "GOOD&startDate=100";
  EXPECT_THAT(Seen(OfHistory(number, 200, History({"200"}))),
              ElementsAre("read.request.date-number=accepted"));
  EXPECT_THAT(Broken(OfHistory(number, 200, History({"100", "200"}))),
              ElementsAre("read.request.date-number/read.history.start/before"));
  EXPECT_THAT(Broken(OfHistory(number, 200, History({}))),
              ElementsAre("read.request.date-number/store.acknowledged/missing"));
}

TEST(JudgeReadTest, WhatIsOpenIsNotJudged) {
  for (const int status : {200, 400, 404}) {
    EXPECT_THAT(Broken(OfHistory("GOOD&colour=red", status)), IsEmpty());
    EXPECT_THAT(Broken(OfHistory("GOOD&nextToken=abc", status)), IsEmpty());
  }
}

TEST(JudgeReadTest, AnEntryOfABatchMayBeRefusedByItself) {
  const std::string fault = R"("entryId":"r","timeOrdering":"UP")";
  EXPECT_THAT(Seen(OfBatch(fault, 400)), Contains("read.request.order"));
  const Observations refused = OfBatch(fault, 200, Batch(kError, ""));
  EXPECT_THAT(Broken(refused), IsEmpty());
  EXPECT_THAT(Seen(refused), ElementsAre("read.request.order"));
  EXPECT_THAT(
      Broken(OfBatch(fault, 200, Batch("", R"({"entryId":"r","assetPropertyValueHistory":[]})"))),
      ElementsAre("read.request.order/accepted"));
}

TEST(JudgeReadTest, AFaultOfTheWholeBatchMayBeReportedForEachEntry) {
  const std::string fault = R"("entryId":"r"}],"maxResults":0,"nextToken":null,"entries_":[{"a":1)";
  // What the model does not name is open.
  EXPECT_THAT(Broken(OfBatch(fault, 200, Batch(kError, ""))), IsEmpty());
  const spec::HttpRequest request{
      .method = "POST",
      .target = "/properties/batch/history",
      .headers = {{"Content-Type", "application/json"}},
      .body = R"({"entries":[{"entryId":"r","propertyAlias":"/a"}],"maxResults":0})"};
  EXPECT_THAT(Seen(Judged(request, 200, Batch(kError, ""))),
              ElementsAre("read.request.max-results"));
  EXPECT_THAT(
      Broken(Judged(request, 200, Batch("", R"({"entryId":"r","assetPropertyValueHistory":[]})"))),
      ElementsAre("read.request.max-results/accepted"));
}

TEST(JudgeReadTest, AFaultlessEntryIsAnswered) {
  EXPECT_THAT(Broken(OfBatch(R"("entryId":"r")", 200, Batch(kError, ""))),
              ElementsAre("read.batch.error/entry-refused"));
  EXPECT_THAT(Broken(OfBatch(R"("entryId":"r")", 200, Batch("", ""))),
              ElementsAre("read.batch.error/not-answered"));
}

TEST(JudgeReadTest, AFractionOfASecondMayCountOrNot) {
  const std::string entry = R"("entryId":"r","startDate":99.5,"endDate":199.5)";
  const auto answer = [](const std::vector<std::string>& times) {
    const std::string history = History(times);
    return Batch("", R"({"entryId":"r",)" + history.substr(1));
  };
  EXPECT_THAT(Seen(OfBatch(entry, 200, answer({"100"}))), Contains("read.date-fraction=exact"));
  EXPECT_THAT(Seen(OfBatch(entry, 200, answer({"200"}))),
              Contains("read.date-fraction=whole-second"));
  EXPECT_THAT(Seen(OfBatch(entry, 200, answer({"100", "200"}))),
              Contains("read.date-fraction=whole-second"));
  EXPECT_THAT(Broken(OfBatch(R"("entryId":"r","startDate":99.5,"endDate":150.5)", 200,
                             answer({"100", "200"}))),
              Contains("read.date-fraction/read.history.end/after"));
  EXPECT_THAT(Seen(OfBatch(entry, 400)), Contains("read.date-fraction=refused"));
}

// identity.alias.exact: a read by an alias that names nothing.
TEST(JudgeReadTest, AStrangeAliasShowsNothingThatWasWrittenElsewhere) {
  const spec::HttpRequest request{.method = "GET",
                                  .target = "/properties/history?propertyAlias=/ab&qualities=GOOD"};
  const reference::SentRead read = reference::ParseReadRequest(request);
  const spec::HttpResponse response{
      .status = 200,
      .headers = {},
      .body = R"({"assetPropertyValueHistory":[{"value":{"doubleValue":1.5},"quality":"GOOD",)"
              R"("timestamp":{"timeInSeconds":100,"offsetInNanos":7}}]})"};
  const reference::Directory directory;
  for (const bool ours : {false, true}) {
    Beliefs beliefs;
    beliefs.Store(reference::SeriesOfStream("/a"),
                  {.time = {.seconds = 100, .nanos = ours ? 7 : 8}}, 1.5, "store.acknowledged");
    const Observations observations =
        JudgeRead({.read = read,
                   .response = response,
                   .known = [](const auto&) { return std::optional<KnownSeries>(); },
                   .written = {.directory = &directory, .beliefs = &beliefs}});
    EXPECT_EQ(Broken(observations).size(), ours ? 1U : 0U);
    if (ours) {
      EXPECT_THAT(Broken(observations), ElementsAre("identity.alias.exact/other-series"));
    }
  }
}

}  // namespace
}  // namespace swc::conformance
