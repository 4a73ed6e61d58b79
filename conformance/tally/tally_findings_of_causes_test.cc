// Which findings a tally tells with which cause.
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/diagnosis/evidence.h"
#include "conformance/judge/observations.h"
#include "conformance/play/case_runner.h"
#include "conformance/tally/tally.h"
#include "conformance/target/capabilities.h"
#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "reports/run_record.h"
#include "spec/clause_id.h"

namespace swc::conformance {
namespace {

using generators::Case;
using reports::Cause;
using reports::RunRecord;
using reports::Verdict;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

// Two cases that are fixed.
constexpr const char* kOne = "value.double.nan/bad";
constexpr const char* kOther = "value.double.nan/uncertain";

constexpr const char* kExact = "value.double.exact|kind|";
constexpr const char* kNan = "value.double.nan|kind|";

CaseOutcome Deviating(const std::vector<spec::ClauseId>& clauses) {
  CaseOutcome outcome;
  for (const spec::ClauseId clause : clauses) {
    Observations observations;
    observations.Deviate(clause, "kind", "", "this", "that");
    outcome.deviations.push_back({.deviation = observations.deviations.front(), .exchange = {}});
  }
  return outcome;
}

class TallyFindingsOfCausesTest : public testing::Test {
 protected:
  void Add(const std::string& id, const CaseOutcome& outcome,
           const std::string& phase = "directed") {
    (void)tally_.Add({.id = id, .title = "t"}, phase, ++requests_, outcome);
  }

  void AddChoosing(const std::string& id, std::string_view alternative, CaseOutcome outcome = {}) {
    outcome.observations.Choose("read.history.default-quality", alternative);
    Add(id, outcome);
  }

  RunRecord Finish() {
    RunRecord record;
    const Target target;
    tally_.Finish({.capabilities = CapabilitiesOf(target)}, record);
    return record;
  }

  Tally& tally() { return tally_; }

