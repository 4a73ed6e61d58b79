#include "generators/random/similar_aliases.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "generators/case/alias_form.h"
#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/random/stateful_case.h"
#include "spec/clause_id.h"
#include "spec/contract.h"
#include "spec/text/json_tree.h"

namespace swc::generators {
namespace {

TEST(SimilarAliasesTest, AreTwoLegalAliases) {
  std::set<std::pair<std::string, std::string>> pairs;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    Dice dice(rc::Random(seed), kSizeMax);
    const SimilarAliases similar = SampleSimilarAliases(dice);
    const auto one = SpellAlias(similar.one, "/run/7");
    const auto other = SpellAlias(similar.other, "/run/7");
    ASSERT_TRUE(one && other) << similar.one << " and " << similar.other;
    EXPECT_NE(*one, *other);
    for (const std::string& alias : {*one, *other}) {
      EXPECT_LE(spec::CountCodePoints(alias), spec::Contract::Get().alias_length_agreed);
      EXPECT_TRUE(std::ranges::none_of(alias, [](char c) { return c >= 0 && c < ' '; })) << alias;
    }
    pairs.emplace(*one, *other);
  }
  EXPECT_GE(pairs.size(), 60);
}

// What goes wrong in such a story is named after the spelling, so it may ask nothing else.
TEST(StatefulCaseTest, AStoryOfSimilarAliasesAsksNothingElse) {
  int stories = 0;
  for (std::uint64_t index = 0; index < 200; ++index) {
    const Case story = StatefulCase(7, index, kSizeMax);
    if (story.clauses.empty()) {
      continue;
    }
    ++stories;
    ASSERT_EQ(story.clauses.front(), spec::ClauseId("identity.alias.exact"));
    std::set<std::string> keys;
    std::set<double> numbers;
    std::size_t values = 0;
    for (const Step& step : story.steps) {
      if (step.kind == StepKind::kReadBack) {
        continue;
      }
      ASSERT_EQ(step.kind, StepKind::kPut);
      ASSERT_EQ(step.body.at("entries").size(), 2);
      for (const auto& entry : step.body.at("entries")) {
        for (const auto& value : entry.at("propertyValues")) {
          ++values;
          keys.insert(entry.at("series").get<std::string>() + value.at("at").get<std::string>());
          numbers.insert(value.at("value").at("doubleValue").get<double>());
        }
      }
    }
    EXPECT_EQ(keys.size(), values) << "a key is written twice";
    EXPECT_EQ(numbers.size(), values) << "two keys have one value, so a mix-up would not show";
  }
  EXPECT_GE(stories, 30);
}

}  // namespace
}  // namespace swc::generators
