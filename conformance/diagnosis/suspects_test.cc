#include "conformance/diagnosis/suspects.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/diagnosis/cover.h"
#include "conformance/diagnosis/diagnosis_testing.h"
#include "conformance/diagnosis/evidence.h"
#include "conformance/diagnosis/rehearsal.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/directory.h"
#include "spec/clause_id.h"

namespace swc::conformance {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::Not;

// The line-up of a server that stores NaN as zero.
class SuspectsTest : public testing::Test {
 protected:
  [[nodiscard]] Lineup Usual() const {
    return {.target = server_.evidence(),
            .to_explain = server_.evidence().shown(),
            .cases = server_.cases(),
            .stand_in = stand_in_,
            .cases_max = 10'000};
  }

  [[nodiscard]] static std::vector<std::string_view> Names(const std::vector<Suspect>& suspects) {
    std::vector<std::string_view> names;
    for (const Suspect& suspect : suspects) {
      names.push_back(suspect.mutant->name);
    }
    return names;
  }

  [[nodiscard]] static std::vector<std::string_view> NamesOf(const Lineup& lineup) {
    std::uint64_t cases_played = 0;
    return Names(FindSuspects(lineup, cases_played));
  }

  PlayedServer server_{{.mutants = {"nan-stored-as-zero"}}, {"value.double", "quality"}};
  StandIn stand_in_{.directory = reference::ExampleDirectory(), .policies = {}};
};

TEST_F(SuspectsTest, TheBugIsAmongThemAndShowsWhatTheTargetShows) {
  std::uint64_t cases_played = 0;
  const std::vector<Suspect> suspects = FindSuspects(Usual(), cases_played);
  ASSERT_THAT(Names(suspects), Contains("nan-stored-as-zero"));
  const auto found = std::ranges::find(suspects, "nan-stored-as-zero",
                                       [](const Suspect& suspect) { return suspect.mutant->name; });
  EXPECT_EQ(found->shows, server_.evidence().shown());
  EXPECT_GT(cases_played, server_.cases().size());
}

TEST_F(SuspectsTest, EachDeclaresAClauseThatTheTargetBreaks) {
  const PlayedServer server({.mutants = {"first-write-wins"}}, {"duplicate"});
  std::set<std::string> broken;
  for (const Sighting& shown : server.evidence().shown()) {
    broken.insert(ClauseOf(shown.signature));
  }
  std::uint64_t cases_played = 0;
  const std::vector<Suspect> suspects =
      FindSuspects({.target = server.evidence(),
                    .to_explain = server.evidence().shown(),
                    .cases = server.cases(),
                    .stand_in = stand_in_,
                    .cases_max = 10'000,
                    .withheld = {reference::FindMutant("first-write-wins")}},
                   cases_played);
  ASSERT_THAT(suspects, Not(IsEmpty()));
  for (const Suspect& suspect : suspects) {
    EXPECT_TRUE(std::ranges::any_of(suspect.mutant->clauses, [&](spec::ClauseId clause) {
      return broken.contains(std::string(clause.text()));
    })) << suspect.mutant->name;
  }
}

TEST_F(SuspectsTest, OneThatIsWrongWhereTheTargetIsRightComesLater) {
  // All of them lose the value that is looked for; only the bug itself keeps the others.
  const PlayedServer server({.mutants = {"next-nanosecond-replaced"}}, {"store", "time"});
  std::uint64_t cases_played = 0;
  const std::vector<Suspect> suspects = FindSuspects({.target = server.evidence(),
                                                      .to_explain = server.evidence().shown(),
                                                      .cases = server.cases(),
                                                      .stand_in = stand_in_,
                                                      .cases_max = 10'000},
                                                     cases_played);
  ASSERT_THAT(suspects, Not(IsEmpty()));
  EXPECT_EQ(suspects.front().mutant->name, "next-nanosecond-replaced");
}

TEST_F(SuspectsTest, WhatIsWithheldIsNotSuspected) {
  Lineup lineup = Usual();
  lineup.withheld = {reference::FindMutant("nan-stored-as-zero")};
  EXPECT_THAT(NamesOf(lineup), Not(Contains("nan-stored-as-zero")));
}

TEST_F(SuspectsTest, WithNothingToExplainNothingIsPlayed) {
  const std::set<Sighting> nothing;
  const Lineup lineup = {.target = server_.evidence(),
                         .to_explain = nothing,
                         .cases = server_.cases(),
                         .stand_in = stand_in_,
                         .cases_max = 10'000};
  std::uint64_t cases_played = 0;
  EXPECT_THAT(FindSuspects(lineup, cases_played), IsEmpty());
  EXPECT_EQ(cases_played, 0U);
}

TEST_F(SuspectsTest, FindingsOfCasesThatCannotBePlayedSuspectNobody) {
  Lineup lineup = Usual();
  lineup.cases.clear();
  EXPECT_THAT(NamesOf(lineup), IsEmpty());
}

TEST_F(SuspectsTest, NoMoreIsPlayedThanMayBe) {
  Lineup lineup = Usual();
  lineup.cases_max = lineup.cases.size();
  EXPECT_THAT(NamesOf(lineup), IsEmpty());
}

TEST_F(SuspectsTest, AStopIsHeeded) {
  Lineup lineup = Usual();
  lineup.stop_requested = [] { return true; };
  EXPECT_THAT(NamesOf(lineup), IsEmpty());
}

TEST_F(SuspectsTest, TheSameTargetGivesTheSameSuspects) {
  EXPECT_EQ(NamesOf(Usual()), NamesOf(Usual()));
}

}  // namespace
}  // namespace swc::conformance
