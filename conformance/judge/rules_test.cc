// The table of rules: what belongs to which row, and that every finding has one.
#include "conformance/judge/rules.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>

#include <gtest/gtest.h>

#include "conformance/judge/observations.h"
#include "spec/clause.h"
#include "spec/testing_paths.h"

namespace swc::conformance {
namespace {

TEST(FindRuleTest, ARowThatNamesItsClauseGoesFirst) {
  const Rule* own = FindRule("read.history.end", "missing");
  const Rule* any = FindRule("time.order.any", "missing");
  ASSERT_NE(own, nullptr);
  ASSERT_NE(any, nullptr);
  EXPECT_EQ(own->clause, "read.history.end");
  EXPECT_EQ(any->clause, "");
}

TEST(FindRuleTest, AStarStandsForMany) {
  const Rule* in_batch = FindRule("read.batch.agrees", "store.acknowledged/missing");
  ASSERT_NE(in_batch, nullptr);
  EXPECT_EQ(in_batch->kinds, "*/*");
  EXPECT_EQ(FindRule("robust.server-error", "status-503-Oops"),
            FindRule("robust.server-error", "status-500"));
  EXPECT_EQ(FindRule("time.order.any", "permute-values-stored"),
            FindRule("duplicate.resend", "resend-stored"));
  EXPECT_EQ(FindRule("time.order.any", "nothing-of-that-kind"), nullptr);
}

TEST(RuleTest, EveryClauseOfARowExists) {
  for (const Rule& rule : AllRules()) {
    EXPECT_FALSE(rule.kinds.empty());
    EXPECT_TRUE(rule.clause.empty() ||
                spec::Catalogue::Get().Find(std::string(rule.clause)) != nullptr)
        << rule.clause;
  }
}

TEST(RuleTest, EveryFindingThatTheJudgeWritesOutHasARow) {
  const std::regex finding(R"re(Deviate(?:At)?\(\s*(?:\*?\w+,\s*)?"([a-z.-]+)",\s*"([a-z-]+)")re");
  int found = 0;
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(spec::SourceFolder() / "conformance/judge")) {
    const std::string name = file.path().filename().string();
    if (!name.ends_with(".cc") || name.ends_with("_test.cc")) {
      continue;
    }
    std::ifstream stream(file.path());
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    for (std::sregex_iterator at(text.begin(), text.end(), finding); at != std::sregex_iterator();
         ++at) {
      ++found;
      EXPECT_NE(FindRule((*at)[1].str(), (*at)[2].str()), nullptr) << name << ": " << (*at)[0];
    }
  }
  EXPECT_GT(found, 30);
}

TEST(RuleOffTest, ItsFindingsAreNotTakenNorAdded) {
  const spec::Clause& past = spec::Catalogue::Get().At("time.window.past");
  const RuleOff off{.rule = FindRule("time.window.past", "accepted"), .clause = &past};
  Observations taken{.without = off};
  taken.Deviate("time.window.past", "accepted", "", "", "");
  taken.Deviate("time.window.future", "accepted", "", "", "");
  Observations other;
  other.Deviate("time.window.past", "accepted", "", "", "");
  other.Deviate("time.window.past", "wrong-form", "", "", "");
  taken.Add(other);
  ASSERT_EQ(taken.deviations.size(), 2U);
  EXPECT_EQ(taken.deviations.front().clause->id, "time.window.future");
  EXPECT_EQ(taken.deviations.back().kind, "wrong-form");
}

}  // namespace
}  // namespace swc::conformance
