#include "conformance/tally/tally.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/observations.h"
#include "conformance/play/case_runner.h"
#include "conformance/target/capabilities.h"
#include "conformance/target/target.h"
#include "conformance/verdict/conclusion.h"
#include "generators/case/case.h"
#include "reports/run_record.h"
#include "spec/clause_id.h"
#include "spec/outcome.h"

namespace swc::conformance {
namespace {

using reports::RunRecord;
using reports::RunVerdict;
using reports::Verdict;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

generators::Case CaseAbout(const std::string& name) {
  generators::Case result{.id = name + "/one", .title = "t"};
  if (const auto clause = spec::ClauseId::Find(name)) {
    result.clauses = {*clause};
  }
  return result;
}

CaseOutcome Deviating(spec::ClauseId clause, const std::string& pointer = "") {
  Observations observations;
  observations.Deviate(clause, "kind", pointer, "this", "that");
  CaseOutcome outcome;
  outcome.deviations.push_back({.deviation = observations.deviations.front()});
  return outcome;
}

CaseOutcome Choosing(spec::ClauseId clause, std::string_view alternative) {
  CaseOutcome outcome;
  outcome.observations.Choose(clause, alternative);
  return outcome;
}

CaseOutcome Marking(spec::ClauseId clause, const std::vector<Side>& sides) {
  CaseOutcome outcome;
  for (const Side side : sides) {
    outcome.observations.Mark(clause, side);
  }
  return outcome;
}

// A tally of one clause alone.
class TallyTest : public testing::Test {
 protected:
  std::vector<reports::Finding> Add(const CaseOutcome& outcome) {
    return tally_.Add(CaseAbout(selected_), "directed", 7, outcome);
  }

  void About(const std::string& prefix, bool strict = false) {
    selected_ = prefix;
    tally_ = Tally({.selection = {.only = {prefix}}, .strict = strict});
  }

  RunRecord Finish(double min_coverage = 0) {
    RunRecord record;
    tally_.Finish({.capabilities = CapabilitiesOf(target_)}, record);
    ConcludeRun({.min_coverage = min_coverage}, record);
    return record;
  }

  Tally& tally() { return tally_; }

  Target target_;

