#include "spec/clause_id.h"

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/clause.h"

namespace swc::spec {
namespace {

// A literal as a template argument, so that a concept can ask whether it names a clause.
template <std::size_t kSize>
struct Literal {
  // NOLINTNEXTLINE(modernize-avoid-c-arrays): the type of a literal.
  consteval Literal(const char (&literal)[kSize]) {
    for (std::size_t i = 0; i < kSize; ++i) {
      text[i] = literal[i];
    }
  }
  char text[kSize] = {};  // NOLINT(modernize-avoid-c-arrays)
};

// Takes part in overload resolution only if the conversion is a constant expression.
template <typename Name, Literal kLiteral>
concept Names = requires { std::bool_constant<(Name(kLiteral.text), true)>(); };

static_assert(Names<ClauseId, "time.window.past">);
static_assert(!Names<ClauseId, "time.window.pst">, "a typo does not compile");
static_assert(!Names<ClauseId, "time.window">, "a prefix is no clause");
static_assert(!Names<ClauseId, "">);
static_assert(Names<ClausePrefix, "time.window">);
static_assert(Names<ClausePrefix, "time.window.past">);
static_assert(Names<ClausePrefix, "">);
static_assert(!Names<ClausePrefix, "time.win">, "a prefix ends with a word");
static_assert(!std::convertible_to<std::string, ClauseId>, "text from outside is looked up");
static_assert(!std::convertible_to<std::string_view, ClauseId>);
static_assert(!std::convertible_to<const char*, ClauseId>);

TEST(ClauseIdTest, AreThoseOfTheCatalogue) {
  std::vector<std::string_view> ids;
  for (const Clause& clause : Catalogue::Get().clauses()) {
    ids.push_back(clause.id);
  }
  EXPECT_THAT(kClauseIds, testing::UnorderedElementsAreArray(ids));
}

TEST(ClauseIdTest, IsFoundForTextFromOutside) {
  EXPECT_EQ(ClauseId::Find(std::string("time.window.past")), ClauseId("time.window.past"));
  EXPECT_FALSE(ClauseId::Find("time.window").has_value());
  EXPECT_FALSE(ClauseId::Find("zzz").has_value());
}

TEST(ClauseIdTest, IsThatOfAClause) {
  const Clause& clause = Catalogue::Get().At("values.empty");
  EXPECT_EQ(ClauseId(clause), ClauseId("values.empty"));
  EXPECT_TRUE(clause.Is("values.empty"));
  EXPECT_FALSE(clause.Is("values.max"));
  EXPECT_TRUE(clause.IsUnder("values"));
  EXPECT_FALSE(clause.IsUnder("value"));
}

TEST(HasPrefixTest, HoldsWholeWordsOnly) {
  EXPECT_TRUE(HasPrefix("time.window.past", "time.window"));
  EXPECT_TRUE(HasPrefix("time.window.past/edge", "time.window.past"));
  EXPECT_TRUE(HasPrefix("time.window", "time.window"));
  EXPECT_TRUE(HasPrefix("time.window", ""));
  EXPECT_FALSE(HasPrefix("time.windows", "time.window"));
}

}  // namespace
}  // namespace swc::spec
