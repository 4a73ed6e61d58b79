#include "spec/clause.h"

#include <set>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/clause_id.h"

namespace swc::spec {
namespace {

using testing::HasSubstr;

bool Coexist(ClauseId clause, const std::set<std::string>& alternatives) {
  return MayCoexist(Catalogue::Get().At(clause), alternatives);
}

TEST(MayCoexistTest, OneChoiceAlwaysMay) { EXPECT_TRUE(Coexist("values.empty", {"accepted"})); }

TEST(MayCoexistTest, TwoFormsOfRefusalMay) {
  EXPECT_TRUE(Coexist("values.empty", {"rejected-entry", "rejected-request"}));
}

TEST(MayCoexistTest, AcceptingAndRefusingMayNot) {
  EXPECT_FALSE(Coexist("values.empty", {"accepted", "rejected-entry"}));
}

TEST(MayCoexistTest, TwoWaysOfAcceptingMayNot) {
  EXPECT_FALSE(Coexist("identity.both.contradicting", {"ids-win", "alias-wins"}));
}

TEST(MayCoexistTest, WhatMayVaryMayAnswerInEveryWay) {
  EXPECT_TRUE(Coexist("wire.member.unknown", {"ignored", "rejected-request", "rejected-entry"}));
}

struct BadCatalogue {
  std::string_view text;
  std::string_view complaint;
};

class CatalogueTest : public testing::TestWithParam<BadCatalogue> {};

TEST_P(CatalogueTest, NamesWhatIsWrong) {
  const auto parsed = Catalogue::Parse(GetParam().text);
  ASSERT_FALSE(parsed.has_value());
  EXPECT_THAT(parsed.error().message, HasSubstr(std::string(GetParam().complaint)));
}

INSTANTIATE_TEST_SUITE_P(
    Bad, CatalogueTest,
    testing::Values(BadCatalogue{"{", "clauses.json"}, BadCatalogue{"[]", "clauses.json"},
                    BadCatalogue{R"({"documents":{},"clauses":[{"id":"a.b"}]})", "a.b"},
                    BadCatalogue{R"({"documents":{},"clauses":[{"id":"a.b","level":"perhaps",
                      "statement":"s","sources":[],"facts":[],"sides":[]}]})",
                                 "a.b"},
                    BadCatalogue{R"({"documents":{"d":"D"},"clauses":[{"id":"a.b","level":"must",
                      "statement":"s","sources":["d"],"facts":["F1"],"sides":[],
                      "contested":["one","other"]}]})",
                                 "only a should clause is contested"},
                    BadCatalogue{R"({"documents":{"d":"D"},"clauses":[{"id":"a.b","level":"must",
                      "statement":"s","sources":["d"],"facts":["F1"],"sides":[],
                      "reject":{"scope":"entry","request":[],"entry":[],"code_policy":"a.c"}}]})",
                                 "code_policy 'a.c' is no free clause"},
                    BadCatalogue{R"({"documents":{"d":"D"},"clauses":[{"id":"a.b","level":"must",
                      "statement":"s","sources":["d"],"facts":["F1"],"sides":[],
                      "reject":{"scope":"entry","request":[404],"entry":[],
                      "request_if":"every-entry"}}]})",
                                 "request_if asks for a free clause"}));

TEST(ContestedTest, TheSidesOfAContradictionAreInTheCatalogue) {
  EXPECT_THAT(Catalogue::Get().At("value.double.contested").contested,
              testing::ElementsAre("api", "guide"));
  EXPECT_THAT(Catalogue::Get().At("partial.omitted").contested,
              testing::ElementsAre("as-false", "as-true"));
}

}  // namespace
}  // namespace swc::spec
