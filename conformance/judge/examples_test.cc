// The judge against hand-written exchanges: what a careful reader of the documents would say.
//
// The files in spec/examples/ were written from the documents alone.
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "conformance/play/examples_testing.h"
#include "spec/clause.h"

namespace swc::conformance {
namespace {

using examples::ExampleJudge;
using examples::Json;
using examples::LoadExamples;

// What exchanges taken one by one cannot show the judge, with the reason.
const std::map<std::string, std::string>& BlindSpots() {
  static const std::map<std::string, std::string> spots = {
      {"identity.same-series/two-series", "the runner compares both names after each case"},
      {"time.nanos.default/missing-and-zero-are-two-points",
       "two rows for one instant are found, as duplicate.same-quality"},
      {"wire.member.duplicate/twice-the-same-key-makes-a-third-value",
       "after a repeated member nothing is predicted"},
      {"identity.both.contradicting/stored-nowhere",
       "absence in one series proves nothing before the other one is read"}};
  return spots;
}

// Returns why the judge's clauses are not the example's verdict, or nothing.
std::string Disagreement(const Json& example) {
  const std::set<std::string> found = ExampleJudge(example).FoundClauses();
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
  const std::vector<Json> examples = LoadExamples();
  ASSERT_GE(examples.size(), 40U);
  for (const Json& example : examples) {
    if (BlindSpots().contains(example.at("name").get<std::string>())) {
      continue;
    }
    EXPECT_EQ(Disagreement(example), "")
        << example.at("name").get<std::string>() << ": " << example.at("why").get<std::string>();
  }
}

TEST(ExamplesTest, EveryMustClauseHasAConformingAndADeviatingExample) {
  std::set<std::string> conforming;
  std::set<std::string> deviating;
  for (const Json& example : LoadExamples()) {
    const auto clause = example.at("clause").get<std::string>();
    (example.at("verdict").is_string() ? conforming : deviating).insert(clause);
  }
  for (const spec::Clause& clause : spec::Catalogue::Get().clauses()) {
    // What makes a server fail or hang is no exchange that can be written down.
    if (clause.level == spec::Level::kMust && !spec::HasPrefix(clause.id, "robust")) {
      EXPECT_TRUE(conforming.contains(clause.id)) << clause.id;
      EXPECT_TRUE(deviating.contains(clause.id)) << clause.id;
    }
  }
}

}  // namespace
}  // namespace swc::conformance
