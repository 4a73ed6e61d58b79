#include "reports/compare/comparison.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/compare/baseline.h"
#include "reports/compare/named_report.h"
#include "reports/compare/same_cause.h"
#include "reports/compare/sample_reports_testing.h"
#include "reports/compare/trend.h"
#include "reports/run_record.h"
#include "spec/outcome.h"

namespace swc::reports {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::vector<std::string> IdsOf(const std::vector<const ComparedClause*>& rows) {
  std::vector<std::string> ids;
  for (const ComparedClause* row : rows) {
    ids.push_back(row->id);
  }
  return ids;
}

const ComparedClause& RowOf(const Comparison& comparison, std::string_view id) {
  return *std::ranges::find(comparison.clauses, id, &ComparedClause::id);
}

TEST(ComparisonTest, OnlyWhatBothExercisedDisagrees) {
  const Comparison compared = Compare(SampleReports());
  EXPECT_THAT(IdsOf(DisagreementsOf(compared)), ElementsAre("time.window.past"));
  EXPECT_FALSE(RowOf(compared, "time.window.future").compared) << "the other did not select it";
  EXPECT_FALSE(RowOf(compared, "access.denied").differs) << "UNTESTED says nothing";
  EXPECT_TRUE(RowOf(compared, "wire.operation").compared);
}

TEST(ComparisonTest, ChoicesThatDifferStandFirst) {
  const Comparison compared = Compare(SampleReports());
  EXPECT_THAT(IdsOf(FingerprintsOf(compared)), ElementsAre("duplicate.in-entry", "values.empty"));
  EXPECT_TRUE(RowOf(compared, "duplicate.in-entry").chooses_otherwise);
  EXPECT_FALSE(RowOf(compared, "values.empty").chooses_otherwise);
}

TEST(ComparisonTest, AScoreIsNeverAboveWhatWasExercised) {
  const Comparison compared = Compare(SampleReports());
  EXPECT_EQ(ToString(compared.columns[0].score),
            "5 of 5 exercised clauses hold; 5 of 6 were exercised");
  EXPECT_EQ(ToString(compared.columns[1].score),
            "3 of 5 exercised clauses hold; 5 of 6 were exercised");
  EXPECT_EQ(compared.common, 4U);
  EXPECT_EQ(compared.columns[0].holds_in_common, 4U);
  EXPECT_EQ(compared.columns[1].holds_in_common, 3U);
  for (const ComparedArea& area : compared.areas) {
    for (const Score& score : area.scores) {
      EXPECT_LE(score.holds, score.exercised) << area.name;
      EXPECT_LE(score.exercised, score.clauses) << area.name;
    }
  }
}

TEST(ComparisonTest, SaysWhatLimitsIt) {
  const std::vector<std::string> notes = Compare(SampleReports()).notes;
  EXPECT_THAT(notes, Contains(HasSubstr("different versions of the suite (left by 0.1.0")));
  EXPECT_THAT(notes, Contains(HasSubstr("left says nothing of 2 clauses that others report "
                                        "(entry.id.case, gone.since): not selected, or unknown")));
  EXPECT_THAT(notes, Contains(HasSubstr("1 clause is not in the catalogue of this version: gone")));
  EXPECT_THAT(notes, Contains(HasSubstr("4 of 8 clauses were exercised in two reports")));
}

TEST(ComparisonTest, EqualReportsHaveNoNotesButWhatNobodyExercised) {
  const Comparison compared =
      Compare({{.name = "a", .record = SampleLeft()}, {.name = "b", .record = SampleLeft()}});
  EXPECT_THAT(compared.notes, ElementsAre(HasSubstr("5 of 6 clauses")));
  EXPECT_THAT(DisagreementsOf(compared), IsEmpty());
}

TEST(ComparisonTest, ARunThatDidNotReachItsEndIsNamed) {
  RunRecord cut = SampleLeft();
  Conclude(cut, spec::Outcome::kIncomplete, "interrupted");
  EXPECT_THAT(Compare({{.name = "cut", .record = cut}}).notes,
              Contains("cut is INCOMPLETE: interrupted"));
}

TEST(ComparisonTest, OneBugInTwoReportsIsOneRow) {
  RunRecord left = SampleLeft();
  AddCause(left, "time.window.past", {"time.window.past|b", "time.window.past|c"});
  const Comparison compared =
      Compare({{.name = "a", .record = left}, {.name = "b", .record = SampleRight()}});
  ASSERT_THAT(compared.causes, SizeIs(2));
  EXPECT_THAT(compared.causes[0].shown, ElementsAre(true, true));
  EXPECT_THAT(compared.causes[1].shown, ElementsAre(false, true));
}

TEST(SameCauseTest, NeedsTheClauseAndASignature) {
  const CauseKey key{.clause = "a.b", .signatures = {"x", "y"}};
  EXPECT_TRUE(IsSame(key, {.clause = "a.b", .signatures = {"y", "z"}}));
  EXPECT_FALSE(IsSame(key, {.clause = "a.b", .signatures = {"z"}}));
  EXPECT_FALSE(IsSame(key, {.clause = "a.c", .signatures = {"x", "y"}}));
}

TEST(SameCauseTest, ReportsOfOldHaveACauseForEachClause) {
  RunRecord old = SampleRight();
  old.causes.clear();
  const std::vector<Cause> causes = CausesIn(old);
  ASSERT_THAT(causes, SizeIs(2));
  EXPECT_EQ(causes[0].clause, "time.window.past");
  EXPECT_THAT(causes[0].findings, ElementsAre(0, 1));
  EXPECT_EQ(causes[1].verdict, Verdict::kWarn);
}

std::vector<std::string> ClausesOf(const std::vector<ChangedCause>& causes) {
  std::vector<std::string> clauses;
  for (const ChangedCause& cause : causes) {
    clauses.push_back(cause.clause);
  }
  return clauses;
}

TEST(BaselineTest, TellsNewFixedAndUnchanged) {
  RunRecord later = SampleRight();
  later.causes.clear();
  later.findings.clear();
  later.clauses[4].verdict = Verdict::kPass;
  AddCause(later, "time.window.past", {"time.window.past|b"});
  AddCause(later, "wire.operation", {"wire.operation|a"});
  const CauseChanges changes = ChangesSince(SampleRight(), later);
  EXPECT_THAT(ClausesOf(changes.fresh), ElementsAre("wire.operation"));
  EXPECT_THAT(ClausesOf(changes.fixed), ElementsAre("entry.id.case"));
  EXPECT_THAT(ClausesOf(changes.unchanged), ElementsAre("time.window.past"));
  EXPECT_THAT(changes.unsettled, IsEmpty());
  EXPECT_EQ(changes.fresh[0].note, "");
  EXPECT_TRUE(AnyNewFailure({.name = "before", .reports = {changes}}));
}

TEST(BaselineTest, WhatWasNotExercisedIsNotFixed) {
  RunRecord later = SampleLeft();
  later.clauses[1].verdict = Verdict::kBlocked;
  const CauseChanges changes = ChangesSince(SampleRight(), later);
  EXPECT_THAT(changes.fixed, IsEmpty());
  ASSERT_THAT(ClausesOf(changes.unsettled), ElementsAre("time.window.past", "entry.id.case"));
  EXPECT_EQ(changes.unsettled[0].note, "its clause was not exercised");
  EXPECT_FALSE(AnyNewFailure({.name = "before", .reports = {changes}}));
}

TEST(BaselineTest, WhatIsToldUnderAnotherClauseIsNotFixed) {
  RunRecord later = SampleRight();
  later.causes[0].clause = "wire.operation";
  const CauseChanges changes = ChangesSince(SampleRight(), later);
  EXPECT_THAT(changes.fixed, IsEmpty());
  ASSERT_THAT(changes.unsettled, SizeIs(1));
  EXPECT_THAT(changes.unsettled[0].note, HasSubstr("under another cause"));
}

TEST(BaselineTest, ANewWarningFailsOnlyAStrictRun) {
  RunRecord later = SampleLeft();
  AddCause(later, "entry.id.case", {"entry.id.case|a"}, Verdict::kWarn);
  BaselineChanges changes{.name = "before", .reports = {ChangesSince(SampleLeft(), later)}};
  EXPECT_THAT(changes.reports[0].fresh, SizeIs(1));
  EXPECT_EQ(changes.reports[0].fresh[0].note, "the baseline did not exercise its clause");
  EXPECT_FALSE(AnyNewFailure(changes));
  later.strict = true;
  changes.reports = {ChangesSince(SampleLeft(), later)};
  EXPECT_TRUE(AnyNewFailure(changes));
  later.causes[0].known_deviation = "by design";
  changes.reports = {ChangesSince(SampleLeft(), later)};
  EXPECT_FALSE(AnyNewFailure(changes)) << "a ledger lets it be";
}

TEST(TrendTest, FollowsTheDatesIfEachReportHasOne) {
  std::vector<NamedReport> reports = SampleReports();
  EXPECT_TRUE(SortByDate(reports));
  const std::vector<TrendPoint> trend = TrendOf(reports);
  ASSERT_THAT(trend, SizeIs(2));
  EXPECT_EQ(trend[1].name, "left");
  EXPECT_EQ(trend[0].holds, 3U);
  EXPECT_EQ(trend[0].exercised, 5U);
  EXPECT_EQ(trend[0].causes, 1U) << "a warning fails no run";
  EXPECT_EQ(trend[1].causes, 0U);
}

TEST(TrendTest, FollowsTheFilesOtherwise) {
  std::vector<NamedReport> reports = SampleReports();
  reports[0].date.clear();
  EXPECT_FALSE(SortByDate(reports));
  EXPECT_EQ(reports[0].name, "left");
}

}  // namespace
}  // namespace swc::reports
