#include "conformance/diagnosis/likeness.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference/mutants/mutants.h"
#include "reports/run_record.h"
#include "spec/clause.h"

namespace swc::conformance {
namespace {

using reports::Verdict;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

reports::ClauseRecord Told(std::string clause, std::vector<std::string> alternatives,
                           Verdict verdict = Verdict::kFree) {
  return {.id = std::move(clause),
          .level = spec::Level::kFree,
          .verdict = verdict,
          .alternatives = std::move(alternatives)};
}

Likeness LikenessTo(std::vector<reports::ClauseRecord> clauses) {
  reports::RunRecord record;
  record.clauses = std::move(clauses);
  return LikenessOf(record);
}

TEST(LikenessTest, TakesEachChoiceThatIsNotTheDefault) {
  const Likeness likeness = LikenessTo({Told("duplicate.other-quality", {"newer-ignored"}),
                                        Told("read.no-data", {"not-found"}),
                                        Told("values.empty", {}, Verdict::kUntested)});
  EXPECT_THAT(likeness.choices, ElementsAre(Pair("duplicate.other-quality", "newer-ignored")));
  EXPECT_THAT(likeness.notes, IsEmpty());
}

TEST(LikenessTest, SeveralChoicesVaryWhereAServerMay) {
  const Likeness likeness = LikenessTo({Told("read.no-data", {"empty", "not-found"})});
  EXPECT_THAT(likeness.choices, ElementsAre(Pair("read.no-data", "empty+not-found")));
}

TEST(LikenessTest, WhatNoServerMixesStaysAtItsDefaultAndIsNoted) {
  const Likeness likeness = LikenessTo(
      {Told("duplicate.other-quality", {"both-kept", "newer-ignored"}, Verdict::kInconsistent)});
  EXPECT_THAT(likeness.choices, IsEmpty());
  EXPECT_THAT(likeness.notes,
              ElementsAre(HasSubstr("duplicate.other-quality stays both-kept: no server mixes")));
}

TEST(LikenessTest, WhatThisVersionDoesNotKnowIsNoted) {
  const Likeness likeness =
      LikenessTo({Told("gone.since", {"x"}), Told("read.no-data", {"a-new-one"}),
                  Told("read.offset-zero", {"varying"})});
  EXPECT_THAT(likeness.choices, IsEmpty());
  EXPECT_THAT(likeness.notes,
              ElementsAre("gone.since is unknown to this version",
                          HasSubstr("no alternative a-new"), HasSubstr("no alternative varying")));
}

TEST(LikenessTest, AWarningOfAContestedPointTakesItsOtherSide) {
  reports::RunRecord record;
  record.findings = {{.clause = "partial.omitted", .verdict = Verdict::kWarn}};
  record.causes = {{.clause = "partial.omitted", .verdict = Verdict::kWarn, .findings = {0}}};
  const Likeness likeness = LikenessOf(record);
  EXPECT_THAT(likeness.choices, ElementsAre(Pair("partial.omitted", "as-true")));
  EXPECT_THAT(likeness.cause_notes, IsEmpty()) << "a side is no bug";
}

TEST(LikenessTest, NamedCausesAreSeededBugs) {
  reports::RunRecord record;
  record.findings = {{.clause = "value.double.nan"}};
  record.causes = {{.clause = "value.double.nan",
                    .mutant = "nan-stored-as-zero",
                    .named = true,
                    .findings = {0}},
                   {.clause = "wire.operation", .mutant = "nan-dropped", .findings = {0}}};
  const Likeness likeness = LikenessOf(record);
  EXPECT_THAT(likeness.mutants, ElementsAre(reference::FindMutant("nan-stored-as-zero")));
  EXPECT_THAT(likeness.cause_notes, ElementsAre(HasSubstr("wire.operation")));
}

}  // namespace
}  // namespace swc::conformance
