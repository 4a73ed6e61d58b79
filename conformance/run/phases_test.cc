// The phases of a run: what they are, what they find alone, and that they are the same every time.
#include "conformance/run/phases.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/run/run.h"
#include "conformance/selftest/selftest.h"
#include "generators/case/case.h"
#include "generators/case/relations.h"
#include "generators/directed/directed_cases.h"
#include "reference/mutants/mutants.h"
#include "reports/run_record.h"
#include "spec/clause_id.h"
#include "spec/sanitizer_testing.h"
#include "spec/text/error.h"

namespace swc::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> NamesOf(const RunOptions& options) {
  std::vector<std::string> names;
  for (const Phase& phase : PhasesOf(options)) {
    names.push_back(phase.name);
  }
  return names;
}

TEST(PhasesTest, RunInOneOrderAndTheQuotaOnDemandOnly) {
  EXPECT_THAT(NamesOf({}), ElementsAre("directed", "pairwise", "stateful", "metamorphic", "wire",
                                       "concurrency", "random"));
  RunOptions options;
  options.quota = true;
  EXPECT_THAT(NamesOf(options), ::testing::Contains("quota"));
  options.phases = {"random", "directed"};
  EXPECT_THAT(NamesOf(options), ElementsAre("directed", "quota", "random"));
}

TEST(PhasesTest, WhatIsAboutEverythingIsLeftOutOfASelection) {
  RunOptions options;
  options.selection.only = {"wire.accept"};
  EXPECT_THAT(NamesOf(options), ElementsAre("directed", "wire"));
  options = {};
  options.random_cases = 0;
  EXPECT_THAT(NamesOf(options), ElementsAre("directed", "wire"));
}

TEST(PhasesTest, OfCasesAboutOneClauseASelectionHoldsSome) {
  RunOptions options;
  options.selection.only = {"duplicate"};
  EXPECT_THAT(NamesOf(options), ElementsAre("directed", "metamorphic", "concurrency"));
  std::vector<Phase> phases = PhasesOf(options);
  std::uint64_t cases = 0;
  while (const auto test_case = phases.at(1).next()) {
    EXPECT_THAT(test_case->id, ::testing::StartsWith("metamorphic/resend/1/"));
    ++cases;
  }
  EXPECT_EQ(cases, phases.at(1).cases);
  EXPECT_EQ(LeftOutByOnly(options),
            (std::vector<std::string_view>{"pairwise", "stateful", "random"}));
}

TEST(PhasesTest, KnownCasesComeFirst) {
  RunOptions options;
  options.known_cases.push_back(PhasesOf(options).front().next().value());
  EXPECT_EQ(NamesOf(options).front(), "known");
}

TEST(PhasesTest, AnUnknownNameIsAUsageError) {
  EXPECT_TRUE(CheckPhases({"wire", "random"}).has_value());
  const auto checked = CheckPhases({"wires"});
  ASSERT_FALSE(checked.has_value());
  EXPECT_EQ(checked.error().kind, spec::ErrorKind::kUsage);
  EXPECT_THAT(checked.error().message, HasSubstr("wires"));
}

// Two mutants that a relation finds while nothing is judged by the model.
struct RelationKills {
  std::string_view relation;
  std::array<std::string_view, 2> mutants;
};

constexpr std::array kRelationKills = std::to_array<RelationKills>({
    {"permute-entries", {"error-on-first-entry", "same-time-in-two-series-lost"}},
    {"permute-values", {"descending-values-dropped", "late-value-dropped"}},
    {"split-batch", {"error-on-next-entry", "second-entry-of-series-lost"}},
    {"merge-batches", {"entries-after-bad-dropped", "bad-entry-fails-all"}},
    {"add-bad-entry", {"bad-entry-fails-all", "entries-before-bad-rolled-back"}},
    {"resend", {"resend-refused", "older-neighbour-lost-on-overwrite"}},
    {"rewrite-json", {"escaped-letters-refused", "tab-as-space-refused"}},
});

RunOptions RelationsOnly() {
  RunOptions options;
  options.phases = {"metamorphic"};
  options.model = false;
  options.shrink_requests = 0;
  return options;
}

// Notes whether a relation found what a mutant breaks.
class RelationListener : public reports::RunListener {
 public:
  RelationListener(std::string_view relation, const reference::Mutant& mutant)
      : signature_("|" + std::string(relation) + "-"), mutant_(mutant) {}

  void FindingFound(const reports::Finding& finding) override {
    found_ = found_ || (finding.signature.find(signature_) != std::string::npos &&
                        std::ranges::find(mutant_.clauses, finding.clause, &spec::ClauseId::text) !=
                            mutant_.clauses.end());
  }

  [[nodiscard]] bool found() const { return found_; }

 private:
  std::string signature_;
  const reference::Mutant& mutant_;
  bool found_ = false;
};

