#include "conformance/diagnosis/cover.h"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/diagnosis/evidence.h"
#include "reference/mutants/mutants.h"

namespace swc::conformance {
namespace {

using reference::Mutant;
using testing::IsEmpty;
using testing::SizeIs;

const Mutant kLoser = {.name = "loser", .clauses = {"store.acknowledged"}};
const Mutant kCrasher = {.name = "crasher", .clauses = {"robust.server-error"}};

constexpr std::string_view kLost = "store.acknowledged|missing|";
constexpr std::string_view kGone = "store.stays|missing|";
constexpr std::string_view kCrash = "robust.server-error|status-500|";

// Returns sightings of `signature` in the cases from `first` on.
std::set<Sighting> Seen(std::string_view signature, std::size_t first, std::size_t count) {
  std::set<Sighting> seen;
  for (std::size_t i = first; i < first + count; ++i) {
    seen.insert({.case_id = fmt::format("a/{:03}", i), .signature = std::string(signature)});
  }
  return seen;
}

std::set<Sighting> Both(std::set<Sighting> some, const std::set<Sighting>& others) {
  some.insert(others.begin(), others.end());
  return some;
}

Cover CoverOf(const std::set<Sighting>& target, const std::vector<Suspect>& suspects) {
  return CoverWith(target, target, suspects);
}

enum class Trust : std::uint8_t { kNone, kResembled, kNamed };

struct TrustRow {
  std::string_view name;
  std::size_t happened;   // Of what the suspect shows,
  std::size_t in_vain;    // and what of it did not happen.
  std::size_t by_others;  // Of its signature, in cases in which the suspect shows nothing.
  Trust trust;
};

class CoverBeliefTest : public testing::TestWithParam<TrustRow> {};

TEST_P(CoverBeliefTest, NeedsToPredictAndToExplain) {
  const auto [name, happened, in_vain, by_others, trust] = GetParam();
  const std::vector<Suspect> suspects = {
      {.mutant = &kLoser, .shows = Seen(kLost, 0, happened + in_vain)}};
  const std::set<Sighting> target = Both(Seen(kLost, 0, happened), Seen(kLost, 500, by_others));
  const Cover cover = CoverOf(target, suspects);
  ASSERT_THAT(cover.matches, SizeIs(trust == Trust::kNone ? 0 : 1));
  if (trust == Trust::kNone) {
    EXPECT_EQ(cover.rest, target);
    return;
  }
  const Match& match = cover.matches.front();
  EXPECT_EQ(match.named, trust == Trust::kNamed);
  EXPECT_THAT(match.explained, SizeIs(happened));
  EXPECT_EQ(match.not_seen, in_vain);
  // A bug that has no name takes along what looks alike; of a named one the rest is another's.
  EXPECT_THAT(match.near, SizeIs(match.named ? 0 : by_others));
  EXPECT_THAT(cover.rest, SizeIs(match.named ? by_others : 0));
}

INSTANTIATE_TEST_SUITE_P(Suspects, CoverBeliefTest,
                         testing::Values(TrustRow{"AllOfIt", 10, 0, 0, Trust::kNamed},
                                         TrustRow{"OneInVain", 10, 1, 0, Trust::kNamed},
                                         TrustRow{"TwoInVain", 10, 2, 0, Trust::kResembled},
                                         TrustRow{"HalfInVain", 10, 10, 0, Trust::kResembled},
                                         TrustRow{"MoreThanHalfInVain", 10, 11, 0, Trust::kNone},
                                         TrustRow{"OneUnexplained", 10, 0, 1, Trust::kNamed},
                                         TrustRow{"TwoUnexplained", 10, 0, 2, Trust::kResembled},
                                         TrustRow{"MoreThanHalfUnexplained", 10, 0, 11,
                                                  Trust::kNone},
                                         TrustRow{"OneCaseAlone", 1, 0, 0, Trust::kNamed}),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(CoverTest, NoSuspectNoMatch) {
  const std::set<Sighting> target = Seen(kLost, 0, 3);
  const Cover cover = CoverOf(target, {});
  EXPECT_THAT(cover.matches, IsEmpty());
  EXPECT_EQ(cover.rest, target);
}

TEST(CoverTest, ASuspectThatShowsNothingIsNotBelieved) {
  EXPECT_THAT(CoverOf(Seen(kLost, 0, 3), {{.mutant = &kLoser}}).matches, IsEmpty());
}

TEST(CoverTest, NothingIsBelievedWithoutAFindingOnADeclaredClause) {
  const std::vector<Suspect> suspects = {{.mutant = &kLoser, .shows = Seen(kCrash, 0, 5)}};
  EXPECT_THAT(CoverOf(Seen(kCrash, 0, 5), suspects).matches, IsEmpty());
}

TEST(CoverTest, FindingsOfTwoBugsAddUp) {
  const std::vector<Suspect> suspects = {{.mutant = &kCrasher, .shows = Seen(kCrash, 10, 2)},
                                         {.mutant = &kLoser, .shows = Seen(kLost, 0, 5)}};
  const Cover cover = CoverOf(Both(Seen(kLost, 0, 5), Seen(kCrash, 10, 2)), suspects);
  ASSERT_THAT(cover.matches, SizeIs(2));
  EXPECT_EQ(cover.matches[0].suspect->mutant, &kLoser);  // It explains more.
  EXPECT_EQ(cover.matches[1].suspect->mutant, &kCrasher);
  EXPECT_TRUE(cover.matches[1].named);
  EXPECT_THAT(cover.rest, IsEmpty());
}

TEST(CoverTest, OfTwoThatExplainTheSameTheOneThatPredictsBetterIsTaken) {
  const Mutant other = {.name = "other", .clauses = {"store.acknowledged"}};
  const std::vector<Suspect> suspects = {{.mutant = &other, .shows = Seen(kLost, 0, 12)},
                                         {.mutant = &kLoser, .shows = Seen(kLost, 0, 10)}};
  const Cover cover = CoverOf(Seen(kLost, 0, 10), suspects);
  ASSERT_THAT(cover.matches, SizeIs(1));
  EXPECT_EQ(cover.matches[0].suspect->mutant, &kLoser);
}

TEST(CoverTest, WhatAnotherBugHidesIsNotPredictedInVain) {
  // The crash in two cases is why nothing could be lost there.
  const std::vector<Suspect> suspects = {{.mutant = &kCrasher, .shows = Seen(kCrash, 0, 12)},
                                         {.mutant = &kLoser, .shows = Seen(kLost, 10, 10)}};
  const Cover cover = CoverOf(Both(Seen(kCrash, 0, 12), Seen(kLost, 12, 8)), suspects);
  ASSERT_THAT(cover.matches, SizeIs(2));
  EXPECT_TRUE(cover.matches[1].named);
  EXPECT_EQ(cover.matches[1].not_seen, 0U);
}

TEST(CoverTest, WhatIsExplainedAlreadyIsNotPredictedInVainEither) {
  const std::vector<Suspect> suspects = {
      {.mutant = &kLoser, .shows = Both(Seen(kLost, 0, 2), Seen(kCrash, 10, 3))}};
  const std::set<Sighting> target = Both(Seen(kLost, 0, 2), Seen(kCrash, 10, 3));
  const Cover cover = CoverWith(target, Seen(kLost, 0, 2), suspects);
  ASSERT_THAT(cover.matches, SizeIs(1));
  EXPECT_TRUE(cover.matches[0].named);
  EXPECT_EQ(cover.matches[0].explained, Seen(kLost, 0, 2));
}

// Ten values are lost, of which a bug with a signature of its own explains `of_kind`.
std::size_t MatchesOfKind(std::size_t of_kind) {
  const Mutant mutant = {.name = "m", .clauses = {"store.stays"}};
  const std::vector<Suspect> suspects = {{.mutant = &mutant, .shows = Seen(kGone, 0, of_kind)}};
  return CoverOf(Both(Seen(kGone, 0, of_kind), Seen(kLost, 100, 10 - of_kind)), suspects)
      .matches.size();
}

TEST(CoverTest, ASmallPartOfWhatLooksAlikeIsNoReason) {
  EXPECT_EQ(MatchesOfKind(2), 0U);
  EXPECT_EQ(MatchesOfKind(3), 1U);
}

// Ten findings on one clause, of two kinds, of which a bug explains all of its kind.
std::size_t MatchesOfGroup(std::size_t explained) {
  const std::vector<Suspect> suspects = {{.mutant = &kLoser, .shows = Seen(kLost, 0, explained)}};
  return CoverOf(
             Both(Seen(kLost, 0, explained), Seen("store.acknowledged|late|", 100, 10 - explained)),
             suspects)
      .matches.size();
}

TEST(CoverTest, APieceOfWhatHangsTogetherIsNoReason) {
  EXPECT_EQ(MatchesOfGroup(5), 0U);
  EXPECT_EQ(MatchesOfGroup(6), 1U);
}

}  // namespace
}  // namespace swc::conformance
