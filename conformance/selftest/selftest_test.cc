#include "conformance/selftest/selftest.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/run/run.h"
#include "reference/model/policies.h"
#include "reference/mutants/mutants.h"
#include "reports/run_record.h"
#include "spec/clause_id.h"
#include "spec/sanitizer_testing.h"

namespace swc::conformance {
namespace {

constexpr int kCombinations = 4;
constexpr std::size_t kMutantStride = 6;

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

const reference::Mutant& SomeMutant() { return *reference::FindMutant("error-on-first-entry"); }

SelftestOptions Small(std::vector<std::string> only) {
  SelftestOptions options{.random_cases = 0, .only = std::move(only)};
  if (spec::kUnderSanitizer) {
    // A sample of the shortest kind; one mutant meets all directed cases below.
    options.phases = {"random"};
    options.random_cases = 150;
  }
  return options;
}

void Ignore(std::string_view /*line*/) {}

TEST(SelftestTest, KillsAMutantUnderAClauseThatItBreaks) {
  const SelftestResult result = RunSelftest(Small({std::string(SomeMutant().name)}), Ignore);
  ASSERT_EQ(result.mutants.size(), 1U);
  const MutantResult& row = result.mutants.front();
  EXPECT_EQ(row.killed, 1);
  EXPECT_THAT(SomeMutant().clauses, Contains(testing::Property(&spec::ClauseId::text, row.clause)));
  EXPECT_GT(row.requests.at(0), 0U);
  EXPECT_TRUE(result.passed());
}

// The second mutant: the first one meets everything in any case.
TEST(SelftestTest, ByItsDeclaredCasesAMutantIsKilledWithFewRequestsUnderTheSameClause) {
  if (spec::kUnderSanitizer) {
    GTEST_SKIP() << "whole runs are for the build without sanitizers";
  }
  SelftestOptions options = Small({"next-page-"});
  const std::vector<MutantResult> all = RunSelftest(options, Ignore).mutants;
  options.declared = true;
  const std::vector<MutantResult> declared = RunSelftest(options, Ignore).mutants;
  ASSERT_EQ(all.size(), declared.size());
  ASSERT_GE(all.size(), 2U);
  EXPECT_EQ(declared.at(1).killed, 1);
  EXPECT_LT(declared.at(1).judged, all.at(1).judged);
}

TEST(SelftestTest, StaysSilentUnderAPolicyAndNamesIt) {
  const SelftestResult result = RunSelftest(Small({"partial.omitted=as-true"}), Ignore);
  ASSERT_EQ(result.policies.size(), 1U);
  EXPECT_THAT(result.policies.front().alarms, testing::IsEmpty());
  EXPECT_TRUE(result.policies.front().named || spec::kUnderSanitizer);
  EXPECT_GT(result.policies.front().requests, 1000U);
  EXPECT_TRUE(result.passed());
}

// What a random run tells of reads that find nothing, on a server to which streams cannot be added.
std::vector<std::string> ToldOfNoData(const std::string& policy) {
  RunOptions options;
  options.phases = {"random"};
  options.random_cases = 60;
  options.min_coverage = 0;
  reports::RunListener nobody;
  const reports::RunRecord record = RunInProcess(
      options, {{"read.no-data", policy}, {"identity.unknown-alias", "rejected-entry"}}, nullptr,
      nobody);
  return std::ranges::find(record.clauses, "read.no-data", &reports::ClauseRecord::id)
      ->alternatives;
}

TEST(SelftestTest, ReadingBackWhatWasRefusedTellsHowNothingIsAnswered) {
  EXPECT_THAT(ToldOfNoData("empty"), testing::ElementsAre("empty"));
  EXPECT_THAT(ToldOfNoData("not-found"), testing::ElementsAre("not-found"));
}

TEST(SelftestTest, SomePhasesAloneNeedNotNameAPolicy) {
  SelftestOptions options = Small({"wire.encoding.bom=accepted"});
  options.random_cases = 20;
  options.phases = {"random"};
  const SelftestResult result = RunSelftest(options, Ignore);
  ASSERT_EQ(result.policies.size(), 1U);
  EXPECT_GT(result.policies.front().requests, 0U);
  EXPECT_TRUE(result.passed());
}

TEST(SelftestTest, CombinationsChooseForEveryPolicyAndAreTheSameForTheSameSeed) {
  SelftestOptions options;
  const std::size_t single = PolicySets(options).size();
  options.combinations = 2;
  const std::vector<PolicySet> sets = PolicySets(options);
  ASSERT_EQ(sets.size(), single + 2);
  EXPECT_EQ(sets.back().policies.size(), reference::AllPolicies().size());
  EXPECT_NE(sets.back(), sets[single]);
  EXPECT_EQ(sets, PolicySets(options));
  options.first_seed = 2;
  EXPECT_NE(sets.back(), PolicySets(options).back());
}

TEST(SelftestTest, LegalServersThatCombineTheirChoicesAreSilent) {
  if (spec::kUnderSanitizer) {
    GTEST_SKIP() << "a minute for each combination";
  }
  SelftestOptions options = Small({" + "});
  options.combinations = kCombinations;
  options.random_cases = 200;
  const SelftestResult result = RunSelftest(options, Ignore);
  ASSERT_EQ(result.policies.size(), static_cast<std::size_t>(kCombinations));
  for (const PolicyResult& row : result.policies) {
    EXPECT_THAT(row.alarms, testing::IsEmpty()) << row.name;
  }
}

TEST(SelftestTest, MutantsOfAllAreasAreKilledByTheDirectedCases) {
  SelftestOptions options = Small({});
  options.declared = true;
  if (spec::kUnderSanitizer) {
    options.phases = {"wire"};  // The first mutant meets a whole phase: one of the short ones.
  }
  for (std::size_t i = 0; i < reference::AllMutants().size(); i += kMutantStride) {
    options.only.emplace_back(reference::AllMutants()[i].name);
  }
  if (spec::kUnderSanitizer) {
    options.only = {"malformed-json-accepted"};
  }
  const SelftestResult result = RunSelftest(options, Ignore);
  ASSERT_GE(result.mutants.size(), options.only.size());
  for (const MutantResult& row : result.mutants) {
    EXPECT_EQ(row.killed, 1) << row.mutant->name;
  }
}

TEST(SelftestTest, ASelectionOfNothingDoesNotPass) {
  EXPECT_FALSE(RunSelftest(Small({"no such name"}), Ignore).passed());
}

TEST(SelftestMatrixTest, AMutantThatLivesOnOneSeedFails) {
  const SelftestResult result{
      .mutants = {{.mutant = &SomeMutant(), .killed = 1, .seeds = 2, .requests = {7}}}};
  EXPECT_FALSE(result.passed());
  EXPECT_THAT(MatrixOf(result), HasSubstr("1 mutants, 1 not killed on every seed"));
}

TEST(SelftestMatrixTest, AnAlarmFailsAndShowsTheWholeNameOfItsCombination) {
  const std::string name = std::string(200, 'a') + "=end";
  SelftestResult result{.policies = {{.name = name, .requests = 10}}};
  EXPECT_TRUE(result.passed());
  EXPECT_THAT(MatrixOf(result), Not(HasSubstr("=end")));
  result.policies.front().alarms = {"seed 3: FAIL some.clause in a case"};
  EXPECT_FALSE(result.passed());
  EXPECT_THAT(MatrixOf(result), HasSubstr("=end"));
  EXPECT_THAT(MatrixOf(result), HasSubstr("seed 3: FAIL some.clause in a case"));
}

TEST(SelftestMatrixTest, RequestsToTheKillAreTheMedian) {
  const SelftestResult result{.mutants = {{.mutant = &SomeMutant(),
                                           .killed = 3,
                                           .seeds = 3,
                                           .phase = "directed",
                                           .clause = "time.window.future",
                                           .requests = {900, 10, 55}}}};
  EXPECT_THAT(MatrixOf(result), HasSubstr("3/3          55 directed  time.window.future"));
  EXPECT_THAT(MatrixOf(result), HasSubstr("phase directed: first to kill 1 mutants, after 55"));
}

}  // namespace
}  // namespace swc::conformance
