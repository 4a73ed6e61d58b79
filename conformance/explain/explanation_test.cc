// What is said of a clause, and which clauses a name that is none may have meant.
#include "conformance/explain/explanation.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "conformance/explain/clause_text.h"
#include "conformance/play/examples_testing.h"
#include "reference/mutants/mutants.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/embedded.h"

namespace swc::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using Json = nlohmann::json;

std::string Explained(std::string_view id) {
  const spec::Clause* clause = spec::Catalogue::Get().Find(id);
  return clause == nullptr ? "" : Explanation(*clause, "./program");
}

TEST(ExplanationTest, TheExamplesInTheBinaryAreThoseOfTheFolder) {
  std::map<std::string, Json> all;
  std::map<std::pair<std::string, bool>, int> wanted;
  for (const Json& example : examples::LoadExamples()) {
    all.emplace(example.at("name").get<std::string>(), example);
    int& count =
        wanted[{example.at("clause").get<std::string>(), example.at("verdict").is_string()}];
    count = std::min(count + 1, 2);
  }
  std::map<std::pair<std::string, bool>, int> embedded;
  for (const Json& example : Json::parse(spec::EmbeddedExamples())) {
    Json original = all.at(example.at("name").get<std::string>());
    original.erase("target");
    original.erase("now");
    EXPECT_EQ(example, original);
    ++embedded[{example.at("clause").get<std::string>(), example.at("verdict").is_string()}];
  }
  EXPECT_EQ(embedded, wanted);
}

TEST(ExplanationTest, EveryExampleAndEveryMistakeStandsWithItsClause) {
  std::map<std::string, std::string> explained;
  for (const spec::Clause& clause : spec::Catalogue::Get().clauses()) {
    explained.emplace(clause.id, Explanation(clause, "./program"));
    EXPECT_THAT(explained.at(clause.id), HasSubstr(clause.statement));
  }
  for (const Json& example : Json::parse(spec::EmbeddedExamples())) {
    const std::string& text = explained.at(example.at("clause").get<std::string>());
    EXPECT_THAT(text, HasSubstr("\n      " + example.at("why").get<std::string>() + "\n      > "));
    EXPECT_THAT(text, HasSubstr(example.at("verdict").is_string() ? "\n  right\n" : "\n  wrong\n"));
  }
  for (const reference::Mutant& mutant : reference::AllMutants()) {
    for (const spec::ClauseId clause : mutant.clauses) {
      EXPECT_THAT(explained.at(std::string(clause.text())),
                  HasSubstr("    " + std::string(mutant.description)));
    }
  }
}

TEST(ExplanationTest, ShowsBothSidesMistakesAndHowToRunTheCases) {
  const std::string text = Explained("access.denied");
  EXPECT_THAT(text, HasSubstr("\n  wrong\n    "));
  EXPECT_THAT(text, HasSubstr("      > POST /properties {\"entries\":[{\"entryId\":"));
  EXPECT_THAT(text, HasSubstr("      < 200 {\"errorEntries\":[{\"entryId\":"));
  EXPECT_THAT(text, HasSubstr("\n  usual mistakes\n"));
  EXPECT_THAT(text, HasSubstr("./program run --only access.denied\n"));
  EXPECT_THAT(text, HasSubstr("  level:   must: who breaks it fails\n"));
}

TEST(ExplanationTest, AFreeClauseSaysWhatEachAlternativeMeans) {
  const std::string text = Explained("values.empty");
  EXPECT_THAT(text, HasSubstr("  alternative accepted (accepted): "));
  EXPECT_THAT(text, HasSubstr("the documents leave a choice"));
}

TEST(ExplanationTest, LongBodiesAreCut) {
  for (const spec::Clause& clause : spec::Catalogue::Get().clauses()) {
    EXPECT_LT(Explanation(clause, "./program").size(), 20'000U) << clause.id;
  }
  EXPECT_THAT(Explained("identity.alias.bytes"), HasSubstr("more bytes"));
}

TEST(ExplanationTest, APrefixListsItsClauses) {
  const std::string list = ClausesUnder("time.window");
  EXPECT_THAT(list, HasSubstr("time.window.past "));
  EXPECT_THAT(list, HasSubstr("time.window.future "));
  EXPECT_THAT(list, Not(HasSubstr("value.")));
  EXPECT_EQ(ClausesUnder("time.wind"), "");
}

TEST(ExplanationTest, TheNearestNamesAreOffered) {
  EXPECT_THAT(NearestNames("time.window.passed").front(), "time.window.past");
  EXPECT_THAT(NearestNames("acess.denied").front(), "access.denied");
  EXPECT_THAT(NearestNames("newest"), ElementsAre("read.latest.newest"));
  EXPECT_THAT(NearestNames("value.dubble").front(), "value.double");
  EXPECT_THAT(NearestNames("valu"), SizeIs(3));
  EXPECT_THAT(NearestNames("something that is quite different"), IsEmpty());
  EXPECT_THAT(NearestNames(std::string(100'000, 'x')), IsEmpty());
}

}  // namespace
}  // namespace swc::conformance
