#include "conformance/diagnosis/rehearsal.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/diagnosis/evidence.h"
#include "conformance/diagnosis/fixed_cases.h"
#include "conformance/judge/observations.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_runner.h"
#include "generators/case/case.h"
#include "reference/model/policies.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/directory.h"
#include "spec/http_message.h"

namespace swc::conformance {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

CaseOutcome WithFinding() {
  Observations observations;
  observations.Deviate("entries.max", "accepted", "/entries/10", "this", "that");
  CaseOutcome outcome;
  outcome.deviations.push_back({.deviation = observations.deviations.front(), .exchange = {}});
  return outcome;
}

Evidence Noted(const CaseOutcome& outcome) {
  Evidence evidence;
  NoteOutcome("a/one", outcome, evidence);
  return evidence;
}

TEST(NoteOutcomeTest, AFindingIsNotedByItsSignature) {
  const Evidence evidence = Noted(WithFinding());
  EXPECT_THAT(evidence.ran(), ElementsAre("a/one"));
  EXPECT_THAT(evidence.shown(), ElementsAre(Sighting{.case_id = "a/one",
                                                     .signature = "entries.max|accepted|/entries/*",
                                                     .refusal = ""}));
}

TEST(NoteOutcomeTest, ACaseThatWasNotPlayedIsNotCompared) {
  CaseOutcome outcome;
  outcome.end = CaseOutcome::Skipped{.lacking = "a moon"};
  EXPECT_THAT(Noted(outcome).ran(), IsEmpty());
  outcome.end = CaseOutcome::Unasked{.why = "status 503"};
  EXPECT_THAT(Noted(outcome).ran(), IsEmpty());
}

TEST(NoteOutcomeTest, WhatWasFoundBeforeACaseEndedEarlyCounts) {
  CaseOutcome outcome = WithFinding();
  outcome.end = CaseOutcome::TargetFailed();
  EXPECT_THAT(Noted(outcome).ran(), ElementsAre("a/one"));
  EXPECT_THAT(Noted(outcome).shown(), Not(IsEmpty()));
}

TEST(NoteOutcomeTest, ARefusalIsNamedByOperationStatusAndError) {
  CaseOutcome outcome = WithFinding();
  Exchange exchange;
  exchange.request = {.method = "GET", .target = "/properties/history?maxResults=1"};
  exchange.response = spec::HttpResponse{
      .status = 422, .headers = {{"x-amzn-errortype", "NoSuchThing"}}, .body = "{}"};
  outcome.deviations.front().exchange = exchange;
  EXPECT_EQ(Noted(outcome).shown().begin()->refusal, "GET /properties/history 422 NoSuchThing");
  exchange.response->headers.clear();
  outcome.deviations.front().exchange = exchange;
  EXPECT_EQ(Noted(outcome).shown().begin()->refusal, "GET /properties/history 422 ");
  exchange.response->status = 200;
  outcome.deviations.front().exchange = exchange;
  EXPECT_EQ(Noted(outcome).shown().begin()->refusal, "");
}

TEST(NoteOutcomeTest, ChoicesOfACaseWithoutAFindingCountFirst) {
  Evidence evidence;
  CaseOutcome spoilt = WithFinding();
  spoilt.observations.Choose("read.no-data", "empty");
  NoteOutcome("a/one", spoilt, evidence);
  CaseOutcome clean;
  clean.observations.Choose("read.no-data", "not-found");
  NoteOutcome("a/two", clean, evidence);
  EXPECT_THAT(evidence.Choices(),
              ElementsAre(testing::Pair("read.no-data", ElementsAre("not-found"))));
}

const generators::Case& FixedCase(const std::string& id) {
  const generators::Case* found = FindFixedCase(id);
  EXPECT_NE(found, nullptr) << id;
  return *found;
}

TEST(RehearsalTest, ALegalServerShowsNothing) {
  Rehearsal legal({.directory = reference::ExampleDirectory(), .policies = {}}, nullptr);
  legal.Play(FixedCase("value.double.nan/bad"));
  EXPECT_EQ(legal.cases_played(), 1U);
  EXPECT_THAT(legal.evidence().ran(), ElementsAre("value.double.nan/bad"));
  EXPECT_THAT(legal.evidence().shown(), IsEmpty());
}

TEST(RehearsalTest, ASeededBugShowsItself) {
  Rehearsal mutant({.directory = reference::ExampleDirectory(), .policies = {}},
                   reference::FindMutant("nan-stored-as-zero"));
  mutant.Play(FixedCase("value.double.nan/bad"));
  ASSERT_THAT(mutant.evidence().shown(), Not(IsEmpty()));
  EXPECT_EQ(ClauseOf(mutant.evidence().shown().begin()->signature), "value.double.nan");
}

TEST(RehearsalTest, WhatTheTargetLacksIsNotPlayed) {
  reference::Directory bare = {.streams = reference::Setting::kOff};
  Rehearsal legal({.directory = bare, .policies = {}}, nullptr);
  legal.Play(FixedCase("value.double.nan/bad"));
  EXPECT_THAT(legal.evidence().ran(), IsEmpty());
}

TEST(RehearsalTest, ChoicesAreFollowed) {
  const reference::Policies policies =
      reference::PoliciesFrom({{"value.double.nan-good", "rejected-entry"}});
  Rehearsal legal({.directory = reference::ExampleDirectory(), .policies = policies}, nullptr);
  legal.Play(FixedCase("value.double.nan-good/good"));
  EXPECT_THAT(legal.evidence().shown(), IsEmpty());
  EXPECT_THAT(legal.evidence().Choices(),
              Contains(testing::Pair("value.double.nan-good", ElementsAre("rejected-entry"))));
}

}  // namespace
}  // namespace swc::conformance
