#include "conformance/tally/cause_record.h"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/diagnosis/diagnosis.h"
#include "conformance/diagnosis/evidence.h"
#include "reference/mutants/mutants.h"
#include "reports/run_record.h"

namespace swc::conformance {
namespace {

using reports::Finding;
using reports::Verdict;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

const std::vector<Finding> kFindings = {
    {.clause = "duplicate.resend", .observed = "the older value", .verdict = Verdict::kWarn},
    {.clause = "duplicate.same-quality", .observed = "1.5", .verdict = Verdict::kFail},
    {.clause = "read.no-data", .observed = "both", .verdict = Verdict::kInconsistent}};

const std::set<Sighting> kShown = {{"a/1", "duplicate.same-quality|wrong-value|", ""},
                                   {"a/2", "duplicate.same-quality|wrong-value|", ""},
                                   {"a/2", "store.acknowledged|missing|", ""}};

// A cause about duplicate.same-quality that all findings follow from.
reports::Cause RecordFrom(DiagnosedCause cause, std::vector<std::size_t> places = {1, 0}) {
  cause.clause = "duplicate.same-quality";
  if (cause.shown.empty()) {
    cause.shown = kShown;
  }
  return RecordOf(cause, std::move(places), kFindings);
}

TEST(CauseRecordTest, ClausesAndCasesAreThoseOfAllThatItShows) {
  const reports::Cause cause = RecordFrom({});
  EXPECT_EQ(cause.clause, "duplicate.same-quality");
  EXPECT_EQ(cause.cases, 2U);
  EXPECT_THAT(cause.clauses,
              ElementsAre("duplicate.same-quality", "duplicate.resend", "store.acknowledged"));
  EXPECT_THAT(cause.findings, ElementsAre(1, 0));
}

TEST(CauseRecordTest, ItsVerdictIsTheWorstOfItsFindings) {
  EXPECT_EQ(RecordFrom({}, {0}).verdict, Verdict::kWarn);
  EXPECT_EQ(RecordFrom({}, {0, 2}).verdict, Verdict::kInconsistent);
  EXPECT_EQ(RecordFrom({}, {2, 0, 1}).verdict, Verdict::kFail);
}

TEST(CauseRecordTest, ANamedBugIsTheHeadline) {
  const reference::Mutant* mutant = reference::FindMutant("first-write-wins");
  const reports::Cause cause = RecordFrom({.mutant = mutant, .named = true, .explained = 3});
  EXPECT_EQ(cause.headline, mutant->description);
  EXPECT_EQ(cause.diagnosis, "behaves like `first-write-wins`; explains 3 of 3 deviations");
  EXPECT_EQ(cause.mutant, "first-write-wins");
  EXPECT_TRUE(cause.named);
}

TEST(CauseRecordTest, WhatDidNotHappenIsSaid) {
  const reference::Mutant* mutant = reference::FindMutant("first-write-wins");
  EXPECT_THAT(
      RecordFrom({.mutant = mutant, .named = true, .explained = 2, .not_seen = 4}).diagnosis,
      EndsWith("explains 2 of 3 deviations, predicts 4 that did not happen"));
}

TEST(CauseRecordTest, AResembledBugIsNoHeadline) {
  const reference::Mutant* mutant = reference::FindMutant("first-write-wins");
  const reports::Cause cause = RecordFrom({.mutant = mutant, .explained = 2});
  EXPECT_THAT(cause.headline, testing::Not(HasSubstr(std::string(mutant->description))));
  EXPECT_THAT(cause.headline, testing::StartsWith("1.5 (A value with"));
  EXPECT_THAT(cause.diagnosis, HasSubstr("resembles `first-write-wins`"));
  EXPECT_THAT(cause.diagnosis, HasSubstr(std::string(mutant->description)));
  EXPECT_FALSE(cause.named);
}

TEST(CauseRecordTest, WithoutASuspectRuleAndObservationAreTheHeadline) {
  const reports::Cause cause = RecordFrom({});
  EXPECT_EQ(cause.headline,
            "1.5 (A value with the timestamp and quality of a stored one replaces it)");
  EXPECT_THAT(cause.diagnosis, IsEmpty());
  EXPECT_THAT(cause.mutant, IsEmpty());
}

TEST(CauseRecordTest, ASideOfAContestedPointIsNoBug) {
  const reports::Cause cause = RecordFrom({.chosen = "as-true"});
  EXPECT_EQ(cause.headline, "Takes a side on which documents disagree: as-true.");
  EXPECT_THAT(cause.diagnosis, IsEmpty());
}

struct RefusalRow {
  std::string_view name;
  std::set<Sighting> shown;
  std::string_view headline;
};

class CauseOfRefusalsTest : public testing::TestWithParam<RefusalRow> {};

TEST_P(CauseOfRefusalsTest, SaysThemIfTheyAreTheSame) {
  EXPECT_THAT(RecordFrom({.shown = GetParam().shown}).headline,
              HasSubstr(std::string(GetParam().headline)));
}

INSTANTIATE_TEST_SUITE_P(
    Refusals, CauseOfRefusalsTest,
    testing::Values(RefusalRow{"OneForAll",
                               {{"a/1", "x|y|", "POST /properties 422 Invalid"},
                                {"a/2", "x|z|", "POST /properties 422 Invalid"}},
                               "POST /properties is refused with 422 Invalid"},
                    RefusalRow{"WithoutAName",
                               {{"a/1", "x|y|", "GET /properties/history 404 "}},
                               "GET /properties/history is refused with 404 and no error name"},
                    RefusalRow{"OfTwoKinds",
                               {{"a/1", "x|y|", "POST /properties 422 Invalid"},
                                {"a/2", "x|z|", "POST /properties 413 Invalid"}},
                               "1.5 (A value"},
                    RefusalRow{
                        "OfSomeAlone",
                        {{"a/1", "x|y|", "POST /properties 422 Invalid"}, {"a/2", "x|z|", ""}},
                        "1.5 (A value"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(CauseRecordTest, AFindingOutsideTheCatalogueIsCalledByItsName) {
  const std::vector<Finding> findings = {{.clause = "fuzz.crash", .observed = "it ended"}};
  EXPECT_EQ(RecordOf({.clause = "fuzz.crash"}, {0}, findings).headline, "it ended (fuzz.crash)");
}

TEST(SortCausesTest, TheWorstComeFirstAndThenThoseThatMostCasesShow) {
  std::vector<reports::Cause> causes = {
      {.clause = "a", .verdict = Verdict::kWarn, .findings = {0}, .clauses = {"a", "b", "c"}},
      {.clause = "b", .verdict = Verdict::kFail, .cases = 9, .findings = {1}, .clauses = {"b"}},
      {.clause = "c",
       .verdict = Verdict::kFail,
       .cases = 2,
       .findings = {2},
       .clauses = {"c", "x"}},
      {.clause = "d", .verdict = Verdict::kInconsistent, .findings = {3}, .clauses = {"d"}},
      {.clause = "e", .verdict = Verdict::kFail, .cases = 10, .findings = {4}, .clauses = {"e"}},
      {.clause = "f", .verdict = Verdict::kFail, .cases = 9, .findings = {0}, .clauses = {"f"}}};
  SortCauses(causes);
  std::string order;
  for (const reports::Cause& cause : causes) {
    order += cause.clause;
  }
  EXPECT_EQ(order, "efbcda");
}

}  // namespace
}  // namespace swc::conformance
