#include "generators/case/case.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "generators/case/read_step.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"
#include "spec/text/error.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

constexpr std::int64_t kT0 = 1'749'990'000;

Binding ExampleBinding() {
  Binding binding{.now = {.seconds = spec::kFixedNow.seconds, .nanos = 250'000'000},
                  .t0 = {.seconds = kT0, .nanos = 0}};
  binding.token = "abc=";
  binding.series["s1"] = {.alias = "/run/1", .asset_id = "aa-asset", .property_id = "bb-property"};
  binding.series["ids"] = {.asset_id = "cc-asset", .property_id = "dd-property"};
  return binding;
}

// Renders the only step of a case that has series s1 and ids.
std::string Rendered(std::string_view step) {
  const std::string text =
      R"({"id": "c", "series": {"s1": {}, "ids": {}}, "steps": [)" + std::string(step) + "]}";
  const auto parsed = ParseCase(std::string_view(text), "test");
  if (!parsed) {
    return parsed.error().message;
  }
  const auto request = RenderRequest(parsed->steps.front(), ExampleBinding());
  return request ? request->body : request.error().message;
}

struct Pair {
  std::string_view input;
  std::string_view output;
};

TEST(EvaluateTimeTest, AddsOffsetsToNowOrT0) {
  constexpr std::array<Pair, 10> kPairs = {{
      {"now", "1750000000.250000000"},
      {"t0", "1749990000.000000000"},
      {"t0+1ns", "1749990000.000000001"},
      {"t0-1ns", "1749989999.999999999"},
      {"now-604800s+2s", "1749395202.250000000"},
      {"t0+1s+5ms+7us+9ns", "1749990001.005007009"},
      {"t0+2m", "1749990120.000000000"},
      {"t0+1h", "1749993600.000000000"},
      {"t0+1d", "1750076400.000000000"},
      {"t0+0s", "1749990000.000000000"},
  }};
  for (const Pair& pair : kPairs) {
    const auto time = EvaluateTime(pair.input, ExampleBinding());
    ASSERT_TRUE(time) << pair.input;
    EXPECT_EQ(spec::ToString(*time), pair.output) << pair.input;
  }
}

TEST(EvaluateTimeTest, RefusesEverythingElse) {
  for (const std::string_view text :
       {"", "t1", "then", "now ", "now+", "now+1", "now+s", "now+1x", "now+-1s", "now+ 1s", "now1s",
        "t0+99999999999999999999s", "t0+9223372036854775807s", "t0+1s2s", "NOW"}) {
    const auto time = EvaluateTime(text, ExampleBinding());
    ASSERT_FALSE(time) << text;
    EXPECT_EQ(time.error().message,
              "'" + std::string(text) +
                  "' is no time; write now or t0 with offsets, e.g. now-604800s+2s or t0+1ns");
  }
}

TEST(RenderPutTest, ReplacesSeriesAndTimesInTheirPlace) {
  EXPECT_EQ(
      Rendered(R"({"put": {"entries": [{"entryId": "e", "series": "s1", "propertyValues": [
          {"value": {"doubleValue": 1.5}, "at": "t0+1s", "quality": "BAD"}]}]}})"),
      R"({"entries":[{"entryId":"e","propertyAlias":"/run/1","propertyValues":[)"
      R"({"value":{"doubleValue":1.5},"timestamp":{"timeInSeconds":1749990001},"quality":"BAD"}]}]})");
}

TEST(RenderPutTest, NamesTheSeriesAsAsked) {
  constexpr std::array<Pair, 5> kPairs = {{
      {R"("series": "s1")", R"({"propertyAlias":"/run/1"})"},
      {R"("series": "s1", "by": "alias")", R"({"propertyAlias":"/run/1"})"},
      {R"("series": "s1", "by": "ids")", R"({"assetId":"aa-asset","propertyId":"bb-property"})"},
      {R"("series": "s1", "by": "both")",
       R"({"assetId":"aa-asset","propertyId":"bb-property","propertyAlias":"/run/1"})"},
      {R"("series": "ids")", R"({"assetId":"cc-asset","propertyId":"dd-property"})"},
  }};
  for (const Pair& pair : kPairs) {
    EXPECT_EQ(Rendered(R"({"put": {"entries": [{)" + std::string(pair.input) + "}]}}"),
              R"({"entries":[)" + std::string(pair.output) + "]}");
  }
}

