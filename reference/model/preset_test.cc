#include "reference/model/preset.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference/model/policies.h"
#include "spec/fact.h"

namespace swc::reference {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const PolicyRow& RowOf(const PresetChoice& choice) {
  return *std::ranges::find(AllPolicies(), choice.policy, &PolicyRow::name);
}

TEST(PresetTest, IsFoundByItsName) {
  ASSERT_NE(FindPreset("aws-like"), nullptr);
  EXPECT_EQ(FindPreset("aws-like")->name, "aws-like");
  EXPECT_EQ(FindPreset("aws"), nullptr);
}

// Parsing checks each row; what is shipped has to pass it, and has to be there.
TEST(PresetTest, EachChoiceIsAnAlternativeOfAPolicyAndHasAFact) {
  ASSERT_THAT(AllPresets(), Not(IsEmpty()));
  for (const Preset& preset : AllPresets()) {
    EXPECT_THAT(preset.statement, Not(IsEmpty())) << preset.name;
    for (const PresetChoice& choice : preset.choices) {
      EXPECT_THAT(RowOf(choice).alternatives, testing::Contains(choice.alternative))
          << choice.policy;
      ASSERT_THAT(choice.facts, Not(IsEmpty())) << choice.policy;
      for (const std::string& fact : choice.facts) {
        EXPECT_NE(spec::FactList::Get().Find(fact), nullptr) << fact;
      }
    }
  }
}

TEST(PresetTest, NoneEarnsAWarning) {
  for (const Preset& preset : AllPresets()) {
    for (const PresetChoice& choice : preset.choices) {
      EXPECT_FALSE(RowOf(choice).contested && choice.alternative == "guide") << choice.policy;
    }
  }
}

TEST(PresetTest, ChoosesItsPoliciesAndLeavesTheOthers) {
  Policies policies;
  Apply(*FindPreset("aws-like"), policies);
  for (const PresetChoice& choice : FindPreset("aws-like")->choices) {
    EXPECT_EQ(policies.Chosen(choice.policy), choice.alternative) << choice.policy;
  }
  EXPECT_EQ(policies.Chosen("wire.encoding.bom"), Policies().Chosen("wire.encoding.bom"));
}

TEST(PresetTest, ALaterChoiceOfAPolicyWins) {
  Policies policies;
  Apply(*FindPreset("aws-like"), policies);
  ASSERT_TRUE(policies.Set("store.visibility=at-once").has_value());
  EXPECT_TRUE(policies.Is("store.visibility", "at-once"));
}

struct BadPresets {
  std::string_view choices;
  std::string_view complaint;
};

class BadPresetsTest : public testing::TestWithParam<BadPresets> {};

TEST_P(BadPresetsTest, AreNamed) {
  const auto parsed = ParsePresets(R"({"presets":[{"name":"p","statement":"s","choices":[)" +
                                   std::string(GetParam().choices) + "]}]}");
  ASSERT_FALSE(parsed.has_value());
  EXPECT_THAT(parsed.error().message, HasSubstr("presets.json: "));
  EXPECT_THAT(parsed.error().message, HasSubstr(std::string(GetParam().complaint)));
}

INSTANTIATE_TEST_SUITE_P(
    Bad, BadPresetsTest,
    testing::Values(
        BadPresets{"", "preset 'p' chooses nothing"},
        BadPresets{R"({"policy":"no.such","alternative":"a","facts":["F1"]})",
                   "preset 'p': there is no policy 'no.such'"},
        BadPresets{R"({"policy":"read.offset-zero","alternative":"maybe","facts":["F1"]})",
                   "no alternative 'maybe', only present, absent"},
        BadPresets{R"({"policy":"read.offset-zero","alternative":"absent","facts":[]})",
                   "'read.offset-zero' names no fact"},
        BadPresets{R"({"policy":"read.offset-zero","alternative":"absent","facts":["F97"]})",
                   "names 'F97', which is no fact"},
        BadPresets{R"({"policy":"read.offset-zero","alternative":"absent","facts":["F1"]},
                      {"policy":"read.offset-zero","alternative":"present","facts":["F1"]})",
                   "is chosen twice"},
        BadPresets{R"({"policy":"read.offset-zero"})", "alternative"},
        BadPresets{"{", "parse error"}));

TEST(PresetTest, ANameStandsOnce) {
  constexpr std::string_view kOne =
      R"({"name":"p","statement":"s","choices":[
           {"policy":"read.offset-zero","alternative":"absent","facts":["F1"]}]})";
  EXPECT_TRUE(ParsePresets(R"({"presets":[)" + std::string(kOne) + "]}").has_value());
  const auto twice =
      ParsePresets(R"({"presets":[)" + std::string(kOne) + "," + std::string(kOne) + "]}");
  ASSERT_FALSE(twice.has_value());
  EXPECT_THAT(twice.error().message, HasSubstr("preset 'p' stands twice"));
}

}  // namespace
}  // namespace swc::reference
