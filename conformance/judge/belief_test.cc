#include "conformance/judge/belief.h"

#include <optional>
#include <string_view>

#include <gtest/gtest.h>

#include "conformance/judge/observations.h"
#include "conformance/judge/read_answer.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

const spec::Clause& Because(spec::ClauseId id = "store.acknowledged") {
  return spec::Catalogue::Get().At(id);
}

SeenValue Seen(double value) { return {.time = {.seconds = 1}, .value = value}; }

bool IsPossible(const Belief& belief, double value) {
  const SeenValue seen = Seen(value);
  return belief.Match(&seen) != nullptr;
}

// A belief whose last write was seen.
Belief SeenAs(double value) {
  Belief belief;
  belief.Store(value, Because());
  const SeenValue seen = Seen(value);
  belief.NarrowTo(*belief.Match(&seen));
  return belief;
}

TEST(BeliefTest, OfAKeyThatNobodyWroteIsAbsence) {
  const Belief belief;
  EXPECT_TRUE(belief.MayBeAbsent());
  EXPECT_FALSE(belief.MayBePresent());
  EXPECT_EQ(belief.Certain(), nullptr);
  EXPECT_FALSE(belief.IsOpen());
  EXPECT_EQ(belief.because().id, "store.no-phantom");
}

TEST(BeliefTest, AStoredValueIsCertainAndWhatItReplacedMayBeShown) {
  Belief belief = SeenAs(1);
  belief.Store(2.0, Because());
  ASSERT_NE(belief.Certain(), nullptr);
  EXPECT_EQ(*belief.Certain(), spec::Value(2.0));
  EXPECT_FALSE(belief.MayBeAbsent());
  EXPECT_TRUE(belief.WasReplaced(Seen(1)));
  EXPECT_FALSE(belief.was_seen());
  EXPECT_FALSE(belief.MayShow(Seen(3)));
}

TEST(BeliefTest, AValueThatStoodBeforeTellsNothingOfTheLastWrite) {
  Belief belief = SeenAs(1);
  belief.Store(2.0, Because());
  EXPECT_FALSE(belief.IsOpen());
  belief.Store(1.0, Because());
  EXPECT_TRUE(belief.IsOpen());
  EXPECT_TRUE(belief.MayShow(Seen(2)));
}

TEST(BeliefTest, SettlingKeepsWhatWasBeforeForReadersThatAreBehind) {
  Belief belief = SeenAs(1);
  belief.Store(2.0, Because());
  const SeenValue two = Seen(2);
  belief.NarrowTo(*belief.Match(&two));
  const SeenValue one = Seen(1);
  const SeenValue three = Seen(3);
  EXPECT_TRUE(belief.was_seen());
  EXPECT_FALSE(belief.WasReplaced(one));
  EXPECT_TRUE(belief.MayHaveShown(&one));
  EXPECT_TRUE(belief.MayHaveShown(nullptr));
  EXPECT_FALSE(belief.MayHaveShown(&three));
}

TEST(BeliefTest, AForkProvesOneChoiceByPresenceAndTheOtherByAbsence) {
  Observations choices;
  choices.Choose("wire.accept", "ignored");
  choices.Choose("wire.accept", "rejected-request");
  Belief belief;
  belief.Fork({.value = 1.0,
               .if_stored = choices.choices[0],
               .if_not_stored = choices.choices[1],
               .forbidding = &Because("time.window.past")});
  EXPECT_TRUE(belief.IsOpen());
  EXPECT_EQ(belief.Certain(), nullptr);
  const SeenValue seen = Seen(1);
  const Possibility* present = belief.Match(&seen);
  const Possibility* absent = belief.Match(nullptr);
  ASSERT_NE(present, nullptr);
  ASSERT_NE(absent, nullptr);
  EXPECT_EQ(present->proves->alternative, "ignored");
  EXPECT_EQ(absent->proves->alternative, "rejected-request");
  EXPECT_EQ(present->breaks, &Because("time.window.past"));
  EXPECT_EQ(absent->keeps, &Because("time.window.past"));
  EXPECT_TRUE(belief.IsFinal(*present));
  EXPECT_FALSE(belief.IsFinal(*absent));
}

TEST(BeliefTest, AForkOfTheSameValueTellsNothing) {
  Belief belief = SeenAs(1);
  Observations choices;
  choices.Choose("wire.accept", "ignored");
  belief.Fork({.value = 1.0, .if_stored = choices.choices[0], .if_not_stored = choices.choices[0]});
  ASSERT_NE(belief.Certain(), nullptr);
  EXPECT_FALSE(belief.possible().front().proves);
}