 private:
  Tally tally_{
      {.selection = {.only = {"value.double", "read.history.default-quality", "partial.omitted"}}}};
  std::uint64_t requests_ = 0;
};

// Returns the ids of the cases that the findings of a cause have, the clearest first.
std::vector<std::string> CasesOf(const RunRecord& record, const Cause& cause) {
  std::vector<std::string> cases;
  for (const std::size_t place : cause.findings) {
    cases.push_back(record.findings[place].case_id);
  }
  return cases;
}

TEST_F(TallyFindingsOfCausesTest, FixedCasesAreComparedAndThoseOfASeedOnlyIfTheyAreTheFirst) {
  Add(kOne, {});
  Add("random/1", Deviating({"value.double.exact"}), "random");
  Add("random/2", Deviating({"value.double.exact"}), "random");
  Add("random/3", {}, "random");
  Add(kOther, Deviating({"value.double.exact"}));
  EXPECT_THAT(tally().evidence().ran(), ElementsAre("random/1", kOne, kOther));
  std::vector<std::string> compared;
  for (const generators::Case* each : tally().ComparedCases()) {
    compared.push_back(each->id);
  }
  EXPECT_THAT(compared, ElementsAre("random/1", kOne, kOther));
}

TEST_F(TallyFindingsOfCausesTest, AFindingFollowsFromTheCauseWhoseCaseItHas) {
  Add(kOne, Deviating({"value.double.nan", "value.double.exact"}));
  tally().SetCauses(
      {{.clause = "value.double.nan", .shown = {{kOne, kNan, ""}, {kOne, kExact, ""}}}});
  const RunRecord record = Finish();
  ASSERT_THAT(record.causes, SizeIs(1));
  EXPECT_THAT(record.causes[0].findings, SizeIs(2));
  EXPECT_EQ(record.findings[record.causes[0].findings.front()].clause, "value.double.nan");
  EXPECT_THAT(record.causes[0].clauses, ElementsAre("value.double.nan", "value.double.exact"));
}

TEST_F(TallyFindingsOfCausesTest, ACauseHidesWhatItsCasesWereToShow) {
  // The case is about NaN, and shows only that values are not exact.
  Case hidden{.id = kOne, .clauses = {"value.double.nan"}, .title = "t"};
  (void)tally().Add(hidden, "directed", 1, Deviating({"value.double.exact"}));
  const RunRecord record = Finish();
  ASSERT_THAT(record.causes, SizeIs(1));
  EXPECT_THAT(record.causes[0].hides, ElementsAre("value.double.nan"));
}

TEST_F(TallyFindingsOfCausesTest, WhatOtherCasesShowedIsNotHidden) {
  (void)tally().Add({.id = kOne, .clauses = {"value.double.nan"}, .title = "t"}, "directed", 1,
                    Deviating({"value.double.exact"}));
  CaseOutcome good;
  for (const Side side : {Side::kAccept, Side::kReject, Side::kObserve}) {
    good.observations.Mark("value.double.nan", side);
  }
  (void)tally().Add({.id = kOther, .clauses = {"value.double.nan"}, .title = "t"}, "directed", 2,
                    good);
  const RunRecord record = Finish();
  ASSERT_THAT(record.causes, SizeIs(1));
  EXPECT_THAT(record.causes[0].hides, testing::IsEmpty());
}

TEST_F(TallyFindingsOfCausesTest, TwoCausesWithOneSignatureHaveAFindingAndACaseEach) {
  Add(kOne, Deviating({"value.double.exact"}));
  Add(kOther, Deviating({"value.double.exact"}));
  tally().SetCauses({{.clause = "value.double.exact", .shown = {{kOther, kExact, ""}}},
                     {.clause = "value.double.exact", .shown = {{kOne, kExact, ""}}}});
  EXPECT_THAT(tally().FindingsToShrink(25), SizeIs(2));
  const RunRecord record = Finish();
  EXPECT_THAT(record.findings, SizeIs(2));
  ASSERT_THAT(record.causes, SizeIs(2));
  EXPECT_THAT((std::vector{CasesOf(record, record.causes[0]), CasesOf(record, record.causes[1])}),
              UnorderedElementsAre(ElementsAre(kOne), ElementsAre(kOther)));
}

// The first case that showed it is one of the other cause, which shows it once.
TEST_F(TallyFindingsOfCausesTest, WhatACauseShowsMostlyItDoesNotTellByTheCaseOfAnother) {
  Add(kOne, Deviating({"value.double.nan", "value.double.exact"}));
  Add(kOther, Deviating({"value.double.exact"}));
  Add("value.double.nan/overwrites", Deviating({"value.double.exact"}));
  tally().SetCauses(
      {{.clause = "value.double.exact",
        .shown = {{kOther, kExact, ""}, {"value.double.nan/overwrites", kExact, ""}}},
       {.clause = "value.double.nan", .shown = {{kOne, kNan, ""}, {kOne, kExact, ""}}}});
  const RunRecord record = Finish();
  ASSERT_THAT(record.causes, SizeIs(2));
  for (const Cause& cause : record.causes) {
    EXPECT_EQ(CasesOf(record, cause).front() == kOne, cause.clause == "value.double.nan");
  }
}

TEST_F(TallyFindingsOfCausesTest, EachFindingFollowsFromOneCause) {
  Add(kOne, Deviating({"value.double.nan", "value.double.exact"}));
  Add(kOther, Deviating({"value.double.exact"}));
  Add("partial.omitted/x", Deviating({"partial.omitted"}));
  tally().SetCauses({{.clause = "value.double.exact", .shown = {{kOther, kExact, ""}}},
                     {.clause = "value.double.nan", .shown = {{kOne, kNan, ""}}}});
  const RunRecord record = Finish();
  std::multiset<std::size_t> places;
  for (const Cause& cause : record.causes) {
    places.insert(cause.findings.begin(), cause.findings.end());
  }
  EXPECT_EQ(places.size(), record.findings.size());
  EXPECT_EQ(std::set(places.begin(), places.end()).size(), record.findings.size());
}

TEST_F(TallyFindingsOfCausesTest, ACauseOfWhichNothingIsSelectedIsNotTold) {
  Add(kOne, Deviating({"entries.max"}));
  Add(kOther, Deviating({"value.double.exact"}));
  tally().SetCauses({{.clause = "entries.max", .shown = {{kOne, "entries.max|kind|", ""}}},
                     {.clause = "value.double.exact", .shown = {{kOther, kExact, ""}}}});
  const RunRecord record = Finish();
  EXPECT_THAT(record.causes, ElementsAre(Field(&Cause::clause, "value.double.exact")));
}

TEST_F(TallyFindingsOfCausesTest, WithoutDiagnosisFindingsOfAClauseAreOneCause) {
  Add(kOne, Deviating({"value.double.exact"}));
  Add(kOther, Deviating({"value.double.nan"}));
  const RunRecord record = Finish();
  EXPECT_THAT(record.causes, UnorderedElementsAre(Field(&Cause::clause, "value.double.exact"),
                                                  Field(&Cause::clause, "value.double.nan")));
}

TEST_F(TallyFindingsOfCausesTest, AChoiceThatOnlyAFaultyCaseShowsDifferentlyFollowsFromTheFault) {
  AddChoosing("value.double.exact/x", "all");
  AddChoosing(kOne, "good-only", Deviating({"value.double.nan"}));
  Add(kOther, Deviating({"value.double.exact"}));
  tally().SetCauses({{.clause = "value.double.exact", .shown = {{kOther, kExact, ""}}},
                     {.clause = "value.double.nan", .shown = {{kOne, kNan, ""}}}});
  const RunRecord record = Finish();
  EXPECT_THAT(record.causes,
              UnorderedElementsAre(
                  AllOf(Field(&Cause::clause, "value.double.exact"),
                        Field(&Cause::clauses, Not(Contains("read.history.default-quality")))),
                  AllOf(Field(&Cause::clause, "value.double.nan"),
                        Field(&Cause::clauses, Contains("read.history.default-quality")))));
}

TEST_F(TallyFindingsOfCausesTest, AWarningThatMakesAChoiceInconsistentIsNoMereWarning) {
  AddChoosing("value.double.exact/x", "all");
  AddChoosing(kOne, "good-only", Deviating({"partial.omitted"}));
  tally().SetCauses(
      {{.clause = "partial.omitted", .shown = {{kOne, "partial.omitted|kind|", ""}}}});
  const RunRecord record = Finish();
  ASSERT_THAT(record.causes, SizeIs(1));
  EXPECT_EQ(record.causes[0].verdict, Verdict::kInconsistent);
}

TEST_F(TallyFindingsOfCausesTest, TwoChoicesInCasesWithoutAFaultAreACauseOfTheirOwn) {
  AddChoosing("value.double.exact/x", "all");
  AddChoosing("value.double.exact/y", "good-only");
  Add(kOne, Deviating({"value.double.nan"}));
  tally().SetCauses({{.clause = "value.double.nan", .shown = {{kOne, kNan, ""}}}});
  const RunRecord record = Finish();
  EXPECT_THAT(record.causes,
              ElementsAre(Field(&Cause::clause, "value.double.nan"),
                          AllOf(Field(&Cause::clause, "read.history.default-quality"),
                                Field(&Cause::verdict, Verdict::kInconsistent))));
}

}  // namespace
}  // namespace swc::conformance
