// Cases that are compared with each other, the relations between them, and long stories.
#include "generators/random/metamorphic_case.h"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck.h>

#include "generators/case/broken_clauses.h"
#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/case/json.h"
#include "generators/case/puts_of_step.h"
#include "generators/case/relations.h"
#include "generators/case/rewritten.h"
#include "generators/random/stateful_case.h"
#include "generators/shrink/case_shrinks.h"
#include "spec/sanitizer_testing.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

using ::testing::HasSubstr;

// The clauses that keep a case from being calm, for the message of a failure.
std::string Touched(const Case& test_case) {
  std::string all;
  for (const std::string& clause : BrokenClauses(test_case)) {
    all += clause + " ";
  }
  return all + test_case.id;
}

constexpr std::uint64_t kComparedSeed = 11;

void ExpectReadable(const Case& test_case) {
  const std::string text = ToJson(test_case);
  const auto parsed = ParseCase(std::string_view(text), "case");
  ASSERT_TRUE(parsed.has_value()) << parsed.error().message << text;
  EXPECT_EQ(ToJson(*parsed), text);
}

TEST(MetamorphicCaseTest, IsCalmReadableAndTheSameForTheSameSeed) {
  for (std::uint64_t i = 0; i < spec::Sample(300); ++i) {
    const Case test_case = MetamorphicCase(kComparedSeed, i);
    ExpectReadable(test_case);
    EXPECT_TRUE(IsCalm(test_case)) << Touched(test_case);
    EXPECT_EQ(ToJson(test_case), ToJson(MetamorphicCase(kComparedSeed, i)));
  }
}

// The types of four properties, and what a case asks for of them.
TEST(MetamorphicCaseTest, WithoutStreamsPropertiesAreComparedInPairs) {
  using spec::DataType;
  const std::vector<DataType> four(4, DataType::kDouble);
  std::set<std::size_t> counts;
  for (std::uint64_t i = 0; i < spec::Sample(300); ++i) {
    const Case test_case = MetamorphicCase(kComparedSeed, i, four);
    ExpectReadable(test_case);
    EXPECT_TRUE(IsCalm(test_case)) << Touched(test_case);
    EXPECT_EQ(test_case.id, MetamorphicCase(kComparedSeed, i).id);
    counts.insert(test_case.series.size());
    for (const SeriesWish& wish : test_case.series) {
      EXPECT_EQ(wish.kind, SeriesKind::kMeasurement);
      EXPECT_EQ(wish.type, DataType::kDouble);
    }
  }
  EXPECT_THAT(counts, ::testing::ElementsAre(2U, 4U));
}

TEST(MetamorphicCaseTest, WithoutAPairTheyAreAboutStreams) {
  const std::vector<spec::DataType> two = {spec::DataType::kDouble, spec::DataType::kString};
  for (std::uint64_t i = 0; i < 20; ++i) {
    EXPECT_EQ(ToJson(MetamorphicCase(kComparedSeed, i, two)),
              ToJson(MetamorphicCase(kComparedSeed, i)));
  }
}

TEST(ConcurrentCaseTest, IsCalmAndReadable) {
  for (std::uint64_t i = 0; i < 100; ++i) {
    const Case test_case = ConcurrentCase(kComparedSeed, i);
    ExpectReadable(test_case);
    EXPECT_TRUE(IsCalm(test_case)) << Touched(test_case);
  }
}

TEST(ConcurrentCaseTest, EverySecondOneWritesKeysOfItsOwnInEachPut) {
  for (std::uint64_t i = 1; i < 100; i += 2) {
    std::set<std::string> times;
    std::size_t puts = 0;
    for (const Step& put : PutsOf(ConcurrentCase(kComparedSeed, i))) {
      const Json& entry = put.body.at("entries").at(0);
      EXPECT_EQ(entry.at("series"), "s1");
      times.insert(entry.at("propertyValues").at(0).at("at").get<std::string>());
      ++puts;
    }
    EXPECT_GT(puts, 6U);
    EXPECT_EQ(times.size(), puts);
  }
}

TEST(QuotaCaseTest, ExceedsTheQuotaAndNothingElse) {
  for (std::uint64_t i = 0; i < 100; ++i) {
    const Case test_case = QuotaCase(kComparedSeed, i);
    ExpectReadable(test_case);
    std::size_t values = 0;
    for (const Step& put : PutsOf(test_case)) {
      EXPECT_LE(put.body.at("entries").size(), 10U);
      for (const auto& entry : put.body.at("entries")) {
        values += entry.at("propertyValues").size();
        EXPECT_LE(entry.at("propertyValues").size(), 10U);
      }
    }
    EXPECT_GT(values, 10U);
  }
}