TEST(RenderPutTest, SaysWhatASeriesLacks) {
  EXPECT_EQ(Rendered(R"({"put": {"entries": [{"series": "ids", "by": "alias"}]}})"),
            "series 'ids' has no alias");
}

TEST(RenderPutTest, ReplacesStringsThatAreOneSymbol) {
  constexpr std::array<Pair, 12> kPairs = {{
      {R"("${s1.alias}")", R"("/run/1")"},
      {R"("${s1.assetId}")", R"("aa-asset")"},
      {R"("${s1.propertyId:upper}")", R"("BB-PROPERTY")"},
      {R"("${s1.alias:9}")", R"("/run/1xxx")"},
      {R"("${s1.alias:8é}")", R"("/run/1éé")"},
      {R"("${s1.alias:3}")", R"("/run/1")"},
      {R"("${s1.alias:-1}")", R"("/run/")"},
      {R"("${token}")", R"("abc=")"},
      {R"("${token:-1}")", R"("abc")"},
      {R"("${t0+1s.seconds}")", "1749990001"},
      {R"("${t0+1s+7ns.nanos}")", "7"},
      {R"("a ${s1.alias}")", R"("a ${s1.alias}")"},
  }};
  for (const Pair& pair : kPairs) {
    EXPECT_EQ(Rendered(R"({"put": {"x": )" + std::string(pair.input) + "}}"),
              R"({"x":)" + std::string(pair.output) + "}");
  }
}

TEST(RenderPutTest, CopiesWhatItDoesNotKnow) {
  constexpr std::array<std::string_view, 6> kBodies = {
      "5",
      "null",
      R"({"entries":5})",
      R"({"entries":[null,7,"x"]})",
      R"({"entries":[{"entryId":{},"propertyValues":[null,{"quality":0}]}]})",
      R"({"entries":[{"propertyValues":[{"value":{"doubleValue":-0.0}}]}]})"};
  for (const std::string_view body : kBodies) {
    EXPECT_EQ(Rendered(R"({"put": )" + std::string(body) + "}"), body);
  }
}

TEST(RenderPutTest, SubstitutesInsideRawText) {
  EXPECT_EQ(Rendered(R"({"put_raw": {"body": "[${t0+1s} ${t0.seconds}.0 \"${s1.alias}/x\" ${"}})"),
            R"([{"timeInSeconds":1749990001} 1749990000.0 "/run/1/x" ${)");
  EXPECT_EQ(Rendered(R"({"put_raw": {"body_base64": "/yR7czEuYWxpYXN9"}})"), "\xff/run/1");
}

TEST(RenderReadTest, EncodesSymbolsInThePathAndReplacesThemInTheBody) {
  const std::string_view text = R"({"id": "c", "series": {"s1": {}}, "steps": [
    {"read_raw": {"path": "/properties/history?propertyAlias=${s1.alias}&startDate=${t0+1s.date}&endDate=${t0.seconds}"}},
    {"read_raw": {"path": "/properties/batch/history", "body": {"entries": [
       {"entryId": "a b", "series": "s1", "startDate": "${t0.seconds}"}]}}},
    {"read_raw": {"method": "POST", "path": "/properties/batch/history", "headers": {},
                  "body": "{\"startDate\": ${t0.seconds}.5}"}}]})";
  const auto parsed = ParseCase(text, "test");
  ASSERT_TRUE(parsed) << parsed.error().message;
  const auto query = RenderRequest(parsed->steps[0], ExampleBinding());
  EXPECT_EQ(query->method, "GET");
  EXPECT_EQ(query->target,
            "/properties/history?propertyAlias=%2Frun%2F1&startDate=2025-06-15T12%3A20%3A01Z"
            "&endDate=1749990000");
  EXPECT_EQ(query->headers, spec::Headers());
  const auto batch = RenderRequest(parsed->steps[1], ExampleBinding());
  EXPECT_EQ(batch->method, "POST");
  EXPECT_EQ(batch->body,
            R"({"entries":[{"entryId":"a b","propertyAlias":"/run/1","startDate":1749990000}]})");
  EXPECT_EQ(batch->headers, (spec::Headers{{"Content-Type", "application/json"}}));
  const auto raw = RenderRequest(parsed->steps[2], ExampleBinding());
  EXPECT_EQ(raw->body, R"({"startDate": 1749990000.5})");
  EXPECT_EQ(raw->headers, spec::Headers());
}

