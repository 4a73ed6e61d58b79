#include "conformance/ledger/judge_ledger.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/ledger/ledger.h"
#include "conformance/ledger/update_ledger.h"
#include "conformance/verdict/conclusion.h"
#include "reports/run_record.h"
#include "spec/clause.h"
#include "spec/outcome.h"
#include "spec/text/error.h"

namespace swc::conformance {
namespace {

using reports::RunRecord;
using reports::Verdict;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kToday = "2026-11-30";
constexpr std::string_view kClause = "time.window.past";
constexpr std::array<std::string_view, 1> kPhases = {"directed"};

// A cause that a run tells: its clause, and the signatures of its findings.
struct Seen {
  std::string clause;
  std::vector<std::string> signatures;
};

// A whole run that tells `causes`, and passes all else.
RunRecord RunThatSaw(const std::vector<Seen>& causes) {
  RunRecord record;
  record.phases = {{.name = "directed"}};
  for (const spec::Clause& clause : spec::Catalogue::Get().clauses()) {
    record.clauses.push_back({.id = clause.id, .verdict = Verdict::kPass});
  }
  for (const Seen& seen : causes) {
    reports::Cause cause{
        .headline = "It is wrong.", .clause = seen.clause, .clauses = {seen.clause}};
    for (const std::string& signature : seen.signatures) {
      cause.findings.push_back(record.findings.size());
      record.findings.push_back(
          {.clause = seen.clause,
           .signature = signature,
           .phase = "directed",
           .case_id = "found/a",
           .case_json = R"({"id":"found/a","clauses":[],"title":"t","series":{},"steps":[]})"});
    }
    for (reports::ClauseRecord& clause : record.clauses) {
      clause.verdict = clause.id == seen.clause ? Verdict::kFail : clause.verdict;
    }
    record.causes.push_back(std::move(cause));
  }
  ConcludeRun({}, record);
  return record;
}

// How a run ends with a ledger.
RunRecord Held(const Ledger& ledger, RunRecord record, std::string_view today = kToday) {
  ApplyLedger(ledger, today, record);
  ConcludeRun({}, record);
  return record;
}

// The ledger that a run leaves, with a reason for each entry.
Ledger LedgerOf(const RunRecord& record) {
  auto updated = UpdateLedger({}, record, kPhases);
  EXPECT_TRUE(updated) << updated.error().message;
  for (LedgerEntry& entry : updated->ledger.entries) {
    entry.reason = "the store rounds";
  }
  return updated->ledger;
}

const RunRecord& Listed() {
  static const RunRecord record = RunThatSaw({{std::string(kClause), {"a", "b"}}});
  return record;
}

EntryState StateIn(const Ledger& ledger, const RunRecord& record) {
  return JudgeLedger(ledger, record, kToday).front().state;
}

void ExpectStale(const RunRecord& record, std::string_view words) {
  EXPECT_EQ(record.outcome, spec::Outcome::kFound) << words;
  EXPECT_THAT(record.stale_ledger, ElementsAre(HasSubstr(words)));
}

// The life of an entry.
TEST(LedgerLifeTest, ListedFixedChangedExpiredTooBroadFlaky) {
  ASSERT_EQ(Listed().outcome, spec::Outcome::kFound);
  Ledger ledger = LedgerOf(Listed());
  ledger.entries[0].ticket = "T-1";
  ledger.entries[0].expires = "2026-12-31";

  const RunRecord listed = Held(ledger, Listed());
  EXPECT_EQ(listed.outcome, spec::Outcome::kConforms);
  EXPECT_EQ(listed.causes[0].known_deviation, "the store rounds (T-1), until 2026-12-31");
  EXPECT_EQ(listed.causes[0].verdict, Verdict::kFail) << "it stays what it is";
  EXPECT_THAT(listed.message, HasSubstr("1 known deviation"));
  EXPECT_THAT(listed.stale_ledger, IsEmpty());

  ExpectStale(Held(ledger, RunThatSaw({})), "time.window.past: it no longer deviates: remove");
  const RunRecord changed = Held(ledger, RunThatSaw({{std::string(kClause), {"c"}}}));
  ExpectStale(changed, "it deviates in another way now: c");
  EXPECT_EQ(changed.causes[0].known_deviation, "");

  ExpectStale(Held(ledger, Listed(), "2027-01-01"), "it expired on 2026-12-31: fix");
  EXPECT_EQ(Held(ledger, Listed(), "2026-12-31").outcome, spec::Outcome::kConforms);

  const RunRecord broad = Held(ledger, RunThatSaw({{std::string(kClause), {"b", "c"}}}));
  ExpectStale(broad, "it would hide more than it lists: c");
  EXPECT_EQ(broad.causes[0].known_deviation, "");

  ledger.entries[0].flaky_rate = 0.2;
  EXPECT_EQ(Held(ledger, Listed()).outcome, spec::Outcome::kConforms);
  EXPECT_EQ(Held(ledger, RunThatSaw({})).outcome, spec::Outcome::kConforms);
  ExpectStale(Held(ledger, RunThatSaw({{std::string(kClause), {"b", "c"}}})), "hide more");
}

TEST(JudgeLedgerTest, WhatIsNotListedFailsBesideWhatIs) {
  const RunRecord record =
      Held(LedgerOf(Listed()),
           RunThatSaw({{std::string(kClause), {"a", "b"}}, {"wire.operation", {"x"}}}));
  EXPECT_EQ(record.outcome, spec::Outcome::kFound);
  EXPECT_NE(record.causes[0].known_deviation, "");
  EXPECT_EQ(record.causes[1].known_deviation, "");
  EXPECT_THAT(record.stale_ledger, IsEmpty());
}

TEST(JudgeLedgerTest, FewerSignaturesThanListedAreTheSameBug) {
  EXPECT_EQ(StateIn(LedgerOf(Listed()), RunThatSaw({{std::string(kClause), {"a"}}})),
            EntryState::kHolds);
}

TEST(JudgeLedgerTest, WhatRandomCasesShowBeyondAnEntryIsSaid) {
  RunRecord record = RunThatSaw({{std::string(kClause), {"b", "c"}}});
  record.findings[1].phase = "random";
  const RunRecord held = Held(LedgerOf(Listed()), record);
  EXPECT_EQ(held.outcome, spec::Outcome::kConforms);
  EXPECT_EQ(held.causes[0].known_deviation,
            "the store rounds; random cases show 1 more signature of it");
  record.findings[1].phase = "wire";
  EXPECT_EQ(StateIn(LedgerOf(Listed()), record), EntryState::kTooBroad);
}

TEST(JudgeLedgerTest, AnEntryNeedsAReasonAndAClause) {
  Ledger ledger = LedgerOf(Listed());
  ledger.entries[0].reason = "";
  ExpectStale(Held(ledger, Listed()), "it has no reason");
  ledger = LedgerOf(Listed());
  ledger.entries[0].key.clause = "no.such.clause";
  EXPECT_EQ(StateIn(ledger, RunThatSaw({})), EntryState::kNoSuchClause);
}

TEST(JudgeLedgerTest, WhatWasNotExercisedSaysNothing) {
  RunRecord skipped = RunThatSaw({});
  std::erase_if(skipped.clauses, [](const auto& clause) { return clause.id == kClause; });
  EXPECT_EQ(StateIn(LedgerOf(Listed()), skipped), EntryState::kNotAsked);
  RunRecord blocked = RunThatSaw({});
  for (reports::ClauseRecord& clause : blocked.clauses) {
    clause.verdict = clause.id == kClause ? Verdict::kBlocked : clause.verdict;
  }
  EXPECT_EQ(StateIn(LedgerOf(Listed()), blocked), EntryState::kNotAsked);
  RunRecord cut = RunThatSaw({});
  cut.interrupted = true;
  EXPECT_EQ(StateIn(LedgerOf(Listed()), cut), EntryState::kNotAsked);
  EXPECT_EQ(Held(LedgerOf(Listed()), cut).outcome, spec::Outcome::kIncomplete);
}

TEST(JudgeLedgerTest, AWitnessThatShowsSomethingElseHasChanged) {
  RunRecord record = RunThatSaw({{"robust.status", {"robust.status|500"}}});
  ASSERT_EQ(record.findings[0].case_id, "found/a");
  EXPECT_EQ(StateIn(LedgerOf(Listed()), record), EntryState::kChanged);
  record.findings[0].case_id = "another/case";
  EXPECT_EQ(StateIn(LedgerOf(Listed()), record), EntryState::kFixed);
}

TEST(UpdateLedgerTest, KeepsWhatPeopleWroteAndLearnsSignatures) {
  Ledger ledger = LedgerOf(Listed());
  ledger.entries[0].ticket = "T-1";
  const auto updated =
      UpdateLedger(ledger, RunThatSaw({{std::string(kClause), {"b", "c"}}}), kPhases);
  ASSERT_TRUE(updated);
  ASSERT_THAT(updated->ledger.entries, SizeIs(1));
  EXPECT_THAT(updated->ledger.entries[0].key.signatures, ElementsAre("a", "b", "c"));
  EXPECT_EQ(updated->ledger.entries[0].reason, "the store rounds");
  EXPECT_EQ(updated->ledger.entries[0].ticket, "T-1");
  EXPECT_THAT(updated->missing, IsEmpty());
  EXPECT_THAT(updated->changes, ElementsAre(HasSubstr("widened time.window.past: 1 more")));
}

TEST(UpdateLedgerTest, AsksForReasonsAndRemovesWhatIsGone) {
  const auto updated =
      UpdateLedger(LedgerOf(Listed()), RunThatSaw({{"wire.operation", {"x"}}}), kPhases);
  ASSERT_TRUE(updated);
  ASSERT_THAT(updated->ledger.entries, SizeIs(1));
  EXPECT_EQ(updated->ledger.entries[0].key.clause, "wire.operation");
  EXPECT_THAT(updated->missing, ElementsAre(HasSubstr("wire.operation")));
  EXPECT_THAT(updated->changes[0], HasSubstr("its reason was \"the store rounds\""));
}

TEST(UpdateLedgerTest, AWarningNeedsNoEntryUnlessItFails) {
  RunRecord record = RunThatSaw({{"entry.id.case", {"x"}}});
  record.causes[0].verdict = Verdict::kWarn;
  EXPECT_THAT(UpdateLedger({}, record, kPhases)->ledger.entries, IsEmpty());
  record.strict = true;
  EXPECT_THAT(UpdateLedger({}, record, kPhases)->ledger.entries, SizeIs(1));
}

std::string WhyRefused(const RunRecord& record) {
  const auto updated = UpdateLedger({}, record, kPhases);
  return updated ? "" : updated.error().message;
}

TEST(UpdateLedgerTest, ARunThatDidNotShowEverythingIsRefused) {
  EXPECT_EQ(WhyRefused(Listed()), "");
  RunRecord record = Listed();
  record.interrupted = true;
  EXPECT_THAT(WhyRefused(record), HasSubstr("interrupted"));
  record = Listed();
  record.limits_hit = {"--max-requests"};
  EXPECT_THAT(WhyRefused(record), HasSubstr("cut: --max-requests"));
  record = Listed();
  reports::Conclude(record, spec::Outcome::kIncomplete, "too little");
  EXPECT_THAT(WhyRefused(record), HasSubstr("INCOMPLETE: too little"));
  record = Listed();
  record.clauses.pop_back();
  EXPECT_THAT(WhyRefused(record), HasSubstr("--only, --skip"));
  record = Listed();
  record.phases.clear();
  EXPECT_THAT(WhyRefused(record), HasSubstr("the phase directed"));
  record = Listed();
  record.causes.clear();
  EXPECT_THAT(WhyRefused(record), HasSubstr("tells no causes"));
}

}  // namespace
}  // namespace swc::conformance