TEST(RelationsTest, EachFindsMutantsWithoutTheModel) {
  EXPECT_EQ(std::size(kRelationKills), generators::AllRelations().size());
  for (const RelationKills& row : kRelationKills) {
    for (const std::string_view name : row.mutants) {
      if (spec::kUnderSanitizer && name != "error-on-first-entry") {
        continue;
      }
      const reference::Mutant* mutant = reference::FindMutant(name);
      ASSERT_NE(mutant, nullptr) << name;
      RelationListener listener(row.relation, *mutant);
      RunOptions options = RelationsOnly();
      options.stop_requested = [&] { return listener.found(); };
      (void)RunInProcess(options, {}, mutant, listener);
      EXPECT_TRUE(listener.found()) << row.relation << " does not find " << name;
    }
  }
}

TEST(RelationsTest, AreSilentOnLegalServersWithoutTheModel) {
  reports::RunListener ignore;
  RunOptions options = RelationsOnly();
  options.random_cases = spec::kUnderSanitizer ? 40 : options.random_cases;
  for (const reference::Assignments& policies :
       {reference::Assignments{}, reference::Assignments{{"partial.omitted", "as-true"}},
        reference::Assignments{{"store.visibility", "later"}},
        reference::Assignments{{"identity.unknown-alias", "varying"}},
        reference::Assignments{{"response.errors.timestamps", "varying"}}}) {
    const reports::RunRecord record = RunInProcess(options, policies, nullptr, ignore);
    EXPECT_TRUE(record.findings.empty()) << record.findings.front().observed;
  }
}

TEST(KnownCasesTest, OnlyWhatShowedItselfAgainCanBeFixed) {
  RunOptions options;
  options.phases = {"known"};
  for (const bool reproduced : {true, false}) {
    generators::Case known = generators::DirectedCases().front();
    known.id = reproduced ? "found/again" : "found/once";
    known.seen = generators::SeenIn{.clause = "store.acknowledged",
                                    .signature = "store.acknowledged|x|",
                                    .reproduced = reproduced};
    options.known_cases.push_back(known);
  }
  reports::RunListener ignore;
  const reports::KnownCases known = RunInProcess(options, {}, nullptr, ignore).known;
  EXPECT_THAT(known.fixed, testing::ElementsAre("found/again"));
  EXPECT_EQ(known.not_reproduced, 1U);
}

RunOptions Few() {
  RunOptions options;
  options.random_cases = spec::kUnderSanitizer ? 20 : 200;
  options.phases = {"stateful", "metamorphic", "wire", "concurrency", "quota", "random"};
  return options;
}

TEST(DigestTest, IsTheSameWhateverTheNumberOfJobs) {
  reports::RunListener ignore;
  RunOptions options = Few();
  if (spec::kUnderSanitizer) {
    std::erase(options.phases, "wire");  // Most of the requests; ClassesTest plays them.
  }
  options.jobs = 1;
  const std::string one = RunInProcess(options, {}, nullptr, ignore).digest;
  options.jobs = 16;
  EXPECT_EQ(RunInProcess(options, {}, nullptr, ignore).digest, one);
  options.seed = 2;
  EXPECT_NE(RunInProcess(options, {}, nullptr, ignore).digest, one);
}

TEST(DigestTest, IsTheSameWithEveryCompiler) {
  if (spec::kUnderSanitizer) {
    GTEST_SKIP() << "the builds of both compilers show it";
  }
  RunOptions options = Few();
  options.random_cases = 20;
  options.phases = {"pairwise", "stateful", "metamorphic", "wire", "concurrency", "random"};
  reports::RunListener ignore;
  EXPECT_EQ(RunInProcess(options, {}, nullptr, ignore).digest,
            "66b7995481864c19b7b33797099130a024fcf1f29ff16cf9fc9b676ab1451ee0");
}

TEST(ClassesTest, AreCountedWhenTheyAreWanted) {
  RunOptions options = Few();
  options.random_cases = 200;
  options.phases = {"random", "wire"};
  options.classify = true;
  reports::RunListener ignore;
  const reports::RunRecord record = RunInProcess(options, {}, nullptr, ignore);
  ASSERT_GE(record.phases.size(), 2U);
  EXPECT_EQ(record.phases[1].name, "random");
  EXPECT_GT(record.phases[1].classes.at("several puts"), 0U);
  EXPECT_EQ(record.phases[0].pairs_possible, 0U);
}

TEST(PairwisePhaseTest, CoversAllPairsOnATargetThatHasEverything) {
  if (spec::kUnderSanitizer) {
    GTEST_SKIP() << "random cases take the same way";
  }
  RunOptions options;
  options.phases = {"pairwise"};
  reports::RunListener ignore;
  const reports::RunRecord record = RunInProcess(options, {}, nullptr, ignore);
  ASSERT_EQ(record.phases.front().name, "pairwise");
  EXPECT_GT(record.phases[0].pairs_covered, 5'000U);
  EXPECT_EQ(record.phases[0].pairs_covered, record.phases[0].pairs_possible);
  EXPECT_TRUE(record.findings.empty());
}

}  // namespace
}  // namespace swc::conformance