TEST(StatefulCaseTest, HasTwoToFiftyStepsAndCanBeRead) {
  std::set<std::size_t> lengths;
  for (std::uint64_t i = 0; i < spec::Sample(200); ++i) {
    const Case test_case = StatefulCase(kComparedSeed, i, kSizeMax);
    ExpectReadable(test_case);
    EXPECT_GE(test_case.steps.size(), kStatefulStepsMin);
    EXPECT_LE(test_case.steps.size(), kStatefulStepsMax + 4);  // Four reads that have to agree.
    lengths.insert(test_case.steps.size());
    EXPECT_EQ(ToJson(test_case), ToJson(StatefulCase(kComparedSeed, i, kSizeMax)));
  }
  EXPECT_GT(lengths.size(), spec::kUnderSanitizer ? 10U : 30U);
}

// A body of two entries, the second with two values.
Json Body() {
  return Json::parse(R"({"entries": [
    {"entryId": "a", "series": "s1", "propertyValues": [{"value": {"doubleValue": 1.5}, "at": "t0"}]},
    {"entryId": "b", "series": "s2", "propertyValues": [
      {"value": {"doubleValue": 2.5}, "at": "t0"}, {"value": {"doubleValue": 3.5}, "at": "t0+1s"}]}]})");
}

MetamorphicStep StepOf(std::string_view relation, std::uint64_t seed) {
  return {.relation = FindRelation(relation),
          .seed = seed,
          .twins = {{"s1", "t1"}, {"s2", "t2"}},
          .put = Body()};
}

// The entryIds of the puts, in the order in which they are sent.
std::vector<std::string> IdsOf(const std::vector<Step>& puts) {
  std::vector<std::string> ids;
  for (const Step& put : puts) {
    for (const Json& entry : put.body.at("entries")) {
      ids.push_back(entry.at("entryId").get<std::string>());
    }
  }
  return ids;
}

TEST(RelationTest, EveryOneWritesToTwins) {
  for (const Relation& relation : AllRelations()) {
    for (const Step& put : VariantPuts(StepOf(relation.name, 1))) {
      for (const Json& entry : put.body.at("entries")) {
        EXPECT_THAT(entry.at("series").get<std::string>(), ::testing::StartsWith("t"));
      }
    }
  }
}

TEST(RelationTest, SayTheSameInAnotherWay) {
  using ::testing::ElementsAre;
  using ::testing::UnorderedElementsAre;
  bool turned = false;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const std::vector<std::string> ids = IdsOf(VariantPuts(StepOf("permute-entries", seed)));
    EXPECT_THAT(ids, UnorderedElementsAre("a", "b"));
    turned |= ids.front() == "b";
  }
  EXPECT_TRUE(turned);
  EXPECT_EQ(VariantPuts(StepOf("split-batch", 1)).size(), 2U);
  EXPECT_EQ(BasePuts(StepOf("merge-batches", 1)).size(), 2U);
  EXPECT_THAT(IdsOf(VariantPuts(StepOf("split-batch", 1))), ElementsAre("a", "b"));
  EXPECT_THAT(IdsOf(VariantPuts(StepOf("resend", 1))), ElementsAre("a", "b", "a", "b"));
  EXPECT_THAT(IdsOf(VariantPuts(StepOf("add-bad-entry", 1))),
              UnorderedElementsAre("a", "b", "one-entry-more"));
}

TEST(RelationTest, RewrittenJsonMeansTheSame) {
  bool differs = false;
  for (std::uint64_t i = 0; i < 100; ++i) {
    Dice dice(rc::Random(i), kSizeMax);
    const std::string text =
        R"({"entries":[{"entryId":"a/b\n\"é😀","value":{"doubleValue":-0.1},"n":12}],"x":null})";
    const std::string rewritten = Rewritten(text, dice);
    EXPECT_EQ(nlohmann::json::parse(rewritten), nlohmann::json::parse(text)) << rewritten;
    differs |= rewritten != text;
  }
  EXPECT_TRUE(differs);
}

