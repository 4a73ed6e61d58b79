// Qualities of all values of an entry; the other mutations of values stand in mutator_test.cc.
#include <algorithm>
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

// Returns the qualities that the mutation gives to values, "-" where there is none; "" if it did
// nothing.
std::string QualitiesOf(std::string_view values, std::uint64_t seed) {
  Json root = {{"entries", {{{"propertyValues", Json::parse(values)}}}}};
  Dice dice(rc::Random(seed), generators::kSizeMax);
  Site site = SiteOf(root, dice);
  const auto all = ValueMutations();
  const auto mutation = std::ranges::find(all, "all-qualities", &Mutation::name);
  if (mutation == all.end() || !mutation->apply(site)) {
    return "";
  }
  std::string qualities;
  for (const Json& value : root["entries"][0]["propertyValues"]) {
    qualities += value.is_object() ? value["quality"].get<std::string>().substr(0, 1) : "-";
  }
  return qualities;
}

TEST(AllQualitiesTest, TheyAreOfOneKindOrMixed) {
  std::set<std::string> seen;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    seen.insert(QualitiesOf("[{},{},{}]", seed));
  }
  EXPECT_THAT(seen, ::testing::IsSupersetOf({"GGG", "BBB", "UUU", "UGB", "BGU", "GBU"}));
}

TEST(AllQualitiesTest, WhatIsNoValueStaysAndAListOfOneToo) {
  EXPECT_EQ(QualitiesOf("[{}]", 1), "");
  EXPECT_EQ(QualitiesOf(R"([{},1,null])", 1).substr(1), "--");
}

}  // namespace
}  // namespace swc::fuzz
