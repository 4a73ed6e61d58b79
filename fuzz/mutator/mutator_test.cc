// The mutator keeps its law: same seed, same bytes; JSON stays JSON where it says so; every
// mutation of the tables changes something that a harness can read.
#include "fuzz/mutator/mutator.h"

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck.h>

#include "fuzz/input/input.h"
#include "fuzz/mutator/mutation.h"
#include "generators/case/dice.h"
#include "reference/reading/reading.h"
#include "spec/contract.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"
#include "spec/sanitizer_testing.h"

namespace swc::fuzz {
namespace {

using ::testing::Gt;
using ::testing::IsSupersetOf;
using ::testing::Le;

constexpr std::size_t kSizeMax = 8'192;

constexpr std::string_view kBody =
    R"({"enablePartialEntryProcessing":true,"entries":[)"
    R"({"entryId":"e1","propertyAlias":"/a","propertyValues":[)"
    R"({"value":{"doubleValue":1.5},"timestamp":{"timeInSeconds":1750000000,"offsetInNanos":1},"quality":"GOOD"},)"
    R"({"value":{"doubleValue":2.5},"timestamp":{"timeInSeconds":1750000001},"quality":"BAD"}]},)"
    R"({"entryId":"e2","propertyAlias":"/b","propertyValues":[)"
    R"({"value":{"stringValue":"x"},"timestamp":{"timeInSeconds":1750000002}}]}]})";

constexpr std::string_view kCase =
    R"({"id":"fuzz/7","clauses":["duplicate.same-quality"],"title":"t","series":{"s1":{},"s2":{}},)"
    R"("steps":[{"put":{"entries":[{"entryId":"e1","series":"s1","propertyValues":[)"
    R"({"value":{"doubleValue":1.5},"at":"t0+1s","quality":"GOOD"},)"
    R"({"value":{"doubleValue":2.5},"at":"t0+2s","quality":"BAD"}]},)"
    R"({"entryId":"e2","series":"s2","propertyValues":[)"
    R"({"value":{"doubleValue":3.5},"at":"t0+1s"}]}]}},{"read_back":["s1"]},)"
    R"({"history":{"series":"s1","start":"t0","end":"t0+5s","maxResults":1}},)"
    R"({"read_raw":{"path":"/properties/history?propertyAlias=${s1.alias}&qualities=GOOD)"
    R"(&startDate=${t0.date}&endDate=${t0+5s.date}&maxResults=2"}},)"
    R"({"read_raw":{"path":"/properties/batch/history","body":{"entries":[)"
    R"({"entryId":"r1","series":"s1","qualities":["GOOD"]},{"entryId":"r2","series":"s2"}]}}},)"
    R"({"put_raw":{"body":"{\"entries\":[]}"}}]})";

// Stands in for libFuzzer's own mutation.
std::size_t FlipFirst(std::uint8_t* data, std::size_t size, std::size_t /*size_max*/) {
  if (size > 0) {
    data[0] ^= 1U;
  }
  return size;
}

TEST(MutatorTest, GivesTheSameBytesForTheSameSeed) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    EXPECT_EQ(Mutate(kCase, kSizeMax, seed, FlipFirst), Mutate(kCase, kSizeMax, seed, FlipFirst));
    EXPECT_EQ(CrossOver(kBody, kBody, kSizeMax, seed), CrossOver(kBody, kBody, kSizeMax, seed));
  }
}

TEST(MutatorTest, KeepsToTheSize) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    EXPECT_THAT(Mutate(kBody, 600, seed, FlipFirst).size(), Le(600U));
    EXPECT_THAT(CrossOver(kBody, kBody, 600, seed).size(), Le(600U));
  }
}

// One mutation in kBytesOneIn is left to bytes; what remains of a case can nearly always be read.
TEST(MutatorTest, LeavesAStatedShareToBytesAndKeepsCasesReadable) {
  constexpr std::uint64_t kSeeds = spec::kUnderSanitizer ? 400 : 3'200;
  std::size_t by_bytes = 0;
  std::size_t readable = 0;
  std::set<std::string> different;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const std::string mutated = Mutate(kCase, kSizeMax, seed, FlipFirst);
    by_bytes += mutated.front() == '{' ? 0U : 1U;
    readable += CaseOf(mutated) ? 1U : 0U;
    different.insert(mutated);
  }
  EXPECT_GT(by_bytes, kSeeds / kBytesOneIn / 2);
  EXPECT_LT(by_bytes, kSeeds / kBytesOneIn * 2);
  EXPECT_GT(readable, (kSeeds - by_bytes) * 85 / 100);
  EXPECT_GT(different.size(), kSeeds / 2);
}