// The value of an entry that failed as a whole, and then the same one from an entry at no fault.
TEST(BeliefTest, WhatARightWriteMayHaveStoredBreaksNothing) {
  Belief belief;
  belief.Fork({.value = 1.0, .forbidding = &Because("partial.omitted")});
  const SeenValue seen = Seen(1.0);
  ASSERT_NE(belief.Match(&seen), nullptr);
  EXPECT_EQ(belief.Match(&seen)->breaks, &Because("partial.omitted"));
  belief.Fork({.value = 1.0});
  EXPECT_EQ(belief.Match(&seen)->breaks, nullptr);
}

TEST(BeliefTest, WhatNoWriteMayHaveStoredStillBreaksItsClause) {
  Belief belief;
  belief.Fork({.value = 1.0, .forbidding = &Because("partial.omitted")});
  belief.Fork({.value = 2.0});
  const SeenValue first = Seen(1.0);
  EXPECT_EQ(belief.Match(&first)->breaks, &Because("partial.omitted"));
  belief.Fork({.value = 1.0, .forbidding = &Because("partial.omitted")});
  EXPECT_EQ(belief.Match(&first)->breaks, &Because("partial.omitted"));
}

TEST(BeliefTest, ARefusedValueIsFoundAndLeavesWhatWasPossible) {
  Belief belief = SeenAs(1);
  belief.Refuse(2.0, Because("store.rejected"));
  EXPECT_FALSE(belief.MayShow(Seen(2)));
  ASSERT_NE(belief.FindRefused(Seen(2)), nullptr);
  EXPECT_EQ(belief.FindRefused(Seen(2))->because, &Because("store.rejected"));
  EXPECT_EQ(belief.FindRefused(Seen(1)), nullptr);
  ASSERT_NE(belief.Certain(), nullptr);
  EXPECT_TRUE(belief.was_seen());
}

TEST(BeliefTest, AForgottenKeyMayShowAnythingUntilItIsStored) {
  Belief belief = SeenAs(1);
  belief.Forget();
  EXPECT_TRUE(belief.IsUnpredictable());
  EXPECT_TRUE(belief.MayBeAbsent());
  EXPECT_TRUE(belief.MayBePresent());
  EXPECT_TRUE(belief.MayShow(Seen(7)));
  belief.Store(2.0, Because());
  ASSERT_NE(belief.Certain(), nullptr);
  const SeenValue any = Seen(7);
  EXPECT_TRUE(belief.MayHaveShown(&any));
}

TEST(BeliefTest, AfterAReportWhatWasPossibleIsRemembered) {
  Belief belief = SeenAs(1);
  belief.StopPredicting();
  EXPECT_TRUE(belief.IsUnpredictable());
  EXPECT_EQ(belief.Certain(), nullptr);
  EXPECT_TRUE(IsPossible(belief, 1));
}

TEST(BeliefTest, OfSeveralValuesOfOneRequestTheOrderIsOpen) {
  Belief belief;
  belief.Store(2.0, Because());
  belief.Allow(2.0, std::nullopt);
  EXPECT_NE(belief.Certain(), nullptr);
  belief.Allow(1.0, std::nullopt);
  belief.LeaveOrderOpen();
  ASSERT_EQ(belief.possible().size(), 2U);
  EXPECT_FALSE(belief.IsFinal(belief.possible()[0]));
  EXPECT_FALSE(belief.IsFinal(belief.possible()[1]));
  EXPECT_FALSE(belief.MayBeAbsent());
}

TEST(BeliefTest, AnotherValueIsAllowedOnlyInsteadOfOneThatIsPossible) {
  Belief belief = SeenAs(1);
  belief.AllowInstead(5.0, 6.0);
  EXPECT_FALSE(IsPossible(belief, 6));
  belief.AllowInstead(1.0, 6.0);
  EXPECT_TRUE(IsPossible(belief, 6));
}

TEST(BeliefTest, OfAWriteItIsNotedWhatWasLeftOut) {
  Belief belief;
  EXPECT_TRUE(belief.quality_given());
  EXPECT_TRUE(belief.nanos_given());
  belief.NoteGiven(false, true);
  EXPECT_FALSE(belief.quality_given());
  EXPECT_TRUE(belief.nanos_given());
}

}  // namespace
}  // namespace swc::conformance
