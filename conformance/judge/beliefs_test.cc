// What stays possible for a key after writes of different fates.
#include "conformance/judge/beliefs.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/belief.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/put/judge_testing.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using reference::Certainty;
using reference::SeriesOfStream;
using spec::DataType;
using spec::Quality;
using spec::Value;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const reference::SeriesId kBeliefSeries = SeriesOfStream("/a");

void StoreOne(Beliefs& beliefs) {
  beliefs.Store(kBeliefSeries, KeyAt(0), Value(1.0), "store.acknowledged");
}

void RefuseTwo(Beliefs& beliefs) {
  beliefs.Refuse(kBeliefSeries, KeyAt(0), Value(2.0), "store.rejected");
}

void ForkTwo(Beliefs& beliefs) { beliefs.Fork(kBeliefSeries, KeyAt(0), {.value = Value(2.0)}); }

// What was heard of one key, and what may be there then.
struct BeliefRow {
  std::string name;
  std::vector<std::function<void(Beliefs&)>> heard;
  bool may_be_absent = false;
  bool may_be_present = false;
  bool certain = false;
  Certainty other_quality = Certainty::kNo;  // As seen from another quality of this time.
};

void PrintTo(const BeliefRow& row, std::ostream* out) { *out << row.heard.size() << " writes"; }

class BeliefsTest : public ::testing::TestWithParam<BeliefRow> {};

TEST_P(BeliefsTest, KeepWhatIsPossible) {
  Beliefs beliefs;
  for (const auto& hear : GetParam().heard) {
    hear(beliefs);
  }
  EXPECT_EQ(beliefs.HasOtherQuality(kBeliefSeries, KeyAt(0).time, Quality::kBad),
            GetParam().other_quality);
  EXPECT_EQ(beliefs.HasOtherQuality(kBeliefSeries, KeyAt(0).time, Quality::kGood), Certainty::kNo);
  EXPECT_EQ(beliefs.MayHold(kBeliefSeries, KeyAt(0).time, Quality::kGood),
            GetParam().may_be_present);
  EXPECT_FALSE(beliefs.MayHold(kBeliefSeries, KeyAt(1).time, Quality::kGood));
  const Belief& belief = beliefs.At(kBeliefSeries, KeyAt(0));
  EXPECT_EQ(belief.MayBeAbsent(), GetParam().may_be_absent);
  EXPECT_EQ(belief.MayBePresent(), GetParam().may_be_present);
  EXPECT_EQ(belief.Certain() != nullptr, GetParam().certain);
}

void ForgetKey(Beliefs& beliefs) { beliefs.Forget(kBeliefSeries, KeyAt(0)); }

INSTANTIATE_TEST_SUITE_P(
    Rows, BeliefsTest,
    ::testing::Values(
        BeliefRow{"NeverHeardOf", {}, true, false, false, Certainty::kNo},
        BeliefRow{"Stored", {StoreOne}, false, true, true, Certainty::kYes},
        BeliefRow{"Refused", {RefuseTwo}, true, false, false, Certainty::kNo},
        BeliefRow{"StoredThenRefused", {StoreOne, RefuseTwo}, false, true, true, Certainty::kYes},
        BeliefRow{"Open", {ForkTwo}, true, true, false, Certainty::kMaybe},
        BeliefRow{"StoredThenOpen", {StoreOne, ForkTwo}, false, true, false, Certainty::kYes},
        BeliefRow{"OpenThenStored", {ForkTwo, StoreOne}, false, true, true, Certainty::kYes},
        BeliefRow{"OpenTwice", {ForkTwo, ForkTwo}, true, true, false, Certainty::kMaybe},
        BeliefRow{"Forgotten", {StoreOne, ForgetKey}, true, true, false, Certainty::kMaybe},
        BeliefRow{
            "ForgottenThenStored", {ForgetKey, StoreOne}, false, true, true, Certainty::kYes}),
    [](const auto& info) { return info.param.name; });

TEST(BeliefsOfTypesTest, EveryTypeThatMayHaveBeenStoredCounts) {
  Beliefs beliefs;
  EXPECT_THAT(beliefs.TypesIn(kBeliefSeries), IsEmpty());
  RefuseTwo(beliefs);
  EXPECT_THAT(beliefs.TypesIn(kBeliefSeries), IsEmpty());
  StoreOne(beliefs);
  beliefs.Fork(kBeliefSeries, KeyAt(0), {.value = Value(true)});
  beliefs.NoteType(kBeliefSeries, Value(spec::NullValue{.letter = 'S'}));
  EXPECT_THAT(beliefs.TypesIn(kBeliefSeries),
              UnorderedElementsAre(DataType::kDouble, DataType::kBoolean));
  beliefs.Forget(kBeliefSeries, KeyAt(5));
  EXPECT_EQ(beliefs.TypesIn(kBeliefSeries).size(), spec::kDataTypes.size());
}

