#include "conformance/verdict/conclusion.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/verdict/gate.h"
#include "reports/run_record.h"
#include "spec/outcome.h"

namespace swc::conformance {
namespace {

using reports::RunRecord;
using reports::Verdict;
using testing::HasSubstr;

// A record of `exercised` clauses that pass, and as many others as `others` names verdicts.
RunRecord RecordWith(int exercised, const std::vector<Verdict>& others = {}) {
  RunRecord record;
  for (int i = 0; i < exercised; ++i) {
    record.clauses.push_back({.id = "pass." + std::to_string(i), .verdict = Verdict::kPass});
  }
  for (const Verdict verdict : others) {
    record.clauses.push_back(
        {.id = "other." + std::to_string(record.clauses.size()), .verdict = verdict});
  }
  return record;
}

spec::Outcome OutcomeOf(RunRecord& record, const RunEnd& end = {.min_coverage = 90}) {
  ConcludeRun(end, record);
  return record.outcome;
}

TEST(ConcludeRunTest, EnoughWasShown) {
  RunRecord record = RecordWith(9, {Verdict::kUntested});
  EXPECT_EQ(OutcomeOf(record), spec::Outcome::kConforms);
  EXPECT_EQ(record.message, "9 of 10 clauses exercised");
  EXPECT_EQ(record.shown.selected, 10U);
  EXPECT_EQ(record.shown.can_show, 10U);
  EXPECT_EQ(record.shown.exercised, 9U);
}

TEST(ConcludeRunTest, TooLittleWasShown) {
  for (const Verdict verdict : {Verdict::kUntested, Verdict::kBlocked}) {
    RunRecord record = RecordWith(8, {verdict, verdict});
    EXPECT_EQ(OutcomeOf(record), spec::Outcome::kIncomplete);
    EXPECT_EQ(record.verdict, reports::RunVerdict::kIncomplete);
    EXPECT_THAT(record.message, HasSubstr("8 of 10 clauses exercised (80 %, 90 % are wanted"));
  }
}

TEST(ConcludeRunTest, WhatTheDescriptionExcludesCannotBeShown) {
  RunRecord record = RecordWith(8, {Verdict::kUntested, Verdict::kUntested});
  EXPECT_EQ(OutcomeOf(record, {.min_coverage = 90, .cannot_show = {"other.8", "other.9"}}),
            spec::Outcome::kConforms);
  EXPECT_EQ(record.shown.can_show, 8U);
}

TEST(ConcludeRunTest, NothingIsNeverEnough) {
  RunRecord none = RecordWith(0);
  EXPECT_EQ(OutcomeOf(none, {}), spec::Outcome::kIncomplete);
  EXPECT_THAT(none.message, HasSubstr("leave no clause"));
  RunRecord excluded = RecordWith(0, {Verdict::kUntested});
  EXPECT_EQ(OutcomeOf(excluded, {.cannot_show = {"other.0"}}), spec::Outcome::kIncomplete);
  EXPECT_THAT(excluded.message, HasSubstr("excludes all"));
}

TEST(ConcludeRunTest, ACutRunIsIncompleteWhateverWasShown) {
  RunRecord interrupted = RecordWith(10);
  interrupted.interrupted = true;
  EXPECT_EQ(OutcomeOf(interrupted), spec::Outcome::kIncomplete);
  EXPECT_EQ(interrupted.message, "interrupted; 10 of 10 clauses exercised");
  RunRecord limited = RecordWith(10);
  limited.limits_hit = {"--max-requests 5 ended the run before its end (directed 1 of 2)"};
  EXPECT_EQ(OutcomeOf(limited), spec::Outcome::kIncomplete);
  EXPECT_THAT(limited.message, HasSubstr("--max-requests 5"));
}

TEST(ConcludeRunTest, AFailureCountsBeforeAllElse) {
  RunRecord record = RecordWith(1, {Verdict::kFail, Verdict::kUntested});
  record.interrupted = true;
  EXPECT_EQ(OutcomeOf(record, {.min_coverage = 90, .could_not_test = "gone"}),
            spec::Outcome::kFound);
  EXPECT_THAT(record.message, HasSubstr("interrupted"));
}

TEST(ConcludeRunTest, ATargetThatIsGoneCouldNotBeTested) {
  RunRecord record = RecordWith(10);
  EXPECT_EQ(OutcomeOf(record, {.could_not_test = "the target stopped answering"}),
            spec::Outcome::kCouldNotTest);
  EXPECT_EQ(record.message, "the target stopped answering");
}

TEST(ConcludeRunTest, AGateThatHoldsChangesNothing) {
  RunRecord record = RecordWith(10);
  EXPECT_EQ(OutcomeOf(record, {.gate = *ParseGate("must=0,warn=0,coverage>=100")}),
            spec::Outcome::kConforms);
  EXPECT_EQ(record.message, "10 of 10 clauses exercised");
}

TEST(ConcludeRunTest, TooManyCausesForTheGateDeviate) {
  RunRecord record = RecordWith(10, {Verdict::kWarn});
  record.causes = {{.verdict = Verdict::kWarn}};
  EXPECT_EQ(OutcomeOf(record, {}), spec::Outcome::kConforms);
  EXPECT_EQ(OutcomeOf(record, {.gate = *ParseGate("warn=0")}), spec::Outcome::kFound);
  EXPECT_EQ(record.message, "11 of 11 clauses exercised; gate warn=0: there are 1");
}

TEST(ConcludeRunTest, TooLittleCoverageForTheGateIsIncomplete) {
  RunRecord record = RecordWith(9, {Verdict::kUntested});
  EXPECT_EQ(OutcomeOf(record, {.min_coverage = 90, .gate = *ParseGate("coverage>=95")}),
            spec::Outcome::kIncomplete);
  EXPECT_EQ(record.message, "9 of 10 clauses exercised; gate coverage>=95: it is 90.0");
}

TEST(ConcludeRunTest, AGateForgivesNothing) {
  RunRecord record = RecordWith(8, {Verdict::kUntested, Verdict::kUntested});
  EXPECT_EQ(OutcomeOf(record, {.min_coverage = 90, .gate = *ParseGate("coverage>=50")}),
            spec::Outcome::kIncomplete);
  EXPECT_THAT(record.message, HasSubstr("90 % are wanted"));
}

TEST(ConcludeRunTest, ANoteStandsInTheLastLine) {
  RunRecord record = RecordWith(10);
  EXPECT_EQ(OutcomeOf(record, {.note = "stored state not tested"}), spec::Outcome::kConforms);
  EXPECT_EQ(record.message, "10 of 10 clauses exercised; stored state not tested");
}

}  // namespace
}  // namespace swc::conformance
