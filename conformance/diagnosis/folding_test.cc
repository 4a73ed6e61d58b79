#include "conformance/diagnosis/folding.h"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "conformance/diagnosis/answer_without.h"
#include "conformance/diagnosis/diagnosis.h"
#include "reference/mutants/mutants.h"

namespace swc::conformance {
namespace {

constexpr const char* kLongIdTaken = "entry.id.length|accepted|/entries/*/entryId";
constexpr const char* kRefusedStored = "store.rejected|stored|";

DiagnosedCause LongIds() {
  return {.clause = "entry.id.length",
          .shown = {{.case_id = "a/1", .signature = kLongIdTaken, .refusal = ""},
                    {.case_id = "a/2", .signature = kLongIdTaken, .refusal = ""}}};
}

// What was refused is stored, in a case with these answers.
DiagnosedCause RefusedStored(std::vector<AnswerWithout> answers) {
  return {.clause = "store.rejected",
          .shown = {{.case_id = "b/1", .signature = kRefusedStored, .refusal = ""}},
          .answers = std::move(answers)};
}

const AnswerWithout kGoneWithShortId = {.clause = "entry.id.length",
                                        .words = "what breaks entry.id.length",
                                        .right = true,
                                        .shows = {}};
const AnswerWithout kAloneIsTaken = {
    .clause = "value.one-member", .words = "what breaks value", .shows = {kLongIdTaken}};
const AnswerWithout kStaysWithoutFlag = {
    .clause = "", .words = "the flag", .stays = true, .shows = {kRefusedStored}};

std::optional<std::size_t> Owner(const std::vector<DiagnosedCause>& causes, std::size_t place) {
  std::vector<const DiagnosedCause*> all;
  for (const DiagnosedCause& cause : causes) {
    all.push_back(&cause);
  }
  return FollowsFrom(all, place);
}

TEST(FoldingTest, WhatNeedsSomethingThatIsTakenFollowsFromItsBeingTaken) {
  const std::vector<DiagnosedCause> causes = {LongIds(),
                                              RefusedStored({kGoneWithShortId, kAloneIsTaken})};
  EXPECT_EQ(Owner(causes, 1), 0U);
  EXPECT_EQ(Owner(causes, 0), std::nullopt);
}

TEST(FoldingTest, NotIfAloneItIsNotTaken) {
  EXPECT_EQ(Owner({LongIds(), RefusedStored({kGoneWithShortId})}, 1), std::nullopt);
}

TEST(FoldingTest, NotIfItIsThereWithoutIt) {
  EXPECT_EQ(Owner({LongIds(), RefusedStored({kStaysWithoutFlag, kAloneIsTaken})}, 1), std::nullopt);
}

TEST(FoldingTest, ANamedCauseFollowsFromNothing) {
  DiagnosedCause named = RefusedStored({kGoneWithShortId, kAloneIsTaken});
  named.mutant = reference::AllMutants().data();
  named.named = true;
  EXPECT_EQ(Owner({LongIds(), named}, 1), std::nullopt);
}

AnswerWithout GoneWithout(const std::string& clause, const std::string& words) {
  return {.clause = clause, .words = words, .right = true, .shows = {}};
}

TEST(FoldingTest, TheSmallerOfTwoThatNeedTheSameOnOneClauseFollows) {
  DiagnosedCause larger = RefusedStored({GoneWithout("", "the fractions of a second")});
  larger.shown.insert({.case_id = "b/2", .signature = kRefusedStored, .refusal = ""});
  DiagnosedCause smaller = RefusedStored({GoneWithout("", "the fractions of a second")});
  EXPECT_EQ(Owner({larger, smaller}, 1), 0U);
  EXPECT_EQ(Owner({larger, smaller}, 0), std::nullopt);
  smaller.clause = "store.stays";
  EXPECT_EQ(Owner({larger, smaller}, 1), std::nullopt);
  smaller = RefusedStored({GoneWithout("", "the flag")});
  EXPECT_EQ(Owner({larger, smaller}, 1), std::nullopt);
}

TEST(FoldingTest, OfEqualsTheFirstOwnsTheOthers) {
  const AnswerWithout nulls = GoneWithout("wire.member.null-is-absent", "the null members");
  const std::vector<DiagnosedCause> causes(3, RefusedStored({nulls}));
  EXPECT_EQ(Owner(causes, 0), std::nullopt);
  EXPECT_EQ(Owner(causes, 1), 0U);
  EXPECT_EQ(Owner(causes, 2), 0U);
}

TEST(FoldingTest, AFormOfTheWireIsOneThingOnWhateverClauseItShows) {
  const AnswerWithout nulls = GoneWithout("wire.member.null-is-absent", "the null members");
  DiagnosedCause larger = LongIds();
  larger.answers = {nulls};
  EXPECT_EQ(Owner({larger, RefusedStored({nulls})}, 1), 0U);
}

TEST(ClauseByAnswersTest, IsThatOfTheOneThingThatIsNeededAndShown) {
  const AnswerWithout nulls = GoneWithout("wire.member.null-is-absent", "the null members");
  DiagnosedCause cause = RefusedStored({nulls, kStaysWithoutFlag});
  EXPECT_EQ(ClauseByAnswers(cause), "store.rejected");  // It is not shown.
  cause.shown.insert(
      {.case_id = "b/1", .signature = "wire.member.null-is-absent|refused|", .refusal = ""});
  EXPECT_EQ(ClauseByAnswers(cause), "wire.member.null-is-absent");
  cause.answers.push_back(kGoneWithShortId);
  EXPECT_EQ(ClauseByAnswers(cause), "store.rejected");  // More than one thing is needed.
}

TEST(WhatAnswersSayTest, TellsWhatIsNeededAndWhatIsInnocent) {
  EXPECT_EQ(WhatAnswersSay(RefusedStored({})), "");
  EXPECT_EQ(WhatAnswersSay(RefusedStored({kStaysWithoutFlag})),
            "stays without the flag, asked again");
  EXPECT_EQ(
      WhatAnswersSay(RefusedStored({GoneWithout("", "the qualities"), kStaysWithoutFlag,
                                    GoneWithout("", "the null members"), kAloneIsTaken})),
      "is gone without the qualities, or the null members and stays without the flag, asked again");
}

}  // namespace
}  // namespace swc::conformance