TEST(RenderPutTest, SendsRawRequestsAsTheyAreWritten) {
  const auto parsed = ParseCase(
      std::string_view(R"({"id": "c", "steps": [{"put_raw": {"method": "PUT", "path": "/x?y=1",
          "headers": {"A": "b", "C": "d"}, "body": "z"}}, {"put_raw": {"headers": {}}},
          {"put_raw": {}}]})"),
      "test");
  ASSERT_TRUE(parsed) << parsed.error().message;
  const auto first = RenderPut(parsed->steps[0], ExampleBinding());
  ASSERT_TRUE(first);
  EXPECT_EQ(first->method, "PUT");
  EXPECT_EQ(first->target, "/x?y=1");
  EXPECT_EQ(first->headers, (spec::Headers{{"A", "b"}, {"C", "d"}}));
  EXPECT_EQ(first->body, "z");
  EXPECT_EQ(RenderPut(parsed->steps[1], ExampleBinding())->headers, spec::Headers());
  const auto third = RenderPut(parsed->steps[2], ExampleBinding());
  ASSERT_TRUE(third);
  EXPECT_EQ(third->method, "POST");
  EXPECT_EQ(third->target, "/properties");
  EXPECT_EQ(third->headers, (spec::Headers{{"Content-Type", "application/json"}}));
  EXPECT_EQ(third->body, "");
}

