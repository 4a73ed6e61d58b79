#include "reports/console/console_causes.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/console/console_summary.h"
#include "reports/run_record.h"
#include "reports/sample_record_testing.h"

namespace swc::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ConsoleCausesTest, WhatFollowsFromACauseIsNamedAndShownOnDemand) {
  const RunRecord record = SampleRecord();
  const std::string text = CauseBlocks(record, {});
  EXPECT_THAT(text, HasSubstr("breaks too duplicate.in-entry (4 cases)"));
  EXPECT_THAT(text, Not(HasSubstr("the same choice as before")));
  EXPECT_THAT(CauseBlocks(record, {.all = true}), HasSubstr("the same choice as before"));
}

TEST(ConsoleCausesTest, ACauseWithManyConsequencesNamesTheFirst) {
  RunRecord record = SampleRecord();
  for (int i = 0; i < 20; ++i) {
    record.causes[0].clauses.push_back("area.clause-" + std::to_string(i));
  }
  const std::string text = CauseBlocks(record, {});
  EXPECT_THAT(text, HasSubstr("area.clause-10 and"));
  EXPECT_THAT(text, Not(HasSubstr("area.clause-11")));
}

TEST(ConsoleCausesTest, TheLastLineCountsTheCausesThatFailTheRun) {
  RunRecord record = SampleRecord();
  EXPECT_THAT(VerdictLine(record), HasSubstr("DEVIATES: 1 cause, 2 clauses"));
  record.strict = true;
  EXPECT_THAT(VerdictLine(record), HasSubstr("DEVIATES: 2 causes, 3 clauses"));
}

TEST(ConsoleCausesTest, WhatALedgerLetsBeIsShownAsKnown) {
  RunRecord record = SampleRecord();
  record.causes[0].known_deviation = "by design (T-1)";
  record.stale_ledger = {"wire.operation: it no longer deviates"};
  EXPECT_THAT(CauseBlocks(record, {}), HasSubstr("KNOWN  time.window.past"));
  EXPECT_THAT(CauseBlocks(record, {}), HasSubstr("  known      by design (T-1)"));
  EXPECT_THAT(CauseList(record.causes, {}), HasSubstr("\n  KNOWN  time.window.past  A timestamp"));
  EXPECT_THAT(ConsoleSummary(record, {}), HasSubstr("ledger wire.operation: it no longer"));
  EXPECT_THAT(VerdictLine(record), HasSubstr("DEVIATES: 2 clauses"));
}

TEST(ConsoleCausesTest, TheListStandsInColumnsWhateverTheVerdicts) {
  RunRecord record = SampleRecord();
  record.causes[1].verdict = Verdict::kInconsistent;
  const std::string text = CauseList(record.causes, {});
  EXPECT_THAT(text, HasSubstr("\n  FAIL          time.window.past  A timestamp"));
  EXPECT_THAT(text, HasSubstr("\n  INCONSISTENT  entry.id.case     entry E1"));
}

}  // namespace
}  // namespace swc::reports