 private:
  std::string selected_;
  Tally tally_{Tally::Options()};
};

TEST_F(TallyTest, AFindingFailsItsClauseAndIsCountedOncePerSignature) {
  About("entries.max");
  EXPECT_THAT(Add(Deviating("entries.max", "/entries/3")), SizeIs(1));
  EXPECT_THAT(Add(Deviating("entries.max", "/entries/10")), IsEmpty());
  EXPECT_THAT(Add(Deviating("time.window.past")), IsEmpty());  // Not selected.
  EXPECT_TRUE(tally().AnyFailed());
  const RunRecord record = Finish();
  EXPECT_EQ(record.verdict, RunVerdict::kDeviates);
  EXPECT_EQ(spec::ExitCodeOf(record.outcome), 1);
  ASSERT_THAT(record.findings, SizeIs(1));
  EXPECT_EQ(record.findings[0].count, 2U);
  EXPECT_EQ(record.findings[0].at_request, 7U);
  EXPECT_EQ(record.findings[0].response.first_line, "no response");
  ASSERT_THAT(record.clauses, SizeIs(1));
  EXPECT_EQ(record.clauses[0].verdict, Verdict::kFail);
}

TEST_F(TallyTest, BeyondTheLimitSignaturesAreDropped) {
  About("entries.max");
  for (std::size_t i = 0; i < Tally::kFindingsMax + 5; ++i) {
    Add(Deviating("entries.max", std::string(i, '/')));
  }
  EXPECT_THAT(Finish().findings, SizeIs(Tally::kFindingsMax));
}

TEST_F(TallyTest, AWarningFailsOnlyStrictRuns) {
  for (const bool strict : {false, true}) {
    About("value.double.contested", strict);
    Add(Deviating("value.double.contested"));
    const RunRecord record = Finish();
    EXPECT_EQ(record.clauses[0].verdict, Verdict::kWarn);
    EXPECT_EQ(spec::ExitCodeOf(record.outcome), strict ? 1 : 0);
    EXPECT_EQ(tally().AnyFailed(), strict);
  }
}

TEST_F(TallyTest, AClausePassesOnlyWithAllItsSides) {
  About("entries.max");
  Add(Marking("entries.max", {Side::kAccept, Side::kAccept}));
  RunRecord record = Finish();
  EXPECT_EQ(record.clauses[0].verdict, Verdict::kUntested);
  EXPECT_EQ(record.clauses[0].reason, "not exercised on the rejecting side");
  EXPECT_EQ(record.verdict, RunVerdict::kIncomplete);
  EXPECT_EQ(spec::ExitCodeOf(record.outcome), 4);
  Add(Marking("entries.max", {Side::kReject}));
  record = Finish();
  EXPECT_EQ(record.clauses[0].verdict, Verdict::kPass);
  EXPECT_EQ(record.clauses[0].accept_exercised, 2U);
  EXPECT_EQ(record.clauses[0].reject_exercised, 1U);
  EXPECT_EQ(record.verdict, RunVerdict::kConforms);
}

TEST_F(TallyTest, OtherSidesAreNamedToo) {
  About("entries.max");
  Add(Marking("entries.max", {Side::kReject}));
  EXPECT_EQ(Finish().clauses[0].reason, "not exercised on the accepting side");
  About("read.history.order");
  EXPECT_EQ(Finish().clauses[0].reason, "not exercised on the observing side");
}

TEST_F(TallyTest, AChoiceIsNamedAndTwoAreInconsistent) {
  About("read.history.default-quality");
  EXPECT_FALSE(tally().HasChoice("read.history.default-quality"));
  EXPECT_EQ(Finish().clauses[0].reason, "no answer showed which alternative the target chose");
  Add(Choosing("read.history.default-quality", "all"));
  EXPECT_TRUE(tally().HasChoice("read.history.default-quality"));
  EXPECT_EQ(Finish().clauses[0].verdict, Verdict::kFree);
  EXPECT_THAT(Finish().clauses[0].alternatives, testing::ElementsAre("all"));
  Add(Choosing("read.history.default-quality", "good-only"));
  const RunRecord record = Finish();
  EXPECT_EQ(record.clauses[0].verdict, Verdict::kInconsistent);
  EXPECT_EQ(spec::ExitCodeOf(record.outcome), 1);
  ASSERT_THAT(record.findings, SizeIs(1));
  EXPECT_EQ(record.findings[0].observed,
            "all (first in read.history.default-quality/one), "
            "good-only (first in read.history.default-quality/one)");
}

TEST_F(TallyTest, AFindingOnAFreeClauseFailsIt) {
  About("read.history.default-quality");
  Add(Deviating("read.history.default-quality"));
  EXPECT_EQ(Finish().clauses[0].verdict, Verdict::kFail);
}

TEST_F(TallyTest, ATargetThatCannotBeAskedIsInfra) {
  About("entries.max");
  CaseOutcome outcome;
  outcome.end = CaseOutcome::Unasked{.why = "status 503"};
  Add(outcome);
  Add(outcome);
  EXPECT_EQ(tally().infra_in_a_row(), 2U);
  EXPECT_EQ(tally().last_infra(), "status 503");
  const RunRecord record = Finish();
  EXPECT_EQ(record.clauses[0].verdict, Verdict::kInfra);
  EXPECT_EQ(record.clauses[0].reason, "status 503");
  EXPECT_EQ(record.verdict, RunVerdict::kIncomplete);
  Add({});
  EXPECT_EQ(tally().infra_in_a_row(), 0U);
}

TEST_F(TallyTest, WhatTheTargetLacksIsSaid) {
  About("entries.max");
  CaseOutcome outcome;
  outcome.end = CaseOutcome::Skipped{.lacking = "a moon"};
  Add(outcome);
  RunRecord record = Finish();
  EXPECT_EQ(record.clauses[0].reason, "the target lacks: a moon");
  EXPECT_EQ(record.stats.cases_not_run, 1U);
  EXPECT_EQ(record.stats.cases, 0U);
  About("access.denied");
  record = Finish();
  EXPECT_THAT(record.clauses[0].reason, HasSubstr("the target lacks: "));
}

TEST_F(TallyTest, ASelectionOfNothingIsVacuous) {
  About("no.such.clause");
  const RunRecord record = Finish();
  EXPECT_EQ(spec::ExitCodeOf(record.outcome), 4);
  EXPECT_EQ(record.message, "--only and --skip leave no clause");
}

TEST_F(TallyTest, CoverageBelowTheMinimumIsVacuous) {
  About("read.history.default-quality");
  Add(Choosing("read.history.default-quality", "all"));
  EXPECT_EQ(spec::ExitCodeOf(Finish(100).outcome), 0);
  About("read.history");
  Add(Choosing("read.history.default-quality", "all"));
  const RunRecord record = Finish(50);
  EXPECT_EQ(spec::ExitCodeOf(record.outcome), 4);
  EXPECT_THAT(record.message, HasSubstr("50 % are wanted"));
}

TEST_F(TallyTest, LatenciesBecomeQuantiles) {
  About("entries.max");
  CaseOutcome outcome;
  outcome.values = 3;
  outcome.visible_ms = {1, 2, 3, 4, 100};
  Add(outcome);
  const RunRecord record = Finish();
  EXPECT_EQ(record.stats.values, 3U);
  EXPECT_EQ(record.stats.visible_ms_p50, 3);
  EXPECT_EQ(record.stats.visible_ms_p99, 4);
  EXPECT_EQ(record.stats.visible_ms_max, 100);
}

// How many causes there are if a bug refuses valid entries, and a case of `phase` showed that what
// another one took is refused.
std::size_t CausesWithRefusalIn(std::string_view phase, const std::string& kind) {
  constexpr spec::ClauseId kValid = "entry.valid.accepted";
  constexpr spec::ClauseId kFree = "identity.both.consistent";
  Observations observations;
  observations.Deviate(kValid, kind, "", "this", "that");
  CaseOutcome bug;
  bug.deviations.push_back({.deviation = observations.deviations.front()});
  const std::string signature = bug.deviations.front().deviation.Signature();
  const generators::Case about_valid = CaseAbout("entry.valid.accepted");
  const generators::Case about_free = CaseAbout("identity.both.consistent");
  Tally tally({});
  (void)tally.Add(about_valid, "directed", 1, bug);
  (void)tally.Add(about_free, "directed", 2, Choosing(kFree, "accepted"));
  (void)tally.Add(about_free, phase, 3, Choosing(kFree, "rejected-entry"));
  tally.SetCauses({{.clause = "entry.valid.accepted",
                    .shown = {{.case_id = about_valid.id, .signature = signature}}}});
  RunRecord record;
  tally.Finish({}, record);
  return record.causes.size();
}

TEST(TallyOfEchoesTest, ARefusalInACaseOfASeedIsTheDoingOfABugThatRefuses) {
  EXPECT_EQ(CausesWithRefusalIn("random", "reported"), 1U);
  EXPECT_EQ(CausesWithRefusalIn("random", "missing"), 2U);
  EXPECT_EQ(CausesWithRefusalIn("directed", "reported"), 2U);
}

}  // namespace
}  // namespace swc::conformance