// Texts that are no case, and what is said of them.
constexpr std::array<Pair, 54> kRefusedCases = {{
    {"", "f.json: line 1, column 0: it is not JSON: it ends too early"},
    {"[]", "f.json: a case is a JSON object"},
    {R"({"steps": []})", "f.json: /id: a string is required"},
    {R"({"id": 5})", "f.json: /id: a string is required"},
    {R"({"id": "c", "expect": 1})", "f.json: /expect: a case has no such member"},
    {R"({"id": "c", "title": 1})", "f.json: /title: a string is required"},
    {R"({"id": "c", "needs": "exact-clock"})", "f.json: /needs: a list of strings is required"},
    {R"({"id": "c", "clauses": [1]})", "f.json: /clauses: a list of strings is required"},
    {R"({"id": "c", "clauses": ["time.windows"]})",
     "f.json: /clauses: there is no clause 'time.windows'; `spec list` shows them"},
    {R"({"id": "c", "series": ["s1"]})",
     "f.json: /series: an object is required: names and what each series has to be"},
    {R"({"id": "c", "series": {"s1": "any"}})",
     "f.json: /series/s1: an object is required, {} for any series"},
    {R"({"id": "c", "series": {"s1": {"kind": "metric"}}})",
     "f.json: /series/s1/kind: write any, stream, measurement, attribute, computed, denied or "
     "unknown"},
    {R"({"id": "c", "series": {"s1": {"dataType": 5}}})",
     "f.json: /series/s1/dataType: write DOUBLE, INTEGER, STRING, BOOLEAN or STRUCT"},
    {R"({"id": "c", "series": {"s1": {"aliased": "yes"}}})",
     "f.json: /series/s1/aliased: write true or false"},
    {R"({"id": "c", "series": {"s1": {"colour": "/a"}}})",
     "f.json: /series/s1/colour: a series has no such member"},
    {R"({"id": "c", "series": {"s1": {"kind": "stream", "alias": "/a"}}})",
     "f.json: /series/s1/alias: '/a' has no ${name}, so that every run would write to it"},
    {R"({"id": "c", "series": {"s1": {"kind": "stream", "alias": "${name.x}"}}})",
     "f.json: /series/s1/alias: '${name.x}': write ${name}, ${name:bare} or ${name:300}"},
    {R"({"id": "c", "series": {"s1": {"alias": "${name}/a"}}})",
     "f.json: /series/s1/alias: only a series of kind stream is spelled by its case"},
    {R"({"id": "c", "steps": [{"put": {}}],
           "seen": {"clause": "x", "signature": "x|y", "also": "z"}})",
     "f.json: /seen/also: a list of strings is required"},
    {R"({"id": "c", "steps": []})", "f.json: /steps: a list of at least one step is required"},
    {R"({"id": "c", "steps": [{"put": {}, "read_back": []}]})",
     "f.json: /steps/0: a step is an object of one member that names its kind"},
    {R"({"id": "c", "steps": [{"put": {}}, {"get": {}}]})",
     "f.json: /steps/1/get: there is no such kind of step"},
    {R"({"id": "c", "steps": [{"put": {"entries": [{"series": "s1"}]}}]})",
     "f.json: /steps/0/put/entries/0/series: there is no series 's1' in this case"},
    {R"({"id": "c", "steps": [{"put": {"entries": [{"propertyValues": [{"at": "now+1"}]}]}}]})",
     "f.json: /steps/0/put: 'now+1' is no time; write now or t0 with offsets, e.g. "
     "now-604800s+2s or t0+1ns"},
    {R"({"id": "c", "steps": [{"put_raw": {"body": "${s1.alias}"}}]})",
     "f.json: /steps/0/put_raw: ${s1.alias}: 's1' is no time; write now or t0 with offsets, e.g. "
     "now-604800s+2s or t0+1ns"},
    {R"({"id": "c", "series": {"s1": {}}, "steps": [{"put_raw": {"body": "${s1.name}"}}]})",
     "f.json: /steps/0/put_raw: ${s1.name}: write .alias, .assetId or .propertyId"},
    {R"({"id": "c", "series": {"s1": {}}, "steps": [{"put_raw": {"body": "${s1.alias:x}"}}]})",
     "f.json: /steps/0/put_raw: ${s1.alias:x}: ':x' is no length; write e.g. ${s1.alias:2048}"},
    {R"({"id": "c", "steps": [{"put_raw": {"body": "${t0.hours}"}}]})",
     "f.json: /steps/0/put_raw: ${t0.hours}: write .seconds, .nanos, .date or nothing"},
    {R"({"id": "c", "steps": [{"put_raw": {"body_base64": "?"}}]})",
     "f.json: /steps/0/put_raw: put_raw/body_base64 is not base64"},
    {R"({"id": "c", "steps": [{"put_raw": "x"}]})",
     "f.json: /steps/0/put_raw: an object is required"},
    {R"({"id": "c", "steps": [{"put_raw": {"verb": "PUT"}}]})",
     "f.json: /steps/0/put_raw: /verb: this kind of step has no such member"},
    {R"({"id": "c", "steps": [{"put_raw": {"path": 5}}]})",
     "f.json: /steps/0/put_raw: /path: a string is required"},
    {R"({"id": "c", "steps": [{"put_raw": {"headers": ["a"]}}]})",
     "f.json: /steps/0/put_raw: /headers: an object of strings is required"},
    {R"({"id": "c", "steps": [{"put_raw": {"headers": {"a": 1}}}]})",
     "f.json: /steps/0/put_raw: /headers: an object of strings is required"},
    {R"({"id": "c", "series": {"s1": {}},
           "steps": [{"put": {"entries": [{"series": "s1", "by": "name"}]}}]})",
     "f.json: /steps/0/put: series 's1': by: write alias, ids or both"},
    {R"({"id": "c", "series": {"s1": {}},
           "steps": [{"put": {"entries": [{"series": "s1", "by": 5}]}}]})",
     "f.json: /steps/0/put: series 's1': by: write alias, ids or both"},
    {R"({"id": "c", "steps": [{"read_back": "s1"}]})",
     "f.json: /steps/0/read_back: a list of names of series is required"},
    {R"({"id": "c", "steps": [{"read_back": ["s9"]}]})",
     "f.json: /steps/0/read_back: there is no series 's9' in this case"},
    {R"({"id": "c", "series": {"s1": {}}, "steps": [{"history": {"series": "s1", "end": "x"}}]})",
     "f.json: /steps/0/history: /end: 'x' is no time; write now or t0 with offsets, e.g. "
     "now-604800s+2s or t0+1ns"},
    {R"({"id": "c", "series": {"s1": {}}, "steps": [{"latest": {"series": "s1", "end": "t0"}}]})",
     "f.json: /steps/0/latest: /end: this kind of step has no such member"},
    {R"({"id": "c", "steps": [{"read_raw": {}}]})",
     "f.json: /steps/0/read_raw: /path: it is required"},
    {R"({"id": "c", "steps": [{"read_raw": {"path": 5}}]})",
     "f.json: /steps/0/read_raw: /path: a string is required"},
    {R"({"id": "c", "steps": [{"read_raw": {"path": "/properties"}}]})",
     "f.json: /steps/0/read_raw: /path: GET /properties is no read; write GET /properties/latest "
     "or /properties/history, POST /properties/batch/latest or /properties/batch/history"},
    {R"({"id": "c", "steps": [{"read_raw": {"path": "/properties/latest", "quality": "BAD"}}]})",
     "f.json: /steps/0/read_raw: /quality: this kind of step has no such member"},
    {R"({"id": "c", "steps": [{"read_raw": {"path": "/properties/latest", "headers": {"a": 1}}}]})",
     "f.json: /steps/0/read_raw: /headers/a: a string is required"},
    {R"({"id": "c", "steps": [{"read_raw": {"path": "/properties/batch/latest", "body": []}}]})",
     "f.json: /steps/0/read_raw: /body: a text or an object is required"},
    {R"({"id": "c", "steps": [{"read_raw": {"path": "/properties/latest?assetId=${s1.assetId}"}}]})",
     "f.json: /steps/0/read_raw: ${s1.assetId}: 's1' is no time; write now or t0 with offsets, "
     "e.g. now-604800s+2s or t0+1ns"},
    {R"({"id": "c", "steps": [{"put_raw": {"method": "PO\nST"}}]})",
     "f.json: /steps/0/put_raw: /method: a line end or NUL cannot be sent"},
    {R"({"id": "c", "steps": [{"put_raw": {"path": "/a\u0000"}}]})",
     "f.json: /steps/0/put_raw: /path: a line end or NUL cannot be sent"},
    {R"({"id": "c", "steps": [{"put_raw": {"headers": {"a": "b\r"}}}]})",
     "f.json: /steps/0/put_raw: /headers/a: a line end or NUL cannot be sent"},
    {R"({"id": "c", "steps": [{"read_raw": {"path": "/properties/latest", "headers": {"a": "\n"}}}]})",
     "f.json: /steps/0/read_raw: /headers/a: a line end or NUL cannot be sent"},
    {R"({"id": "c", "needs": ["reads", "wings"], "steps": [{"put": {"entries": []}}]})",
     "f.json: /needs/1: there is no capability 'wings'; docs/clauses.md names them"},
    {R"({"id": "c", "id": "d", "steps": [{"put": {"entries": []}}]})",
     "f.json: /id: it stands twice"},
    {R"({"id": "c", "series": {"s1": {}}, "steps": [{"put": {"entries": [{"series": 5}]}}]})",
     "f.json: /steps/0/put: a member is missing, or of another type than docs/case-format.md says"},
}};

