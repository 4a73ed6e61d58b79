#include "reference/reading/parse_read_request.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference/reading/read_query.h"
#include "reference/reading/reading.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using spec::Quality;
using testing::ElementsAre;
using testing::IsEmpty;

SentRead ParseHistoryOf(std::string_view query) {
  return ParseReadRequest({.method = "GET", .target = "/properties/history?" + std::string(query)});
}

SentRead ParseBatchOf(std::string_view body) {
  return ParseReadRequest({.method = "POST",
                           .target = "/properties/batch/history",
                           .headers = {{"Content-Type", "application/json"}},
                           .body = std::string(body)});
}

// Returns the violated clauses; one that demands nothing ends in '?'.
std::vector<std::string> ClausesOf(const SentRead& read) {
  std::vector<std::string> clauses;
  for (const Violation& violation : read.violations) {
    const bool demands = violation.obligation == Obligation::kMustReject;
    clauses.push_back(violation.clause->id + (demands ? "" : "?"));
  }
  return clauses;
}

TEST(ReadOperationTest, IsFoundByMethodAndPath) {
  EXPECT_EQ(ReadOperationOf({.method = "GET", .target = "/properties/latest?a=b"}),
            ReadOperation::kLatest);
  EXPECT_EQ(ReadOperationOf({.method = "POST", .target = "/properties/batch/history"}),
            ReadOperation::kBatchHistory);
  EXPECT_FALSE(ReadOperationOf({.method = "POST", .target = "/properties/latest"}));
  EXPECT_FALSE(ReadOperationOf({.method = "POST", .target = "/properties"}));
}

TEST(ParseReadRequestTest, ReadsEveryParameterOfAQuery) {
  const SentRead read = ParseHistoryOf(
      "propertyAlias=%2Fa%20b&startDate=1970-01-01T00:00:05Z&endDate=1970-01-01T00:00:09.5Z"
      "&qualities=BAD&timeOrdering=DESCENDING&maxResults=7&nextToken=14");
  EXPECT_THAT(ClausesOf(read), ElementsAre("read.date-fraction?"));
  const HistoryQuery& query = read.entries.at(0).query;
  EXPECT_EQ(query.identity.alias, "/a b");
  EXPECT_EQ(query.start, (spec::Instant{.seconds = 5}));
  EXPECT_EQ(query.end, (spec::Instant{.seconds = 9, .nanos = 500'000'000}));
  EXPECT_EQ(query.quality, Quality::kBad);
  EXPECT_TRUE(query.descending);
  EXPECT_EQ(read.max_results, 7U);
  EXPECT_EQ(read.next_token, "14");
  EXPECT_FALSE(read.open);
}

TEST(ParseReadRequestTest, LeavesOutWhatWasLeftOut) {
  const SentRead read = ParseHistoryOf("propertyAlias=/a&timeOrdering=ASCENDING");
  const HistoryQuery& query = read.entries.at(0).query;
  EXPECT_FALSE(query.start || query.end || query.quality || query.descending);
  EXPECT_FALSE(read.max_results || read.next_token);
}

TEST(ParseReadRequestTest, ReadsABody) {
  const SentRead read = ParseBatchOf(
      R"({"entries":[{"entryId":"a","propertyAlias":"/a","startDate":5,"endDate":9.5,
          "qualities":["BAD"],"timeOrdering":"DESCENDING"},
         {"entryId":"b","propertyAlias":"/b","startDate":null}],"maxResults":7,"nextToken":"1+2"})");
  EXPECT_THAT(ClausesOf(read), ElementsAre("read.date-fraction?"));
  ASSERT_EQ(read.entries.size(), 2U);
  EXPECT_EQ(read.entries[0].id, "a");
  EXPECT_EQ(read.entries[0].query.start, (spec::Instant{.seconds = 5}));
  EXPECT_EQ(read.entries[0].query.end, (spec::Instant{.seconds = 9, .nanos = 500'000'000}));
  EXPECT_EQ(read.entries[0].query.quality, Quality::kBad);
  EXPECT_TRUE(read.entries[0].query.descending);
  EXPECT_EQ(read.entries[1].query.identity.alias, "/b");
  EXPECT_FALSE(read.entries[1].query.start);
  EXPECT_EQ(read.max_results, 7U);
  EXPECT_EQ(read.next_token, "1+2");
}

struct Fault {
  std::string request;
  std::vector<std::string> clauses;
};

