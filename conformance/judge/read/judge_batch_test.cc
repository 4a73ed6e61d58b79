#include "conformance/judge/read/judge_batch.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read/judge_read.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/series_id.h"
#include "spec/http_message.h"

namespace swc::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> FaultsOf(const Observations& observations) {
  std::vector<std::string> faults;
  for (const Deviation& deviation : observations.deviations) {
    faults.push_back(deviation.clause->id + "/" + deviation.kind);
  }
  return faults;
}

// A read of the current values of the aliases /0, /1 and so on, in entries e0, e1 and so on.
reference::SentRead ReadOf(std::size_t entries) {
  std::string body;
  for (std::size_t i = 0; i < entries; ++i) {
    body += fmt::format(R"({}{{"entryId":"e{}","propertyAlias":"/{}"}})", i == 0 ? "" : ",", i, i);
  }
  return reference::ParseReadRequest({.method = "POST",
                                      .target = "/properties/batch/latest",
                                      .headers = {{"Content-Type", "application/json"}},
                                      .body = R"({"entries":[)" + body + "]}"});
}

spec::HttpResponse Said(std::string_view errors, std::string_view successes,
                        std::string_view more = "") {
  return {
      .status = 200,
      .headers = {},
      .body = fmt::format(R"({{"errorEntries":[{}],"successEntries":[{}],"skippedEntries":[]{}}})",
                          errors, successes, more)};
}

constexpr std::string_view kErrorOfFirst =
    R"({"entryId":"e0","errorCode":"ResourceNotFoundException","errorMessage":"no"})";
constexpr std::string_view kValueOfFirst =
    R"({"entryId":"e0","assetPropertyValue":{"value":{"doubleValue":1.5},"timestamp":)"
    R"({"timeInSeconds":100,"offsetInNanos":0},"quality":"GOOD"}})";
constexpr std::string_view kNothingOfFirst = R"({"entryId":"e0"})";
constexpr std::string_view kNothingOfSecond = R"({"entryId":"e1"})";

// The first of two series holds 1.5 at second 100, the other one nothing.
std::vector<std::string> FaultsOfPages(const std::vector<spec::HttpResponse>& responses) {
  Beliefs beliefs;
  beliefs.Store(reference::SeriesOfStream("/0"), {.time = {.seconds = 100}}, 1.5,
                "store.acknowledged");
  const SeriesBeliefs none;
  const reference::SentRead read = ReadOf(2);
  BatchPages pages;
  Observations observations;
  for (const spec::HttpResponse& response : responses) {
    EXPECT_TRUE(TakeBatchPage({.read = read, .response = response}, pages, observations).usable);
  }
  observations.Add(JudgeBatch(
      {.read = read,
       .named =
           [&](const reference::SentReadEntry& entry) {
             return NamedSeries{
                 .known = KnownSeries{.beliefs = entry.id == "e0"
                                                     ? beliefs.Find(reference::SeriesOfStream("/0"))
                                                     : &none}};
           }},
      pages));
  return FaultsOf(observations);
}

TEST(JudgeBatchTest, EveryEntryStandsAmongTheSuccessesOrTheErrors) {
  const std::string both = fmt::format("{},{}", kValueOfFirst, kNothingOfSecond);
  EXPECT_THAT(FaultsOfPages({Said("", both)}), IsEmpty());
  EXPECT_THAT(FaultsOfPages({Said("", kValueOfFirst)}),
              ElementsAre("read.batch.error/not-answered"));
}

TEST(JudgeBatchTest, AnEntryOfALaterPageIsAnswered) {
  EXPECT_THAT(
      FaultsOfPages({Said("", kValueOfFirst, R"(,"nextToken":"abc")"), Said("", kNothingOfSecond)}),
      IsEmpty());
}

TEST(JudgeBatchTest, AnEntryShowsWhatTheSameReadByItselfWouldShow) {
  EXPECT_THAT(FaultsOfPages({Said(kErrorOfFirst, kNothingOfSecond)}),
              ElementsAre("read.batch.agrees/read.batch.agrees/error"));
  EXPECT_THAT(FaultsOfPages({Said("", fmt::format("{},{}", kNothingOfFirst, kNothingOfSecond))}),
              ElementsAre("read.latest.newest/no-latest"));
}

TEST(JudgeBatchTest, WhatDoesNotExistIsAnErrorOrAnAliasWithoutValues) {
  const auto faults = [](const reference::SentRead& read, const spec::HttpResponse& response) {
    BatchPages pages;
    Observations observations;
    EXPECT_TRUE(TakeBatchPage({.read = read, .response = response}, pages, observations).usable);
    observations.Add(JudgeBatch(
        {.read = read, .named = [](const auto&) { return NamedSeries{.exists = false}; }}, pages));
    return FaultsOf(observations);
  };
  const reference::SentRead by_alias = ReadOf(1);
  EXPECT_THAT(faults(by_alias, Said(kErrorOfFirst, "")), IsEmpty());
  EXPECT_THAT(faults(by_alias, Said("", kNothingOfFirst)), IsEmpty());
  EXPECT_THAT(faults(by_alias, Said("", kValueOfFirst)), ElementsAre("read.batch.error/no-error"));
  reference::SentRead by_ids = by_alias;
  by_ids.entries.front().query.identity = {.asset_id = "a", .property_id = "p"};
  EXPECT_THAT(faults(by_ids, Said(kErrorOfFirst, "")), IsEmpty());
  EXPECT_THAT(faults(by_ids, Said("", kNothingOfFirst)), ElementsAre("read.batch.error/no-error"));
}

TEST(TakeBatchPageTest, ANumberOfEntriesOutOfBoundsIsRefused) {
  const auto faults = [](std::size_t entries, const spec::HttpResponse& response) {
    BatchPages pages;
    Observations observations;
    (void)TakeBatchPage({.read = ReadOf(entries), .response = response, .counted = true}, pages,
                        observations);
    return FaultsOf(observations);
  };
  const spec::HttpResponse refusal{.status = 400,
                                   .headers = {{"X-Amzn-Errortype", "InvalidRequestException"}},
                                   .body = R"({"message":"no"})"};
  EXPECT_THAT(faults(0, refusal), IsEmpty());
  EXPECT_THAT(faults(0, Said("", "")), ElementsAre("read.batch.no-entries/not-refused"));
  EXPECT_THAT(faults(1, refusal), ElementsAre("read.batch.entries/refused"));
  EXPECT_THAT(faults(1, Said("", kNothingOfFirst)), IsEmpty());
}

// Half a surrogate pair that was accepted comes back as it was sent: JSON, but no text.
TEST(TakeBatchPageTest, WhatCannotBeReadIsNotJudged) {
  BatchPages pages;
  Observations observations;
  const spec::HttpResponse response = Said("", R"({"entryId":"\ud800"})");
  EXPECT_FALSE(
      TakeBatchPage({.read = ReadOf(1), .response = response}, pages, observations).usable);
  EXPECT_THAT(FaultsOf(observations), IsEmpty());
}

}  // namespace
}  // namespace swc::conformance
