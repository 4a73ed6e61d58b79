// Times of an entry in a row; the other mutations of times stand in mutator_test.cc.
#include "fuzz/mutator/mutations_time.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck.h>

#include "fuzz/mutator/mutation.h"
#include "generators/case/dice.h"

namespace swc::fuzz {
namespace {

constexpr std::string_view kTwoTimes =
    R"({"entries":[{"entryId":"e1","propertyAlias":"/a","propertyValues":[)"
    R"({"value":{"doubleValue":1.5},"timestamp":{"timeInSeconds":1750000000,"offsetInNanos":1}},)"
    R"({"value":{"doubleValue":2.5},"timestamp":{"timeInSeconds":1750000001}}]}]})";

constexpr std::string_view kCaseOfTwoTimes =
    R"({"id":"fuzz/7","clauses":["duplicate.same-quality"],"title":"t","series":{"s1":{}},)"
    R"("steps":[{"put":{"entries":[{"entryId":"e1","series":"s1","propertyValues":[)"
    R"({"value":{"doubleValue":1.5},"at":"t0+1s"},{"value":{"doubleValue":2.5},"at":"t0+2s"}]}]}}]})";

TEST(TimesInARowTest, OrdersAListBothWays) {
  std::set<std::string> seconds;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Json root = Json::parse(kTwoTimes);
    Json& values = root["entries"][0]["propertyValues"];
    values.push_back(values[0]);
    Dice dice(rc::Random(seed), generators::kSizeMax);
    Site site = SiteOf(root, dice);
    if (!TimesInARow(site)) {
      continue;
    }
    EXPECT_NE(values[1]["timestamp"], values[0]["timestamp"]);
    EXPECT_NE(values[2]["timestamp"], values[1]["timestamp"]);
    seconds.insert(values[2]["timestamp"].dump());
  }
  EXPECT_THAT(seconds,
              ::testing::IsSupersetOf({R"({"timeInSeconds":1750000002,"offsetInNanos":1})",
                                       R"({"timeInSeconds":1749999998,"offsetInNanos":1})"}));
}

TEST(TimesInARowTest, WritesTheTimesOfACaseAsSymbols) {
  std::set<std::string> times;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Json root = Json::parse(kCaseOfTwoTimes);
    Dice dice(rc::Random(seed), generators::kSizeMax);
    Site site = SiteOf(root, dice);
    if (TimesInARow(site)) {
      times.insert(root["steps"][0]["put"]["entries"][0]["propertyValues"][1]["at"]);
    }
  }
  EXPECT_THAT(times, ::testing::IsSupersetOf({"t0+1s+1ns", "t0+1s-1ns", "t0+1s-1ms", "t0+1s+1s"}));
}

TEST(TimesInARowTest, LeavesAListOfOneAndTimesThatAreNone) {
  for (const std::string_view values :
       {R"([{"timestamp":{"timeInSeconds":1}}])", R"([{"timestamp":{"timeInSeconds":"1"}},{}])",
        R"([{},{}])", R"([1,{}])", R"([{"at":"t0"},1])"}) {
    Json root = {{"entries", {{{"propertyValues", Json::parse(values)}}}}};
    Dice dice(rc::Random(1), generators::kSizeMax);
    Site site = SiteOf(root, dice);
    const Json before = root;
    EXPECT_FALSE(TimesInARow(site)) << values;
    EXPECT_EQ(root, before) << values;
  }
}

}  // namespace
}  // namespace swc::fuzz