TEST(ParseReadRequestTest, FindsTheFaultsOfAQuery) {
  const std::string ids = "assetId=a1b2c3d4-5678-4abc-8def-000000000001&propertyId=";
  const std::vector<Fault> faults = {
      {"", {"read.request.identity"}},
      {"assetId=a1b2c3d4-5678-4abc-8def-000000000001", {"read.request.identity"}},
      {ids + "x", {"read.request.identity"}},
      {ids + "A1B2C3D4-5678-4ABC-8DEF-000000000001", {"read.request.identity?"}},
      {ids + "externalId:x", {"read.request.identity?"}},
      {ids + "a1b2c3d4-5678-4abc-8def-000000000001&propertyAlias=/a", {"read.request.identity?"}},
      {"propertyAlias=", {"read.request.identity"}},
      {"propertyAlias=%01%7F", {"read.request.identity"}},
      {"propertyAlias=" + std::string(2049, 'a'), {"read.request.identity"}},
      {"propertyAlias=" + std::string(2048, 'a'), {"read.request.alias-length?"}},
      {"propertyAlias=" + std::string(1000, 'a'), {}},
      {"propertyAlias=/a&nextToken=", {"read.request.token"}},
      {"propertyAlias=/a&nextToken=**", {"read.request.token"}},
      {"propertyAlias=/a&nextToken=" + std::string(4097, 'a'), {"read.request.token"}},
      {"propertyAlias=/a&nextToken=a*", {"read.request.token?"}},
      {"propertyAlias=a%00", {"read.request.identity?"}},
      {"propertyAlias=/a&qualities=FINE", {"read.request.qualities"}},
      {"propertyAlias=/a&qualities=GOOD&qualities=BAD", {"read.request.qualities"}},
      {"propertyAlias=/a&timeOrdering=UP", {"read.request.order"}},
      {"propertyAlias=/a&maxResults=0", {"read.request.max-results"}},
      {"propertyAlias=/a&maxResults=-1", {"read.request.max-results"}},
      {"propertyAlias=/a&maxResults=7x", {"read.request.number"}},
      {"propertyAlias=/a&maxResults=20001", {"read.request.beyond-max?"}},
      {"propertyAlias=/a&maxResults=99999999999999999999", {"read.request.beyond-max?"}},
      {"propertyAlias=/a&startDate=yesterday", {"read.request.date?"}},
      {"propertyAlias=/a&endDate=2025-13-01T00:00:00Z", {"read.request.date?"}},
      {"propertyAlias=/a&endDate=1750000000", {"read.request.date-number?"}},
      {"propertyAlias=/a&endDate=1970-01-01T00:00:05.5Z", {"read.date-fraction?"}},
      {"propertyAlias=/a&startDate=1970-01-01T00:00:05Z&endDate=1970-01-01T00:00:05Z",
       {"read.request.empty-range?"}},
  };
  for (const Fault& fault : faults) {
    const SentRead read = ParseHistoryOf(fault.request);
    EXPECT_EQ(ClausesOf(read), fault.clauses) << fault.request;
    EXPECT_FALSE(read.open) << fault.request;
  }
}

TEST(ParseReadRequestTest, FindsTheFaultsOfABody) {
  const std::vector<Fault> faults = {
      {"{", {"wire.json.malformed?"}},
      {"[]", {"wire.json.object?"}},
      {"{}", {"read.batch.entries"}},
      {R"({"entries":[]})", {"read.batch.no-entries"}},
      {R"({"entries":7})", {"wire.json.member-type?"}},
      {R"({"entries":[7]})", {"wire.json.member-type?"}},
      {R"({"entries":[{"propertyAlias":"/a"}]})", {"read.request.entry-id"}},
      {R"({"entries":[{"entryId":"","propertyAlias":"/a"}]})", {"read.request.entry-id"}},
      {R"({"entries":[{"entryId":"a b","propertyAlias":"/a"}]})", {"read.request.entry-id"}},
      {R"({"entries":[{"entryId":7,"propertyAlias":"/a"}]})", {"wire.json.member-type?"}},
      {R"({"entries":[{"entryId":"a"}]})", {"read.request.identity"}},
      {R"({"entries":[{"entryId":"a","propertyAlias":"/a","qualities":["GOOD","BAD"]}]})",
       {"read.request.qualities"}},
      {R"({"entries":[{"entryId":"a","propertyAlias":"/a","qualities":[]}]})",
       {"read.request.qualities?"}},
      {R"({"entries":[{"entryId":"a","propertyAlias":"/a","qualities":"GOOD"}]})",
       {"wire.json.member-type?"}},
      {R"({"entries":[{"entryId":"a","propertyAlias":"/a","startDate":true}]})",
       {"read.request.date?"}},
      {R"({"entries":[{"entryId":"a","propertyAlias":"/a","startDate":"2025-01-01T00:00:00Z"}]})",
       {"read.request.date?"}},
      {R"({"entries":[{"entryId":"a","propertyAlias":"/a","startDate":1e300}]})",
       {"read.request.date?"}},
      {R"({"entries":[{"entryId":"a","propertyAlias":"/a"}],"maxResults":0})",
       {"read.request.max-results"}},
      {R"({"entries":[{"entryId":"a","propertyAlias":"/a"}],"maxResults":1.5})",
       {"wire.json.member-type?"}},
  };
  for (const Fault& fault : faults) {
    const SentRead read = ParseBatchOf(fault.request);
    EXPECT_EQ(ClausesOf(read), fault.clauses) << fault.request;
    EXPECT_FALSE(read.open) << fault.request;
  }
}

