// The judge against hand-written exchanges: what a careful reader of the documents would say.
//
// The files in spec/examples/ were written from the documents alone.
#include <algorithm>
#include <cstddef>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "conformance/judge/observations.h"
#include "conformance/judge/rules.h"
#include "conformance/play/examples_testing.h"
#include "spec/clause.h"

namespace swc::conformance {
namespace {

using examples::ExampleJudge;
using examples::LoadExamples;
using examples::SortedJson;

constexpr std::string_view kAcceptedKinds = "accepted not-refused";

// What exchanges taken one by one cannot show the judge, with the reason.
const std::map<std::string, std::string>& BlindSpots() {
  static const std::map<std::string, std::string> spots = {
      {"time.nanos.default/missing-and-zero-are-two-points",
       "two rows for one instant are found, as duplicate.same-quality"},
      {"identity.both.contradicting/stored-nowhere",
       "absence in one series proves nothing before the other one is read"}};
  return spots;
}

// Returns why the judge's clauses are not the example's verdict, or nothing.
std::string Disagreement(const SortedJson& example, RuleOff without = {}) {
  const std::set<std::string> found = ExampleJudge(example, without).FoundClauses();
  std::set<std::string> allowed;
  std::string required;
  if (example.at("verdict").is_object()) {
    required = example.at("verdict").at("clause").get<std::string>();
    allowed = example.at("verdict").value("also", std::set<std::string>());
    allowed.insert(required);
  }
  std::string text;
  for (const std::string& clause : found) {
    if (!allowed.contains(clause)) {
      text += " unexpected " + clause;
    }
  }
  if (!required.empty() && !found.contains(required)) {
    text += " missing " + required;
  }
  return text;
}

TEST(ExamplesTest, TheJudgeAgreesWithEveryHandWrittenVerdict) {
  const std::vector<SortedJson> examples = LoadExamples();
  ASSERT_GE(examples.size(), 40U);
  for (const SortedJson& example : examples) {
    if (BlindSpots().contains(example.at("name").get<std::string>())) {
      continue;
    }
    EXPECT_EQ(Disagreement(example), "")
        << example.at("name").get<std::string>() << ": " << example.at("why").get<std::string>();
  }
}

// The rows of the judge that are taken away one after the other: rules that name one clause, and of
// those that name any the acceptance of what is forbidden once for each clause.
std::vector<RuleOff> AllRows() {
  std::vector<RuleOff> rows;
  for (const Rule& rule : AllRules()) {
    if (rule.kinds != kAcceptedKinds) {
      rows.push_back({.rule = &rule});
      continue;
    }
    for (const spec::Clause& clause : spec::Catalogue::Get().clauses()) {
      if (clause.can_be_violated && clause.sides.reject && clause.level != spec::Level::kFree) {
        rows.push_back({.rule = &rule, .clause = &clause});
      }
    }
  }
  return rows;
}

std::string NameOf(const RuleOff& row) {
  const std::string clause = row.clause == nullptr ? std::string(row.rule->clause) : row.clause->id;
  return (clause.empty() ? "any clause" : clause) + " " + std::string(row.rule->kinds);
}

bool IsRuleOfMust(const RuleOff& row) {
  const spec::Clause* clause = row.clause == nullptr
                                   ? spec::Catalogue::Get().Find(std::string(row.rule->clause))
                                   : row.clause;
  // Only open points have alternatives.
  const bool only_free = row.rule->kinds == "no-alternative";
  return clause == nullptr ? !only_free : clause->level == spec::Level::kMust;
}

// Rows of which no example fails without them, with the reason.
const std::map<std::string, std::string>& RowsWithoutExample() {
  static const std::map<std::string, std::string> rows = {
      {"wire.size refused", "its request would have more than 65,536 bytes"},
      {"wire.path accepted not-refused",
       "what has no operation is judged by judge_unbound.h, as wire.path other-status"},
      {"any clause no-alternative",
       "the catalogue has an alternative for each form in which an open point may be answered"}};
  return rows;
}

TEST(RulesTest, WithoutAnyRowSomeExampleFails) {
  const std::vector<SortedJson> examples = LoadExamples();
  // Only what an example finds can be missed in it.
  std::vector<std::vector<Deviation>> found;
  for (const SortedJson& example : examples) {
    ExampleJudge judge(example);
    (void)judge.FoundClauses();
    found.push_back(judge.deviations());
  }
  for (const RuleOff& row : AllRows()) {
    std::string fails;
    for (std::size_t i = 0; i < examples.size() && fails.empty(); ++i) {
      const auto name = examples[i].at("name").get<std::string>();
      if (!BlindSpots().contains(name) &&
          std::ranges::any_of(found[i],
                              [&](const Deviation& deviation) {
                                return row.Covers(*deviation.clause, deviation.kind);
                              }) &&
          !Disagreement(examples[i], row).empty()) {
        fails = name;
      }
    }
    const auto reason = RowsWithoutExample().find(NameOf(row));
    if (fails.empty() && reason != RowsWithoutExample().end()) {
      EXPECT_FALSE(IsRuleOfMust(row)) << NameOf(row) << ": write an example";
    } else {
      EXPECT_FALSE(fails.empty()) << "no example fails without " << NameOf(row);
      EXPECT_EQ(reason, RowsWithoutExample().end()) << NameOf(row) << " has the example " << fails;
    }
    std::cout << "without " << NameOf(row) << ": " << (fails.empty() ? "none fails" : fails)
              << '\n';
  }
}

TEST(ExamplesTest, EveryMustClauseHasAConformingAndADeviatingExample) {
  std::set<std::string> conforming;
  std::set<std::string> deviating;
  for (const SortedJson& example : LoadExamples()) {
    const auto clause = example.at("clause").get<std::string>();
    (example.at("verdict").is_string() ? conforming : deviating).insert(clause);
  }
  for (const spec::Clause& clause : spec::Catalogue::Get().clauses()) {
    if (clause.level == spec::Level::kMust) {
      EXPECT_TRUE(conforming.contains(clause.id)) << clause.id;
      EXPECT_TRUE(deviating.contains(clause.id)) << clause.id;
    }
  }
}

}  // namespace
}  // namespace swc::conformance