TEST(MutatorTest, BreaksTheTextOfBodiesOnly) {
  std::size_t broken = 0;
  for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
    broken += nlohmann::json::accept(Mutate(kBody, kSizeMax, seed, nullptr)) ? 0U : 1U;
    EXPECT_TRUE(nlohmann::json::accept(Mutate(kCase, kSizeMax, seed, nullptr)));
  }
  EXPECT_GT(broken, 40U);
}

TEST(MutatorTest, WritesTextInAnotherLanguageThroughout) {
  std::size_t without = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Dice dice(rc::Random(seed), generators::kSizeMax);
    const std::string text = BrokenText(std::string(kBody), dice);
    without += text.size() == kBody.size() && !text.contains('"') ? 1U : 0U;
  }
  EXPECT_THAT(without, Gt(2U));
}

TEST(MutatorTest, LeavesWhatIsNoObjectToBytes) {
  EXPECT_EQ(Mutate("[1]", kSizeMax, 1, FlipFirst), "Z1]");
  EXPECT_EQ(Mutate("[1]", kSizeMax, 1, nullptr), "[1]");
  EXPECT_EQ(Mutate(std::string(300, '{'), kSizeMax, 1, nullptr), std::string(300, '{'));
}

TEST(MutatorTest, CrossesOverPartsOfTheOther) {
  std::size_t longer = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const std::string crossed = CrossOver(kCase, kCase, kSizeMax, seed);
    EXPECT_TRUE(nlohmann::json::accept(crossed));
    longer += crossed.size() > kCase.size() ? 1U : 0U;
  }
  EXPECT_GT(longer, 80U);
  EXPECT_EQ(CrossOver("not JSON", kCase, kSizeMax, 1), "not JSON");
}

struct Family {
  std::string name;
  std::span<const Mutation> (*rows)();
};

class EveryMutation : public ::testing::TestWithParam<Family> {};

// No row is dead: each finds a place in an ordinary case, and changes it.
TEST_P(EveryMutation, ChangesAnOrdinaryCase) {
  for (const Mutation& mutation : GetParam().rows()) {
    bool changed = false;
    for (std::uint64_t seed = 0; seed < 50 && !changed; ++seed) {
      Json root = Json::parse(kCase);
      const Json before = root;
      Dice dice(rc::Random(seed), generators::kSizeMax);
      Site site = SiteOf(root, dice);
      changed = mutation.apply(site) && root != before;
    }
    EXPECT_TRUE(changed) << mutation.name;
    EXPECT_GT(mutation.weight, 0) << mutation.name;
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, EveryMutation,
    ::testing::Values(Family{"Batch", BatchMutations}, Family{"Value", ValueMutations},
                      Family{"Case", CaseMutations}, Family{"Query", QueryMutations},
                      Family{"Read", ReadMutations}, Family{"Inner", InnerMutations},
                      Family{"Word", WordMutations}),
    [](const auto& info) { return info.param.name; });

Json AppliedTo(std::string_view test_case, std::string_view name,
               std::span<const Mutation> mutations, std::uint64_t seed) {
  Json root = Json::parse(test_case);
  Dice dice(rc::Random(seed), generators::kSizeMax);
  Site site = SiteOf(root, dice);
  for (const Mutation& mutation : mutations) {
    if (mutation.name == name) {
      (void)mutation.apply(site);
    }
  }
  return root;
}

// Sooner or later a campaign has tried every case that was written for a clause, whatever its
// seeds.
TEST(MutatorTest, BringsInTheDirectedCasesUnderTheNumberThatWasThere) {
  std::set<std::string> titles;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Json root = AppliedTo(kCase, "directed", CaseMutations(), seed);
    EXPECT_EQ(root["id"], "fuzz/7");
    EXPECT_TRUE(CaseOf(root.dump())) << root;
    titles.insert(root["title"]);
  }
  EXPECT_THAT(titles.size(), Gt(150U));
}

TEST(MutatorTest, WritesTheEndsOfTimestampsAndWhatLiesBesideThem) {
  std::set<std::string> times;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Json root = AppliedTo(kBody, "time-at-a-limit", ValueMutations(), seed);
    for (const Json& entry : root["entries"]) {
      for (const Json& value : entry["propertyValues"]) {
        times.insert(value["timestamp"].dump());
      }
    }
  }
  const Json beyond = {{"timeInSeconds", spec::Contract::Get().time_seconds_max + 1}};
  const Json carried = {{"timeInSeconds", spec::kFixedNow.seconds},
                        {"offsetInNanos", spec::Contract::Get().nanos_max + 1}};
  EXPECT_THAT(times, IsSupersetOf({beyond.dump(), carried.dump()}));
}

