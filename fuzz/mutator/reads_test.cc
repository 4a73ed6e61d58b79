// What the mutator knows of reads: it reaches their rules, what it writes out says the same, and no
// case that it makes is one that cannot be sent.
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "fuzz/input/input.h"
#include "fuzz/mutator/body_text.h"
#include "fuzz/mutator/mutation.h"
#include "fuzz/mutator/mutator.h"
#include "fuzz/mutator/query_text.h"
#include "fuzz/mutator/read_words.h"
#include "fuzz/mutator/written_reads.h"
#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/reading.h"
#include "spec/sanitizer_testing.h"

namespace swc::fuzz {
namespace {

using ::testing::Contains;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;

constexpr std::size_t kInputSizeMax = 8'192;

// One plain put; of reads there is none.
constexpr std::string_view kPlain =
    R"({"id":"fuzz/0","clauses":["duplicate.same-quality"],"title":"t","series":{"s1":{"aliased":true}},)"
    R"("steps":[{"put":{"entries":[{"entryId":"e1","series":"s1","propertyValues":[)"
    R"({"value":{"doubleValue":1.5},"at":"t0+1s","quality":"GOOD"}]}]}}]})";

generators::Binding OneSeries() {
  generators::Binding binding{.now = {.seconds = 1'750'000'600}, .t0 = {.seconds = 1'750'000'000}};
  binding.series["s1"] = {.alias = "/a",
                          .asset_id = "11111111-1111-4111-8111-111111111111",
                          .property_id = "22222222-2222-4222-8222-222222222222"};
  binding.token = "MTA=";
  return binding;
}

// What mutations upon mutations of one plain case come to.
struct Reached {
  std::set<std::string> clauses;     // Of reads.
  std::set<std::string> parameters;  // Names, as sent.
  std::set<std::string> max_results;
  std::size_t tokens = 0;
  std::size_t unsendable = 0;
  std::size_t raw_reads = 0;
};

void Add(const generators::Case& test_case, Reached& reached) {
  for (const generators::Step& step : test_case.steps) {
    if (step.kind != generators::StepKind::kReadRaw) {
      continue;
    }
    ++reached.raw_reads;
    const auto request = generators::RenderRequest(step, OneSeries());
    if (!request) {
      ++reached.unsendable;
      continue;
    }
    for (const Parameter& parameter : SplitQuery(request->target).parameters) {
      reached.parameters.insert(parameter.name);
      reached.tokens += parameter.name == "nextToken" && parameter.value == "MTA%3D" ? 1U : 0U;
      if (parameter.name == "maxResults") {
        reached.max_results.insert(parameter.value);
      }
    }
    for (const reference::Violation& violation : reference::ParseReadRequest(*request).violations) {
      reached.clauses.insert(violation.clause->id);
    }
  }
}

Reached ReachedFromOnePlainCase() {
  Reached reached;
  constexpr int kDeep = 12;
  const std::uint64_t walks = spec::kUnderSanitizer ? 150 : 1'500;
  for (std::uint64_t walk = 0; walk < walks; ++walk) {
    std::string input(kPlain);
    for (int step = 0; step < kDeep; ++step) {
      std::string next =
          Mutate(input, kInputSizeMax, walk * kDeep + static_cast<std::uint64_t>(step), nullptr);
      if (const auto test_case = CaseOf(next)) {
        Add(*test_case, reached);
        input = std::move(next);
      }
    }
  }
  return reached;
}

TEST(ReadMutationsTest, ReachTheRulesOfReadsFromOnePut) {
  const Reached reached = ReachedFromOnePlainCase();
  EXPECT_THAT(reached.raw_reads, Gt(reached.unsendable * 10));
  EXPECT_GT(reached.tokens, 0U);
  if (spec::kUnderSanitizer) {
    return;  // Walks that are few enough for it reach only some of the rest.
  }
  EXPECT_THAT(
      reached.clauses,
      IsSupersetOf({"read.request.identity", "read.request.qualities", "read.request.order",
                    "read.request.max-results", "read.request.number", "read.request.token",
                    "read.request.beyond-max", "read.request.date", "read.request.date-number",
                    "read.request.empty-range", "read.request.entry-id", "read.date-fraction"}));
  for (const std::string_view name : ReadParameters()) {
    EXPECT_THAT(reached.parameters, Contains(name));
  }
  EXPECT_THAT(reached.parameters, Contains("colour"));
  EXPECT_THAT(reached.max_results, IsSupersetOf({"0", "-1"}));
  EXPECT_THAT(reached.max_results.size(), Gt(30U));
}

// Pages of a batch go on by the token of the page before, whole or cut.
TEST(ReadMutationsTest, AskForTheNextPageOfABatch) {
  constexpr std::string_view kBatch =
      R"({"id":"fuzz/0","clauses":["duplicate.same-quality"],"title":"t","series":{"s1":{}},)"
      R"("steps":[{"read_raw":{"path":"/properties/batch/history","body":{"entries":[)"
      R"({"entryId":"r1","series":"s1","qualities":["GOOD"]}]}}}]})";
  std::set<std::string> tokens;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Json root = Json::parse(kBatch);
    Dice dice(rc::Random(seed), generators::kSizeMax);
    Site site = SiteOf(root, dice);
    for (const Mutation& mutation : ReadMutations()) {
      if (mutation.name == "next-batch-page") {
        ASSERT_TRUE(mutation.apply(site));
      }
    }
    ASSERT_EQ(root["steps"].size(), 2U);
    EXPECT_EQ(root["steps"][0]["read_raw"]["body"]["maxResults"], 1);
    EXPECT_FALSE(root["steps"][0]["read_raw"]["body"].contains("nextToken"));
    tokens.insert(root["steps"][1]["read_raw"]["body"]["nextToken"].dump());
  }
  EXPECT_THAT(tokens, IsSupersetOf({R"("${token}")", R"("${token:-1}")"}));
}

TEST(QueryTextTest, TakesApartAndPutsTogether) {
  for (const char* path : {"/p", "/p?a=b", "/p?a=b&c=&d&=e&a=b=c", "/p?a=${s1.alias:2048}"}) {
    EXPECT_EQ(JoinedQuery(SplitQuery(path)), path);
  }
  EXPECT_EQ(SplitQuery("/p?a=b&c").parameters.at(1).name, "c");
  EXPECT_FALSE(SplitQuery("/p?a=b&c").parameters.at(1).equals);
}

TEST(QueryTextTest, EscapesWhatNoRequestLineHolds) {
  EXPECT_EQ(SafeInQuery("a b\n\xC3\xA9#\"%25"), "a%20b%0A%C3%A9%23%22%25");
  EXPECT_EQ(SafeInQuery("${s1.alias:9\xC3\xA9} ${"), "${s1.alias:9\xC3\xA9}%20$%7B");
}

TEST(BodyTextTest, SaysWhatTheObjectSays) {
  const Json body = Json::parse(
      R"({"entries":[{"entryId":"r1","series":"s1","by":"both","startDate":"${t0+1s.seconds}"},)"
      R"({"entryId":"e1","series":"s1","propertyValues":[{"at":"t0+1s"},{"timestamp":"${t0}"}]}]})");
  const std::string text = TextOfBody(body);
  EXPECT_THAT(text, HasSubstr(R"("startDate":${t0+1s.seconds})"));
  EXPECT_THAT(text, HasSubstr(R"("timestamp":${t0+1s})"));
  const generators::Step as_object{.kind = generators::StepKind::kReadRaw,
                                   .body = {{"path", "/properties/batch/history"}, {"body", body}}};
  const generators::Step as_text{.kind = generators::StepKind::kReadRaw,
                                 .body = {{"path", "/properties/batch/history"}, {"body", text}}};
  const auto object = generators::RenderRequest(as_object, OneSeries());
  const auto written = generators::RenderRequest(as_text, OneSeries());
  ASSERT_TRUE(object && written);
  // The order of members differs, and says nothing.
  EXPECT_EQ(nlohmann::json::parse(object->body), nlohmann::json::parse(written->body));
}

TEST(WrittenReadsTest, AStepIsWrittenOutAsItIsSent) {
  const Json history = WrittenOut(Json::parse(
      R"({"history":{"series":"s1","by":"ids","quality":"BAD","start":"t0","end":"t0+5s","maxResults":2,"order":"DESCENDING"}})"));
  EXPECT_EQ(history["path"],
            "/properties/history?assetId=${s1.assetId}&propertyId=${s1.propertyId}&qualities=BAD"
            "&startDate=${t0.date}&endDate=${t0+5s.date}&timeOrdering=DESCENDING&maxResults=2");
  EXPECT_EQ(WrittenOut(Json::parse(R"({"batch_latest":{"series":["s1"]}})")),
            Json::parse(R"({"path":"/properties/batch/latest",)"
                        R"("body":{"entries":[{"entryId":"r1","series":"s1"}]}})"));
  EXPECT_TRUE(WrittenOut(Json::parse(R"({"latest":{"series":7}})")).is_null());
}

// Nothing is wrong with a read before something is changed.
TEST(WrittenReadsTest, AWrittenReadHasNoFault) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Json root = Json::parse(kPlain);
    Dice dice(rc::Random(seed), generators::kSizeMax);
    Site site = SiteOf(root, dice);
    const generators::Step step{.kind = generators::StepKind::kReadRaw,
                                .body = WrittenRead(site, "s1")};
    const auto request = generators::RenderRequest(step, OneSeries());
    ASSERT_TRUE(request) << step.body;
    const reference::SentRead read = reference::ParseReadRequest(*request);
    EXPECT_TRUE(read.violations.empty() && !read.open) << request->target << request->body;
  }
}

}  // namespace
}  // namespace swc::fuzz
