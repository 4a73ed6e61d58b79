#include "conformance/selftest/selftest_causes.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/selftest/mutant_evidence.h"
#include "conformance/selftest/selftest.h"
#include "reference/mutants/mutants.h"
#include "reports/run_record.h"
#include "spec/sanitizer_testing.h"

namespace swc::conformance {
namespace {

using reference::FindMutant;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// Two that no case tells apart, and one of another area.
constexpr std::string_view kOne = "integer-saturates";
constexpr std::string_view kEqual = "integer-wraps";
constexpr std::string_view kOther = "nil-uuid-accepted";

CausesOptions Small(std::vector<std::string> only, CauseTest test) {
  return {.selftest = {.phases = {"directed"}, .only = std::move(only)}, .test = test};
}

void IgnoreRuns(std::string_view /*line*/) {}

TEST(SelftestCausesTest, AMutantIsOneCauseUnderItsNameOrThatOfOneThatShowsTheSame) {
  if (spec::kUnderSanitizer) {
    GTEST_SKIP() << "minutes, and the tests of the diagnosis play the same";
  }
  std::vector<std::string> both = {std::string(kOne), std::string(kEqual)};
  const CausesResult result = TestCauses(Small(std::move(both), CauseTest::kAlone), IgnoreRuns);
  ASSERT_THAT(result.rows, SizeIs(2));
  for (const CausesRow& row : result.rows) {
    EXPECT_THAT(row.causes, SizeIs(1));
    EXPECT_TRUE(row.first_declared());
    EXPECT_TRUE(row.rightly_named());
  }
  EXPECT_GT(result.requests, 1000U);
  EXPECT_TRUE(result.passed());
}

TEST(SelftestCausesTest, WhatIsWithheldIsNotNamedAndNeitherAreItsEquals) {
  if (spec::kUnderSanitizer) {
    GTEST_SKIP() << "half a minute, and the test above plays the same";
  }
  const CausesResult result =
      TestCauses(Small({std::string(kOne)}, CauseTest::kWithheld), IgnoreRuns);
  ASSERT_THAT(result.rows, SizeIs(1));
  const CausesRow& row = result.rows.front();
  EXPECT_THAT(row.equals, ElementsAre(FindMutant(kEqual)));
  EXPECT_FALSE(row.rightly_named());
  EXPECT_TRUE(row.first_declared());
}

TEST(SelftestCausesTest, APairInWhichNeitherHidesTheOtherIsTwoCauses) {
  if (spec::kUnderSanitizer) {
    GTEST_SKIP() << "half a minute, and a test above plays the same";
  }
  CausesOptions options = Small({std::string(kOne), std::string(kOther)}, CauseTest::kPairs);
  options.pairs = 1;
  const CausesResult result = TestCauses(options, IgnoreRuns);
  ASSERT_THAT(result.rows, SizeIs(1));
  EXPECT_THAT(result.rows.front().mutants,
              testing::UnorderedElementsAre(FindMutant(kOne), FindMutant(kOther)));
  EXPECT_THAT(result.rows.front().causes, SizeIs(2));
  EXPECT_THAT(result.hiding, IsEmpty());
  EXPECT_TRUE(result.passed());
}

TEST(SelftestCausesTest, PairsThatHideEachOtherAreListedAndNotTested) {
  if (spec::kUnderSanitizer) {
    GTEST_SKIP() << "minutes, and the tests of the diagnosis play the same";
  }
  CausesOptions options = Small({std::string(kOne), std::string(kEqual)}, CauseTest::kPairs);
  const CausesResult result = TestCauses(options, IgnoreRuns);
  EXPECT_THAT(result.rows, IsEmpty());
  ASSERT_THAT(result.hiding, SizeIs(1));
  EXPECT_FALSE(result.passed());
  EXPECT_THAT(CausesMatrixOf(result), HasSubstr("one hides the other: "));
}

TEST(SelftestTest, EveryTakesASampleOfTheMutants) {
  const std::size_t all = WantedMutants({}).size();
  EXPECT_THAT(WantedMutants({.every = 100}), SizeIs((all + 99) / 100));
  EXPECT_EQ(WantedMutants({.every = 100}).back(), WantedMutants({})[(all - 1) / 100 * 100]);
}

TEST(MutantEvidenceTest, ThoseThatShowTheSameAreEqual) {
  if (spec::kUnderSanitizer) {
    GTEST_SKIP() << "plays every mutant";
  }
  const MutantEvidence evidence({"directed"});
  EXPECT_THAT(evidence.EqualsOf(*FindMutant(kOne)), ElementsAre(FindMutant(kEqual)));
  EXPECT_THAT(evidence.EqualsOf(*FindMutant(kOther)), IsEmpty());
}

TEST(MutantEvidenceTest, WhereNothingIsPlayedNothingIsEqual) {
  EXPECT_THAT(MutantEvidence({"random"}).EqualsOf(*FindMutant(kOne)), IsEmpty());
}

// A row of `kOne` with these causes.
CausesRow RowWith(std::vector<reports::Cause> causes) {
  return {.mutants = {FindMutant(kOne)}, .causes = std::move(causes)};
}

const std::string& Declared() {
  static const std::string clause(FindMutant(kOne)->clauses.front().text());
  return clause;
}

TEST(CausesMatrixTest, AMissedBarFails) {
  const reports::Cause named = {.clause = Declared(), .mutant = std::string(kOne), .named = true};
  CausesResult result{.rows = {RowWith({named})}};
  EXPECT_TRUE(result.passed());
  EXPECT_THAT(CausesMatrixOf(result), HasSubstr("named itself"));
  EXPECT_THAT(CausesMatrixOf(result), testing::Not(HasSubstr("MISSED")));
  result.rows.push_back(RowWith({{.clause = "time.window.past"}}));
  EXPECT_FALSE(result.passed());
  EXPECT_THAT(CausesMatrixOf(result), HasSubstr("FOREIGN"));
  EXPECT_THAT(CausesMatrixOf(result), HasSubstr("named, or an equal, percent          50.0"));
  EXPECT_THAT(CausesMatrixOf(result), HasSubstr("MISSED"));
}

TEST(CausesMatrixTest, ARunThatFoundNothingIsNoFewCauses) {
  const CausesResult result{.rows = {RowWith({})}};
  EXPECT_THAT(CausesMatrixOf(result), HasSubstr("1 or 2 causes, percent                0.0"));
  EXPECT_FALSE(result.passed());
}

TEST(CausesMatrixTest, AWrongNameFailsWhatIsWithheld) {
  const reports::Cause foreign = {.clause = Declared(), .mutant = std::string(kOther)};
  const CausesResult result{.test = CauseTest::kWithheld, .rows = {RowWith({foreign})}};
  EXPECT_THAT(result.rows.front().strangers(), ElementsAre(kOther));
  EXPECT_FALSE(result.passed());
  EXPECT_THAT(CausesMatrixOf(result), HasSubstr("WRONG NAME nil-uuid-accepted"));
}

TEST(CausesMatrixTest, APairIsTwoCausesNoMoreNoLess) {
  const reports::Cause cause = {.clause = Declared()};
  CausesResult result{.test = CauseTest::kPairs, .rows = {RowWith({cause, cause})}};
  EXPECT_TRUE(result.passed());
  result.rows.front().causes.push_back(cause);
  EXPECT_FALSE(result.passed());
}

TEST(CausesMatrixTest, NoRowsDoNotPass) { EXPECT_FALSE(CausesResult().passed()); }

}  // namespace
}  // namespace swc::conformance