TEST(MutatorTest, WritesAValueOnceMoreByALaterPut) {
  std::set<std::string> kinds;
  std::size_t reads = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Json root = AppliedTo(kCase, "overwrite", CaseMutations(), seed);
    EXPECT_TRUE(CaseOf(root.dump())) << root;
    const std::size_t last = root["steps"].size() - 1;
    const bool is_read = root["steps"][last].contains("latest");
    reads += is_read ? 1U : 0U;
    const Json& entry = root["steps"][is_read ? last - 1 : last]["put"]["entries"][0];
    const Json& later = entry["propertyValues"][0];
    bool same_key = false;
    for (const Json& first : root["steps"][0]["put"]["entries"]) {
      for (const Json& value : first["propertyValues"]) {
        same_key = same_key || (first["series"] == entry["series"] && value["at"] == later["at"] &&
                                value.value("quality", "") == later.value("quality", "") &&
                                value["value"] != later["value"]);
      }
    }
    EXPECT_TRUE(same_key) << root;
    kinds.insert(later["value"].dump());
  }
  EXPECT_THAT(reads, Gt(20U));
  EXPECT_THAT(kinds, IsSupersetOf({R"({"doubleValue":77.5})", R"({"doubleValue":"NaN"})",
                                   R"({"nullValue":{"valueType":"D"}})"}));
}

TEST(MutatorTest, WritesToTwoSeriesWithAlmostOneName) {
  std::set<std::string> aliases;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Json root = AppliedTo(kCase, "near-series", WordMutations(), seed);
    EXPECT_TRUE(CaseOf(root.dump())) << root;
    ASSERT_EQ(root["steps"][0]["put"]["entries"].size(), 3U);
    const Json& added = root["steps"][0]["put"]["entries"][2];
    EXPECT_EQ(added["series"], "near");
    EXPECT_EQ(added["propertyValues"][0]["value"]["doubleValue"], 77.5);
    aliases.insert(root["series"]["near"]["alias"]);
  }
  EXPECT_THAT(aliases.size(), Gt(40U));
  const Json body = Json::parse(kBody);
  EXPECT_EQ(AppliedTo(kBody, "near-series", WordMutations(), 1), body);
}

TEST(MutatorTest, GivesAPropertyValuesOfAnotherType) {
  std::set<std::string> pairs;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const Json root = AppliedTo(kCase, "typed", CaseMutations(), seed);
    EXPECT_TRUE(CaseOf(root.dump())) << root;
    for (const Json& entry : root["steps"][0]["put"]["entries"]) {
      const Json& series = root["series"][entry["series"].get<std::string>()];
      for (const Json& value : entry["propertyValues"]) {
        pairs.insert(series.value("dataType", "") + " " + value["value"].begin().key());
      }
    }
  }
  EXPECT_THAT(pairs, IsSupersetOf({"INTEGER booleanValue", "STRING doubleValue",
                                   "DOUBLE integerValue", "BOOLEAN stringValue"}));
}

TEST(MutatorTest, NamesAPropertyByAPartOfItsName) {
  std::set<std::string> last;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Json root = AppliedTo(kCase, "almost-named", WordMutations(), seed);
    EXPECT_TRUE(CaseOf(root.dump())) << root;
    Json step = root["steps"].back();
    if (step.contains("put")) {
      step["put"]["entries"][0].erase("propertyValues");
    }
    last.insert(step.dump());
  }
  EXPECT_THAT(
      last,
      IsSupersetOf({R"({"put":{"entries":[{"entryId":"near","assetId":"${s1.assetId}"}]}})",
                    R"({"put":{"entries":[{"entryId":"near","propertyAlias":"${s1.alias}x"}]}})",
                    R"({"read_raw":{"path":"/properties/latest?propertyAlias=${s1.alias:-1}"}})"}));
}

// What the mutator makes of one body reaches the rules of the contract.
TEST(MutatorTest, ReachesManyClausesFromOneBody) {
  std::set<std::string> clauses;
  for (std::uint64_t seed = 0; seed < (spec::kUnderSanitizer ? 1'500 : 3'000); ++seed) {
    spec::HttpRequest request;
    request.headers = {{"Content-Type", "application/json"}};
    request.body = Mutate(kBody, kSizeMax, seed, nullptr);
    for (const reference::Violation& violation : reference::ParsePut(request).violations) {
      clauses.insert(violation.clause->id);
    }
  }
  EXPECT_THAT(clauses.size(), Gt(35U));
}

}  // namespace
}  // namespace swc::fuzz