TEST(ParseCaseTest, NamesFileFieldAndReason) {
  for (const Pair& pair : kRefusedCases) {
    const auto parsed = ParseCase(pair.input, "f.json");
    ASSERT_FALSE(parsed) << pair.input;
    EXPECT_EQ(parsed.error().message, pair.output);
    EXPECT_EQ(parsed.error().kind, spec::ErrorKind::kInput);
  }
}

TEST(ParseCaseTest, KeepsEverything) {
  const std::string_view text = R"({
 "id": "time.order.any/x",
 "clauses": [
  "time.order.any"
 ],
 "title": "A title.",
 "seen": {
  "clause": "time.order.any",
  "signature": "time.order.any|refused||",
  "reproduced": true,
  "also": [
   "store.acknowledged|missing||"
  ]
 },
 "needs": [
  "exact-clock"
 ],
 "series": {
  "s1": {
   "kind": "measurement",
   "dataType": "STRING",
   "aliased": true
  }
 },
 "steps": [
  {
   "put": {
    "b": 1,
    "a": 2
   }
  },
  {
   "read_back": [
    "s1"
   ]
  }
 ]
})";
  const auto parsed = ParseCase(text, "test");
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(ToJson(*parsed), text);
}

Step Read(StepKind kind, std::string_view body) {
  return {.kind = kind, .body = nlohmann::ordered_json::parse(body)};
}