TEST(ParseReadRequestTest, WhatTheModelDoesNotNameIsOpen) {
  EXPECT_TRUE(ParseHistoryOf("propertyAlias=/a&colour=red").open);
  EXPECT_TRUE(ParseHistoryOf("propertyAlias=/a&propertyAlias=/b").open);
  EXPECT_TRUE(ParseReadRequest(
                  {.method = "GET", .target = "/properties/latest?propertyAlias=/a&qualities=GOOD"})
                  .open);
  EXPECT_TRUE(
      ParseBatchOf(R"({"entries":[{"entryId":"a","propertyAlias":"/a"}],"colour":1})").open);
  EXPECT_TRUE(ParseBatchOf(R"({"entries":[{"entryId":"a","propertyAlias":"/a"},
                                         {"entryId":"a","propertyAlias":"/b"}]})")
                  .open);
}

// What one server reads and another one does not, without a document on either side.
TEST(ParseReadRequestTest, WhatServersReadDifferentlyIsOpen) {
  for (const char* query : {"propertyAlias=/a%2",
                            "propertyAlias=/a%zz",
                            "propertyAlias=/a+b",
                            "propertyAlias=/a;b",
                            "propertyAlias=/a%FF",

                            "propertyAlias=/a b",
                            "propertyAlias=/a\xC3\xA9",
                            "propertyAlias=/a&",
                            "&propertyAlias=/a",
                            "propertyAlias=/a&&maxResults=5",
                            "propertyAlias=/a&maxResults",
                            "property%41lias=/a",
                            "propertyAlias=/a&maxResults=",
                            "propertyAlias=/a&timeOrdering=",
                            "propertyAlias=/a&qualities=GOOD&qualities=",
                            "propertyAlias=/a&startDate=",
                            "propertyAlias=/a&maxResults=%2B5",
                            "propertyAlias=/a&maxResults=05",
                            "propertyAlias=/a&maxResults=%205",
                            "propertyAlias=/a&maxResults=5%20",
                            "propertyAlias=/a&maxResults=-0",
                            "propertyAlias=/a&maxResults=5.0",
                            "propertyAlias=/a&maxResults=5e0",
                            "propertyAlias=/a&maxResults=0x5",
                            "propertyAlias=/a&maxResults=%D9%A5",
                            "propertyAlias=/a&endDate=2016-12-31T23:59:60Z",
                            "propertyAlias=/a&startDate=1969-12-31T23:59:59Z",
                            "propertyAlias=/a&endDate=2262-04-12T00:00:00Z"}) {
    EXPECT_TRUE(ParseHistoryOf(query).open) << query;
  }
  for (const char* query : {"propertyAlias=%2Fa%20%C3%A9", "propertyAlias=/a!$'()*,:@?",
                            "propertyAlias=/a&maxResults=5", "propertyAlias=/a&maxResults=0",
                            "propertyAlias=/a&maxResults=1.5", "propertyAlias=/a&maxResults=x",
                            "propertyAlias=/a&startDate=1970-01-01T00:00:00Z",
                            "propertyAlias=/a&endDate=2262-04-11T00:00:00Z"}) {
    EXPECT_FALSE(ParseHistoryOf(query).open) << query;
  }
}

TEST(ParseReadRequestTest, WhatOtherLayersMayRefuseIsOpen) {
  const spec::HttpRequest plain{.method = "GET", .target = "/properties/latest?propertyAlias=/a"};
  const auto with = [&](const char* name, const char* value) {
    spec::HttpRequest request = plain;
    request.headers.emplace_back(name, value);
    return ParseReadRequest(request).open;
  };
  EXPECT_TRUE(with("Accept", "text/html"));
  EXPECT_TRUE(with("Content-Type", "text/plain"));
  EXPECT_TRUE(with("Expect", "100-continue"));
  EXPECT_FALSE(with("Accept", "text/html, */*"));
  EXPECT_FALSE(with("Content-Type", "application/json; charset=utf-8"));
  EXPECT_FALSE(with("X-Other", "text/html"));
  spec::HttpRequest with_body = plain;
  with_body.body = "{}";
  EXPECT_TRUE(ParseReadRequest(with_body).open);
}

TEST(ParseReadRequestTest, OfABodyTooSomeIsOpen) {
  constexpr const char* kEntry = R"({"entries":[{"entryId":"a","propertyAlias":"/a","startDate":)";
  EXPECT_TRUE(ParseBatchOf(std::string(kEntry) + "-1}]}").open);
  EXPECT_TRUE(ParseBatchOf(std::string(kEntry) + "9223372037}]}").open);
  EXPECT_TRUE(ParseBatchOf("\xEF\xBB\xBF" + std::string(kEntry) + "0}]}").open);
  EXPECT_FALSE(ParseBatchOf(std::string(kEntry) + "0}]}").open);
  EXPECT_TRUE(ParseReadRequest({.method = "POST",
                                .target = "/properties/batch/latest",
                                .headers = {},
                                .body = R"({"entries":[{"entryId":"a","propertyAlias":"/a"}]})"})
                  .open);
}

}  // namespace
}  // namespace swc::reference
