#include "spec/fact.h"

#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace swc::spec {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kOne =
    R"({"facts":[{"id":"F1","level":"observed","source":"s","says":"It is so."}]})";

TEST(FactListTest, AFactIsFoundByItsNumber) {
  const auto list = FactList::Parse(kOne);
  ASSERT_TRUE(list.has_value()) << list.error().message;
  const Fact* fact = list->Find("F1");
  ASSERT_NE(fact, nullptr);
  EXPECT_EQ(fact->evidence, Evidence::kObserved);
  EXPECT_EQ(InOneLine(*fact), "F1 (observed; s): It is so.");
  EXPECT_EQ(list->Find("F2"), nullptr);
}

TEST(FactListTest, TheShippedListSaysEachFactInOneLine) {
  ASSERT_NE(FactList::Get().Find("F216"), nullptr);
  EXPECT_THAT(InOneLine(*FactList::Get().Find("F216")), HasSubstr("fraction of a second"));
  for (const Fact& fact : FactList::Get().facts()) {
    EXPECT_THAT(InOneLine(fact), Not(HasSubstr("\n"))) << fact.id;
    EXPECT_TRUE(fact.statement.ends_with('.')) << fact.id;
    EXPECT_EQ(fact.evidence == Evidence::kOpen, fact.id.starts_with('U')) << fact.id;
  }
}

TEST(FactListTest, ANumberIsALetterAndDigits) {
  EXPECT_TRUE(LooksLikeFact("F216"));
  EXPECT_TRUE(LooksLikeFact("U1"));
  EXPECT_FALSE(LooksLikeFact("F"));
  EXPECT_FALSE(LooksLikeFact("F1a"));
  EXPECT_FALSE(LooksLikeFact("f1"));
  EXPECT_FALSE(LooksLikeFact("time.window"));
}

struct BadFacts {
  std::string_view text;
  std::string_view complaint;
};

class BadFactsTest : public testing::TestWithParam<BadFacts> {};

TEST_P(BadFactsTest, IsNamed) {
  const auto list = FactList::Parse(GetParam().text);
  ASSERT_FALSE(list.has_value());
  EXPECT_THAT(list.error().message, HasSubstr("facts.json"));
  EXPECT_THAT(list.error().message, HasSubstr(std::string(GetParam().complaint)));
}

INSTANTIATE_TEST_SUITE_P(
    Bad, BadFactsTest,
    testing::Values(
        BadFacts{"{", "parse error"}, BadFacts{"[]", "facts"},
        BadFacts{R"({"facts":[]})", "no fact"}, BadFacts{R"({"facts":[7]})", "with number"},
        BadFacts{R"({"facts":[{"id":"F7"}]})", "F7: "},
        BadFacts{R"({"facts":[{"id":"X7","level":"open","source":"s","says":"."}]})", "'X7'"},
        BadFacts{R"({"facts":[{"id":"F7","level":"sure","source":"s","says":"."}]})", "'sure'"},
        BadFacts{R"({"facts":[{"id":"F7","level":"open","source":"","says":"."}]})", "`source`"},
        BadFacts{R"({"facts":[{"id":"F7","level":"open","source":"s","says":"."},
                              {"id":"F7","level":"open","source":"s","says":"."}]})",
                 "F7 stands twice"}));

}  // namespace
}  // namespace swc::spec