TEST(ParseReadStepTest, ReadsEveryMember) {
  const auto read =
      ParseReadStep(Read(StepKind::kHistory,
                         R"({"series": "s1", "by": "ids", "quality": "BAD", "start": "t0",
          "end": "t0+5s", "maxResults": 3, "order": "DESCENDING"})"));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->series, std::vector<std::string>{"s1"});
  EXPECT_EQ(read->by, ReadBy::kIds);
  EXPECT_EQ(read->quality, spec::Quality::kBad);
  EXPECT_EQ(read->start, "t0");
  EXPECT_EQ(read->end, "t0+5s");
  EXPECT_EQ(read->max_results, 3U);
  EXPECT_EQ(read->descending, true);
}

TEST(ParseReadStepTest, LeavesOpenWhatIsNotAsked) {
  const auto read =
      ParseReadStep(Read(StepKind::kBatchHistory, R"({"series": ["s1", "s2"], "by": "alias"})"));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->series, (std::vector<std::string>{"s1", "s2"}));
  EXPECT_EQ(read->by, ReadBy::kAlias);
  EXPECT_FALSE(read->quality || read->start || read->end || read->max_results || read->descending);
  EXPECT_EQ(ParseReadStep(Read(StepKind::kReadBack, R"(["s1", "s2"])"))->series, read->series);
}

TEST(ParseReadStepTest, NamesTheFieldAtFault) {
  struct Row {
    StepKind kind;
    std::string_view body;
    std::string_view error;
  };
  constexpr std::array<Row, 15> kRows = {{
      {StepKind::kReadBack, "{}", "a list of names of series is required"},
      {StepKind::kReadBack, "[1]", "a list of names of series is required"},
      {StepKind::kLatest, "{}", "/series: it is required"},
      {StepKind::kLatest, R"({"series": ["s1"]})", "/series: the name of a series is required"},
      {StepKind::kBatchLatest, R"({"series": "s1"})",
       "/series: a list of names of series is required"},
      {StepKind::kBatchLatest, R"({"series": []})",
       "/series: a list of names of series is required"},
      {StepKind::kLatest, R"({"series": "s1", "by": "name"})", "/by: write alias or ids"},
      {StepKind::kHistory, R"({"series": "s1", "quality": "ANY"})",
       "/quality: write GOOD, BAD or UNCERTAIN"},
      {StepKind::kHistory, R"({"series": "s1", "order": 1})",
       "/order: write ASCENDING or DESCENDING"},
      {StepKind::kHistory, R"({"series": "s1", "maxResults": 0})",
       "/maxResults: a number of at least 1 is required"},
      {StepKind::kHistory, R"({"series": "s1", "start": 5})",
       "/start: a time expression is required, e.g. t0+5s"},
      {StepKind::kBatchLatest, R"({"series": ["s1"], "order": "ASCENDING"})",
       "/order: this kind of step has no such member"},
      {StepKind::kBatchLatest, R"({"series": ["s1"], "entries": -1})",
       "/entries: a number from 0 to 1000 is required"},
      {StepKind::kBatchHistory, R"({"series": ["s1"], "entries": 1001})",
       "/entries: a number from 0 to 1000 is required"},
      {StepKind::kHistory, R"({"series": "s1", "entries": 1})",
       "/entries: this kind of step has no such member"},
  }};
  for (const Row& row : kRows) {
    const auto read = ParseReadStep(Read(row.kind, row.body));
    ASSERT_FALSE(read) << row.body;
    EXPECT_EQ(read.error().message, row.error);
  }
}

}  // namespace
}  // namespace swc::generators
