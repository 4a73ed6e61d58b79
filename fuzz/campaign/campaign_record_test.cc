#include "fuzz/campaign/campaign_record.h"

#include <ostream>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/campaign/campaign.h"
#include "fuzz/campaign/campaign_console.h"
#include "fuzz/campaign/campaign_testing.h"
#include "fuzz/crashes/crash.h"
#include "fuzz/oracles/seen_once.h"
#include "fuzz/plan/campaign_plan.h"
#include "fuzz/plan/campaign_progress.h"
#include "reports/formats/json_report.h"
#include "reports/run_record.h"
#include "spec/outcome.h"

namespace swc::fuzz {
namespace {

using reports::Verdict;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

// What a campaign began with was played.
constexpr SeedPhase kAllSeeds{.executed = 4, .total = 4};

struct VerdictCase {
  std::string_view name;
  CampaignResult result;
  int exit_code;
  std::string_view line;
};

void PrintTo(const VerdictCase& row, std::ostream* out) { *out << row.name; }

class CampaignVerdictTest : public testing::TestWithParam<VerdictCase> {};

TEST_P(CampaignVerdictTest, FollowsFromTheResult) {
  const TestFolder folder;
  const auto record = RecordOf(TestPlan(folder), GetParam().result);
  EXPECT_EQ(spec::ExitCodeOf(record.outcome), GetParam().exit_code);
  std::string text;
  CampaignConsole console({.write = [&](std::string_view part) { text += part; }, .quiet = true});
  console.Ended(TestPlan(folder), GetParam().result, record);
  EXPECT_THAT(text, HasSubstr(std::string(GetParam().line)));
  EXPECT_TRUE(reports::ParseJsonReport(reports::ToJsonReport(record)));
}

INSTANTIATE_TEST_SUITE_P(
    Results, CampaignVerdictTest,
    testing::Values(
        VerdictCase{"Nothing",
                    {.executions = 1'234, .seeds = kAllSeeds},
                    0,
                    "CONFORMS: no failure in 1,234 exec"},
        VerdictCase{"ToldNothing",
                    {.executions = 2},
                    4,
                    "INCOMPLETE: no failure in 2 executions, but the end came before the first "
                    "seed was played"},
        VerdictCase{"AllSeeds",
                    {.executions = 600, .seeds = {.executed = 409, .total = 409}},
                    0,
                    "CONFORMS: no failure in 600 executions"},
        VerdictCase{
            "SeedsNotFinished",
            {.executions = 91, .seeds = {.executed = 89, .total = 409}},
            4,
            "INCOMPLETE: no failure in 91 executions, but only 89 of 409 seeds were played, "
            "and nothing new was tried: give it more by --time, or fewer seeds by --seeds"},
        VerdictCase{
            "ValuesUsedUpBySeeds",
            {.executions = 91, .seeds = {.executed = 89, .total = 409}, .values_used_up = true},
            4,
            "was tried: allow more by --values, or fewer seeds by --seeds"},
        VerdictCase{"StoppedAmidSeeds",
                    {.executions = 91, .seeds = {.executed = 89, .total = 409}, .stopped = true},
                    4,
                    "interrupted: no failure in 91 executions; only 89 of 409 seeds were played"},
        VerdictCase{"FindingAmidSeeds",
                    {.findings = {FindingOn("time.window.past", Verdict::kFail)},
                     .executions = 91,
                     .seeds = {.executed = 89, .total = 409}},
                    1,
                    "DEVIATES: 1 cause, 1 clause"},
        VerdictCase{"CouldNotTestAmidSeeds",
                    {.executions = 91,
                     .seeds = {.executed = 89, .total = 409},
                     .could_not_test = "refused"},
                    3,
                    "COULD NOT TEST: refused"},
        VerdictCase{"Stopped", {.executions = 5, .stopped = true}, 4, "interrupted"},
        VerdictCase{"Unread",
                    {.executions = 5, .unread = {{"found_a.json", "it cannot be read"}}},
                    4,
                    "INCOMPLETE: the record of a finding cannot be read: found_a.json: it cannot"},
        VerdictCase{"Finding",
                    {.findings = {FindingOn("time.window.past", Verdict::kFail)}, .executions = 5},
                    1,
                    "DEVIATES: 1 cause, 1 clause"},
        VerdictCase{"Warning",
                    {.findings = {FindingOn("entry.id.case", Verdict::kWarn)},
                     .executions = 5,
                     .seeds = kAllSeeds},
                    0,
                    "CONFORMS"},
        VerdictCase{"Crash",
                    {.findings = {FindingOn(kCrashClause, Verdict::kFail)}},
                    1,
                    "DEVIATES: 1 cause, 1 clause"},
        VerdictCase{"WrongSettings",
                    {.executions = 1, .wrong_settings = "no such target"},
                    2,
                    "COULD NOT TEST: no such target"},
        VerdictCase{"CouldNotTest", {.could_not_test = "refused"}, 3, "COULD NOT TEST: refused"},
        VerdictCase{"FindingBeforeTheTargetWent",
                    {.findings = {FindingOn("time.window.past", Verdict::kFail)},
                     .executions = 5,
                     .could_not_test = "refused"},
                    1,
                    "DEVIATES"},
        VerdictCase{"NeverRan", {.never_ran = "no library"}, 4, "INCOMPLETE: no library"},
        VerdictCase{"NoExecutions", {}, 4, "the harness executed nothing"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(CampaignRecordTest, TheRecordTellsHowManySeedsWerePlayed) {
  const TestFolder folder;
  CampaignResult result{.executions = 91, .seeds = {.executed = 89, .total = 409}};
  const auto open = RecordOf(TestPlan(folder), result);
  EXPECT_EQ(open.phases.front().name, "seeds");
  EXPECT_EQ(open.phases.front().cases, 89U);
  EXPECT_THAT(open.limits_hit, ElementsAre(HasSubstr("89 of 409 seeds")));
  result.seeds.executed = 409;
  EXPECT_THAT(RecordOf(TestPlan(folder), result).limits_hit, testing::IsEmpty());
  result.seeds = {};
  EXPECT_THAT(RecordOf(TestPlan(folder), result).phases, SizeIs(1));
}

TEST(CampaignRecordTest, FailuresStandFirstAndClausesOnce) {
  const TestFolder folder;
  const auto record =
      RecordOf(TestPlan(folder), {.findings = {FindingOn("entry.id.case", Verdict::kWarn),
                                               FindingOn("time.window.past", Verdict::kFail),
                                               FindingOn("time.window.past", Verdict::kFail)},
                                  .executions = 5});
  ASSERT_THAT(record.findings, SizeIs(3));
  EXPECT_EQ(record.findings.back().clause, "entry.id.case");
  ASSERT_THAT(record.clauses, SizeIs(3));
  EXPECT_EQ(record.clauses[0].id, kCrashClause);
  EXPECT_EQ(record.clauses[0].verdict, Verdict::kPass);
  EXPECT_EQ(record.clauses[2].verdict, Verdict::kFail);
  EXPECT_EQ(record.clauses[2].observed, 2U);
}

TEST(CampaignRecordTest, WhatIsKnownFailsNothingIfOnlyWhatIsNewCounts) {
  const TestFolder folder;
  CampaignPlan plan = TestPlan(folder);
  CampaignResult result{.findings = {FindingOn("time.window.past", Verdict::kFail)},
                        .known = {"earlier"},
                        .executions = 5,
                        .seeds = kAllSeeds};
  result.findings[0].case_file = "earlier";
  EXPECT_EQ(RecordOf(plan, result).outcome, spec::Outcome::kFound);
  plan.only_new = true;
  const auto known = RecordOf(plan, result);
  EXPECT_EQ(known.outcome, spec::Outcome::kConforms);
  EXPECT_EQ(known.message, "no new failure in 5 executions; 1 known cause");
  result.findings.push_back(FindingOn("value.double.nan", Verdict::kFail));
  result.findings[1].case_file = "later";
  EXPECT_EQ(RecordOf(plan, result).outcome, spec::Outcome::kFound);
}

TEST(CampaignRecordTest, WhatWasSeenOnceFailsNothingAndIsNoCause) {
  const TestFolder folder;
  CampaignPlan plan = TestPlan(folder);
  CampaignResult result{.findings = {FindingOn("time.window.past", Verdict::kFail)},
                        .executions = 5,
                        .seeds = kAllSeeds};
  TellSeenOnce(2, result.findings[0]);
  const auto record = RecordOf(plan, result);
  EXPECT_EQ(record.outcome, spec::Outcome::kConforms);
  EXPECT_EQ(record.message,
            "no failure in 5 executions; 1 finding was seen once and not reproduced");
  EXPECT_THAT(record.causes, testing::IsEmpty());
  EXPECT_TRUE(reports::ParseJsonReport(reports::ToJsonReport(record)));
  std::string text;
  CampaignConsole console({.write = [&](std::string_view part) { text += part; }});
  console.Ended(plan, result, record);
  EXPECT_THAT(text,
              HasSubstr("not reproduced, which fails nothing: 1\n  time.window.past  expected "
                        "this; observed"));
  plan.strict = true;
  EXPECT_EQ(RecordOf(plan, result).outcome, spec::Outcome::kFound);
  plan.strict = false;
  result.findings.push_back(FindingOn("entry.id.case", Verdict::kFail));
  const auto both = RecordOf(plan, result);
  EXPECT_EQ(both.outcome, spec::Outcome::kFound);
  EXPECT_THAT(both.causes, SizeIs(1));
  EXPECT_EQ(both.findings.front().clause, "entry.id.case");
}

TEST(CampaignRecordTest, WhatBecameOfEarlierFindingsIsInTheRecord) {
  const TestFolder folder;
  const reports::RunRecord record = RecordOf(TestPlan(folder), {.earlier = {.still_open = {"a"},
                                                                            .fixed = {"b", "c"},
                                                                            .shows_no_more = {"d"},
                                                                            .not_played = {"e"}},
                                                                .executions = 5});
  EXPECT_THAT(record.known.fixed, ElementsAre("b", "c"));
  EXPECT_EQ(record.known.still_fail, 1U);
  EXPECT_EQ(record.known.not_reproduced, 1U);
  EXPECT_EQ(record.known.not_run, 1U);
}

TEST(CampaignRecordTest, AHarnessThatBreaksByItselfDoesNotBlameItsTarget) {
  const TestFolder folder;
  CampaignPlan plan = TestPlan(folder);
  const auto outcome_of = [&plan](std::string_view signature, std::string_view clause = "") {
    CampaignResult result{.executions = 1};
    result.findings.push_back(FindingOn(kCrashClause, Verdict::kFail));
    result.findings.back().signature = signature;
    if (!clause.empty()) {
      result.findings.push_back(FindingOn(clause, Verdict::kFail));
    }
    return RecordOf(plan, result).outcome;
  };
  EXPECT_EQ(outcome_of("fuzz.crash|crash|x|"), spec::Outcome::kFound);
  plan.harness.needs_target = true;
  EXPECT_EQ(outcome_of("fuzz.crash|crash|x|"), spec::Outcome::kDefect);
  EXPECT_EQ(outcome_of("fuzz.crash|oom|x|"), spec::Outcome::kDefect);
  EXPECT_EQ(outcome_of("fuzz.crash|timeout|x|"), spec::Outcome::kFound);
  EXPECT_EQ(outcome_of("fuzz.crash|crash|x|", "time.window.past"), spec::Outcome::kFound);
}

}  // namespace
}  // namespace swc::fuzz
