#include "conformance/diagnosis/diagnosis.h"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/diagnosis/diagnosis_testing.h"
#include "conformance/diagnosis/evidence.h"
#include "reference/model/policies.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/directory.h"
#include "spec/sanitizer_testing.h"

namespace swc::conformance {
namespace {

using reference::Directory;
using reference::Setting;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> ClausesIn(const std::vector<DiagnosedCause>& causes) {
  std::vector<std::string> clauses;
  for (const DiagnosedCause& cause : causes) {
    clauses.push_back(cause.clause);
  }
  return clauses;
}

std::size_t SumOfShown(const std::vector<DiagnosedCause>& causes) {
  std::size_t sum = 0;
  for (const DiagnosedCause& cause : causes) {
    sum += cause.shown.size();
  }
  return sum;
}

// A target with no alias but those of its properties.
Directory FourDoublesByIds() {
  Directory directory{.streams = Setting::kOff, .null_and_nan = Setting::kOn};
  for (int i = 1; i <= 4; ++i) {
    directory.properties.push_back(
        {.name = fmt::format("p{}", i),
         .asset_id = "a1b2c3d4-5678-4abc-8def-000000000001",
         .property_id = fmt::format("b1b2c3d4-5678-4abc-8def-00000000000{}", i)});
  }
  return directory;
}

Directory StreamsAlone() { return {.streams = Setting::kOn, .null_and_nan = Setting::kOn}; }

struct ServerRow {
  std::string_view name;
  ServerInTest server;
  std::vector<std::string_view> areas;
  std::vector<std::string> clauses;  // That name the causes, the largest cause first.
  std::vector<std::string> names;    // Of the seeded bugs behind them; "" for a side that is taken.
};

class DiagnosisTest : public testing::TestWithParam<ServerRow> {};

TEST_P(DiagnosisTest, OneBugIsOneCauseWithItsName) {
  if (spec::kUnderSanitizer && GetParam().areas.size() > 1) {
    GTEST_SKIP() << "half a minute for each row, and rows of one area play the same";
  }
  const PlayedServer played(GetParam().server, GetParam().areas);
  const std::vector<DiagnosedCause> causes = played.Causes();
  EXPECT_EQ(ClausesIn(causes), GetParam().clauses);
  EXPECT_EQ(NamesIn(causes), GetParam().names);
  EXPECT_EQ(SumOfShown(causes), played.evidence().shown().size());
}

INSTANTIATE_TEST_SUITE_P(
    Bugs, DiagnosisTest,
    testing::Values(
        ServerRow{"NoBugNoCause", {}, {"value.double"}, {}, {}},
        ServerRow{"OneBug",
                  {.mutants = {"nan-stored-as-zero"}},
                  {"value.double"},
                  {"value.double.nan"},
                  {"nan-stored-as-zero"}},
        ServerRow{"TwoBugs",
                  {.mutants = {"first-write-wins", "nan-stored-as-zero"}},
                  {"value.double", "duplicate"},
                  {"duplicate.same-quality", "value.double.nan"},
                  {"first-write-wins", "nan-stored-as-zero"}},
        ServerRow{"TwoBugsThatMakeTheServerFail",
                  {.mutants = {"long-alias-crashes", "deep-nesting-crashes"}},
                  {"identity.alias", "wire"},
                  {"robust.server-error", "robust.server-error"},
                  {"long-alias-crashes", "deep-nesting-crashes"}},
        // Many bugs lose values where this one does, and elsewhere too.
        ServerRow{"OneOfManyThatLoseValues",
                  {.mutants = {"next-nanosecond-replaced"}},
                  {"store", "time", "duplicate", "read.history"},
                  {"time.nanos.distinct"},
                  {"next-nanosecond-replaced"}},
        // NaN never gets into the store: what it would become there shows only after the fix.
        ServerRow{"OneBugHidesAnother",
                  {.mutants = {"nan-refused", "nan-stored-as-zero"}},
                  {"value.double"},
                  {"value.double.nan"},
                  {"nan-refused"}}),
    [](const auto& info) { return std::string(info.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Choices, DiagnosisTest,
    testing::Values(ServerRow{"ABugBesideChoicesOfTheTarget",
                              {.mutants = {"first-write-wins"},
                               .policies = {{"duplicate.other-quality", "newer-ignored"},
                                            {"response.errors.grouping", "one-error-each"}}},
                              {"duplicate", "response"},
                              {"duplicate.same-quality"},
                              {"first-write-wins"}},
                    ServerRow{"AChoiceThatVaries",
                              {.mutants = {"first-write-wins"},
                               .policies = {{"read.no-data", "varying"}}},
                              {"duplicate", "read.no-data"},
                              {"duplicate.same-quality"},
                              {"first-write-wins"}},
                    ServerRow{"ASideOfAContestedPoint",
                              {.policies = {{"value.double.contested", "guide"}}},
                              {"value.double"},
                              {"value.double.contested"},
                              {""}},
                    ServerRow{"ABugBesideASideThatIsTaken",
                              {.mutants = {"only-last-bad-value-reported"},
                               .policies = {{"partial.omitted", "as-true"}}},
                              {"partial"},
                              {"partial.omitted", "partial.true.bad-reported"},
                              {"", "only-last-bad-value-reported"}},
                    ServerRow{"ABugBesideASideAndAChoice",
                              {.mutants = {"first-write-wins"},
                               .policies = {{"value.double.contested", "guide"},
                                            {"duplicate.other-quality", "newer-rejected"}}},
                              {"value.double", "duplicate"},
                              {"duplicate.same-quality", "value.double.contested"},
                              {"first-write-wins", ""}},
                    // These look like choices of the server: of another form, of a rule where there
                    // is none, or of both in turn.
                    ServerRow{"ABugThatMakesAChoiceEverywhere",
                              {.mutants = {"timestamps-are-numbers"}},
                              {"response"},
                              {"response.error-entries.shape"},
                              {"timestamps-are-numbers"}},
                    ServerRow{"ABugThatMakesAChoiceInSomeCases",
                              {.mutants = {"values-limit-9"}},
                              {"values", "duplicate", "response"},
                              {"values.max"},
                              {"values-limit-9"}},
                    ServerRow{"ABugThatMakesAChoiceVary",
                              {.mutants = {"string-emoji-refused"}},
                              {"value.string", "value.null"},
                              {"value.string.pattern"},
                              {"string-emoji-refused"}},
                    ServerRow{"ABugThatSwapsChoices",
                              {.mutants = {"window-sides-swapped"}},
                              {"time.window", "entry.id"},
                              {"time.window.past"},
                              {"window-sides-swapped"}}),
    [](const auto& info) { return std::string(info.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Directories, DiagnosisTest,
    testing::Values(ServerRow{"WithoutProperties",
                              {.mutants = {"first-write-wins"}, .directory = StreamsAlone()},
                              {"duplicate"},
                              {"duplicate.same-quality"},
                              {"first-write-wins"}},
                    ServerRow{"WithPropertiesOfItsOwn",
                              {.mutants = {"nan-stored-as-zero"},
                               .policies = {{"identity.unknown-alias", "rejected-entry"}},
                               .directory = FourDoublesByIds()},
                              {"value.double"},
                              {"value.double.nan"},
                              {"nan-stored-as-zero"}}),
    [](const auto& info) { return std::string(info.param.name); });

// Whatever side legal servers take, alone or with any other choice, it is no bug.
TEST(DiagnosisOfLegalServersTest, ASideIsSaidAndNothingElse) {
  for (const reference::PolicyRow& row : reference::AllPolicies()) {
    if (!row.contested) {
      continue;
    }
    const std::string& side = row.alternatives.back();
    const PlayedServer played({.policies = {{row.name, side}}}, {row.name});
    const std::vector<DiagnosedCause> causes = played.Causes();
    ASSERT_THAT(causes, SizeIs(1)) << row.name;
    EXPECT_EQ(causes[0].chosen, side);
    EXPECT_EQ(causes[0].clause, row.name);
    EXPECT_EQ(causes[0].mutant, nullptr);
  }
}

// One in ten of what a side would show is something else.
TEST(DiagnosisOfLegalServersTest, ASideIsNotTakenByABugThatShowsAPartOfIt) {
  const PlayedServer side({.policies = {{"value.double.contested", "guide"}}}, {"value.double"});
  PlayedServer target({}, {"value.double"});
  target.evidence().Note(*side.evidence().shown().begin());
  const std::vector<DiagnosedCause> causes = target.Causes();
  ASSERT_THAT(causes, SizeIs(1));
  EXPECT_EQ(causes[0].chosen, "");
}

TEST(DiagnosisOfStrangersTest, WhatIsWithheldIsNotNamed) {
  const PlayedServer played({.mutants = {"first-write-wins"}}, {"duplicate"});
  DiagnosisInput input = played.Input();
  input.withheld = {reference::FindMutant("first-write-wins")};
  const std::vector<DiagnosedCause> causes = Diagnose(input);
  EXPECT_THAT(NamesIn(causes), Each(testing::Ne("first-write-wins")));
  EXPECT_EQ(SumOfShown(causes), played.evidence().shown().size());
}

TEST(DiagnosisOfStrangersTest, WithoutSuspectsFindingsHangTogetherAndHaveNoName) {
  const PlayedServer played({.mutants = {"first-write-wins", "nan-stored-as-zero"}},
                            {"value.double", "duplicate"});
  DiagnosisInput input = played.Input();
  input.suspects = false;
  const std::vector<DiagnosedCause> causes = Diagnose(input);
  EXPECT_THAT(ClausesIn(causes), Contains("duplicate.same-quality"));
  EXPECT_THAT(NamesIn(causes), Each(""));
  EXPECT_EQ(SumOfShown(causes), played.evidence().shown().size());
}

TEST(DiagnosisOfStrangersTest, AStopLeavesCausesWithoutNames) {
  const PlayedServer played({.mutants = {"first-write-wins"}}, {"duplicate"});
  DiagnosisInput input = played.Input();
  input.stop_requested = [] { return true; };
  const std::vector<DiagnosedCause> causes = Diagnose(input);
  EXPECT_THAT(causes, testing::Not(IsEmpty()));
  EXPECT_THAT(NamesIn(causes), Each(""));
}

// What no server in one process does: connections that end, and values that are late in cases of
// a seed.
TEST(DiagnosisOfStrangersTest, TimingAndOrderAreACauseOfTheirOwn) {
  PlayedServer played({.mutants = {"nan-stored-as-zero"}}, {"value.double"});
  for (int i = 0; i < 4; ++i) {
    played.evidence().Note({.case_id = fmt::format("random/{}", i),
                            .signature = "robust.connection|dropped|",
                            .refusal = ""});
    played.evidence().Note({.case_id = fmt::format("stateful/{}", i),
                            .signature = "store.stays|missing|",
                            .refusal = ""});
  }
  const std::vector<DiagnosedCause> causes = played.Causes();
  EXPECT_THAT(ClausesIn(causes),
              ElementsAre("value.double.nan", "robust.connection", "store.stays"));
  EXPECT_THAT(NamesIn(causes), ElementsAre("nan-stored-as-zero", "", ""));
  EXPECT_EQ(causes[1].mutant, nullptr);
  EXPECT_EQ(causes[2].mutant, nullptr);
}

TEST(DiagnosisOfStrangersTest, RefusalsThatAllSayTheSameAreOneCause) {
  PlayedServer played({}, {"value.double"});
  int number = 0;
  for (const std::string_view clause :
       {"response.error.status", "entries.max", "values.max", "time.window.past"}) {
    played.evidence().Note({.case_id = fmt::format("directed/{}", ++number),
                            .signature = fmt::format("{}|other-status|", clause),
                            .refusal = "POST /properties 422 "});
  }
  EXPECT_THAT(played.Causes(), SizeIs(1));
}

}  // namespace
}  // namespace swc::conformance