TEST(BeliefsInASecondTest, OtherTimesOfTheSameQualityCount) {
  Beliefs beliefs;
  const auto store = [&](std::int32_t nanos, Quality quality) {
    beliefs.Store(kBeliefSeries,
                  {.time = {.seconds = kJudgeNow.seconds, .nanos = nanos}, .quality = quality},
                  Value(1.0), "store.acknowledged");
  };
  store(0, Quality::kGood);
  store(1, Quality::kGood);
  store(2, Quality::kGood);
  store(3, Quality::kBad);
  EXPECT_EQ(beliefs.PointsInSecond(kBeliefSeries, kJudgeNow, Quality::kGood), 2U);
  EXPECT_EQ(beliefs.PointsInSecond(kBeliefSeries, kJudgeNow, Quality::kBad), 1U);
  EXPECT_EQ(beliefs.PointsInSecond(kBeliefSeries, KeyAt(1).time, Quality::kGood), 0U);
  EXPECT_EQ(beliefs.PointsInSecond(SeriesOfStream("/b"), kJudgeNow, Quality::kGood), 0U);
}

TEST(BeliefsKnownTest, SeriesAreKnownOnceSomethingWasHeard) {
  Beliefs beliefs;
  EXPECT_EQ(beliefs.Find(kBeliefSeries), nullptr);
  RefuseTwo(beliefs);
  EXPECT_NE(beliefs.Find(kBeliefSeries), nullptr);
  EXPECT_THAT(beliefs.Ids(), ElementsAre(kBeliefSeries));
}

// Whether a read that shows a value tells at once that no write is on its way any more.
TEST(BeliefIsFinalTest, OnlyIfNoEarlierWriteLooksTheSame) {
  const auto final_after = [](const std::vector<double>& stored) {
    Beliefs beliefs;
    for (const double number : stored) {
      beliefs.Store(kBeliefSeries, KeyAt(0), Value(number), "store.acknowledged");
    }
    const Belief& belief = beliefs.At(kBeliefSeries, KeyAt(0));
    return belief.IsFinal(belief.possible().front());
  };
  EXPECT_TRUE(final_after({1}));
  EXPECT_TRUE(final_after({1, 2}));
  EXPECT_TRUE(final_after({1, 1}));
  EXPECT_FALSE(final_after({1, 2, 1}));
}

TEST(BeliefIsFinalTest, NeverWhileAnOpenWriteMayStillCome) {
  Beliefs beliefs;
  StoreOne(beliefs);
  ForkTwo(beliefs);
  const Belief& belief = beliefs.At(kBeliefSeries, KeyAt(0));
  ASSERT_EQ(belief.possible().size(), 2U);
  EXPECT_FALSE(belief.IsFinal(belief.possible().front()));
  EXPECT_TRUE(belief.IsFinal(belief.possible().back()));
}

TEST(BeliefsKnownTest, AnOpenWriteOfWhatIsThereAlreadyProvesNothing) {
  Observations choices;
  choices.Choose("duplicate.in-entry", "last-wins");
  const Choice choice = choices.choices.front();
  const auto proofs = [&](double written) {
    Beliefs beliefs;
    StoreOne(beliefs);
    beliefs.Fork(kBeliefSeries, KeyAt(0),
                 {.value = Value(written), .if_stored = choice, .if_not_stored = choice});
    return std::ranges::count_if(
        beliefs.At(kBeliefSeries, KeyAt(0)).possible(),
        [](const Possibility& possibility) { return possibility.proves.has_value(); });
  };
  EXPECT_EQ(proofs(1.0), 0);
  EXPECT_EQ(proofs(2.0), 2);
}

TEST(BeliefsKnownTest, ABodyThatCouldNotBeReadIsRemembered) {
  Beliefs beliefs;
  EXPECT_FALSE(beliefs.distrusted());
  EXPECT_FALSE(beliefs.unreadable_refused());
  beliefs.Distrust();
  beliefs.NoteUnreadableRefusal();
  EXPECT_TRUE(beliefs.distrusted());
  EXPECT_TRUE(beliefs.unreadable_refused());
}

}  // namespace
}  // namespace swc::conformance