TEST(RelationTest, MisshapenStepsAreRefusedByField) {
  const auto message = [](const char* body) {
    const auto parsed =
        ParseMetamorphic({.kind = StepKind::kMetamorphic, .body = Json::parse(body)});
    return parsed ? std::string() : parsed.error().message;
  };
  EXPECT_EQ(message("[]"), "an object is required");
  EXPECT_THAT(message(R"({"relation": 5})"), HasSubstr("/relation: write one of permute-"));
  EXPECT_EQ(message(R"({"relation": "resend", "twins": {"s1": 5}})"),
            "/twins/s1: the name of a series is required");
  EXPECT_THAT(message(R"({"relation": "x"})"), HasSubstr("/relation: write one of permute-"));
  EXPECT_THAT(message(R"({"relation": "resend", "seed": -1})"), HasSubstr("/seed"));
  EXPECT_THAT(message(R"({"relation": "resend", "x": 1})"), HasSubstr("/x"));
  EXPECT_THAT(message(R"({"relation": "resend"})"), HasSubstr("/twins"));
  EXPECT_THAT(message(R"({"relation": "resend", "twins": {}, "put": {"entries": []}})"),
              HasSubstr("/put"));
  EXPECT_THAT(message(R"({"relation": "resend", "twins": {}, "put": {"entries": [
      {"entryId": "a", "series": "s1", "propertyValues": [{}]}]}})"),
              HasSubstr("has no twin"));
}

// A case with streams s1, s2, t1, a series "any" and one that does not exist, and these twins.
std::string ErrorOfTwins(std::string_view twins) {
  const std::string text =
      R"({"id": "c", "series": {"s1": {"kind": "stream"}, "s2": {"kind": "stream"},
          "t1": {"kind": "stream"}, "any": {}, "none": {"kind": "unknown"}},
          "steps": [{"metamorphic": {"relation": "resend", "twins": )" +
      std::string(twins) + R"(, "put": {"entries": [{"entryId": "e", "series": "s1",
          "propertyValues": [{"value": {"doubleValue": 1.5}, "at": "t0"}]}]}}}]})";
  const auto parsed = ParseCase(std::string_view(text), "f.json");
  return parsed ? std::string() : parsed.error().message;
}

TEST(MetamorphicStepTest, TwinsAreStreamsOfTheCase) {
  const std::string place = "f.json: /steps/0/metamorphic: ";
  EXPECT_EQ(ErrorOfTwins(R"({"s1": "t1"})"), "");
  EXPECT_EQ(ErrorOfTwins(R"({"s1": "t9"})"),
            place + "/twins/s1: there is no series 't9' in this case");
  EXPECT_EQ(ErrorOfTwins(R"({"s1": "t1", "q": "r"})"),
            place + "/twins/q: there is no series 'q' in this case");
  EXPECT_EQ(ErrorOfTwins(R"({"s1": "none"})"),
            place + "/twins/s1: series 'none' has to be of kind stream or measurement");
  EXPECT_EQ(ErrorOfTwins(R"({"s1": "t1", "any": "s2"})"),
            place + "/twins/any: series 'any' has to be of kind stream or measurement");
  EXPECT_EQ(ErrorOfTwins(R"({"s1": "s1"})"), place + "/twins/s1: series 's1' stands there twice");
  EXPECT_EQ(ErrorOfTwins(R"({"s1": "t1", "s2": "t1"})"),
            place + "/twins/s2: series 't1' stands there twice");
}

// Along every path of shrinks a case that is compared stays readable and calm.
TEST(ComparedCaseTest, ShrinksStayComparable) {
  for (std::uint64_t i = 0; i < spec::Sample(48); ++i) {
    Case test_case =
        i % 3 == 0 ? ConcurrentCase(kComparedSeed, i / 3) : MetamorphicCase(kComparedSeed, i);
    for (int depth = 0; depth < 12; ++depth) {
      auto shrinks = ShrinksOf(test_case);
      std::vector<Case> smaller;
      while (smaller.size() < 4) {
        auto next = shrinks.next();
        if (!next) {
          break;
        }
        EXPECT_TRUE(IsCalm(*next)) << Touched(*next);
        ExpectReadable(*next);
        smaller.push_back(*next);
      }
      if (smaller.empty()) {
        break;
      }
      test_case = smaller[static_cast<std::size_t>(depth) % smaller.size()];
    }
  }
}

}  // namespace
}  // namespace swc::generators
