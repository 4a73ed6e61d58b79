// What reads show of a series, against what may be stored there.
#include "conformance/judge/read/judge_stored.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/put/judge_testing.h"
#include "conformance/judge/read/compare_stored.h"
#include "conformance/judge/read_answer.h"
#include "reference/reading/series_id.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using spec::Quality;
using spec::Value;
using ::testing::AllOf;
using ::testing::Not;
using ::testing::SizeIs;

const reference::SeriesId kReadSeries = reference::SeriesOfStream("/a");

SeenValue Shown(double number, std::int64_t second = 0, Quality quality = Quality::kGood) {
  return {.time = KeyAt(second).time, .quality = quality, .value = Value(number)};
}

using Hear = std::function<void(Beliefs&)>;

Hear StoredAt(double number, std::int64_t second = 0, Quality quality = Quality::kGood) {
  return [=](Beliefs& beliefs) {
    beliefs.Store(kReadSeries, KeyAt(second, quality), Value(number), "store.acknowledged");
  };
}

Hear RefusedAt(double number, spec::ClauseId because = "store.rejected") {
  return [=](Beliefs& beliefs) { beliefs.Refuse(kReadSeries, KeyAt(0), Value(number), because); };
}

Hear OpenAt(double number) {
  return [=](Beliefs& beliefs) {
    Observations choices;
    choices.Choose("duplicate.other-quality", "both-kept");
    choices.Choose("duplicate.other-quality", "newer-ignored");
    beliefs.Fork(kReadSeries, KeyAt(0),
                 {.value = Value(number),
                  .if_stored = choices.choices[0],
                  .if_not_stored = choices.choices[1]});
  };
}

// What was heard, what a read shows, and how far it fits; at the deadline, what deviates.
struct StoredRow {
  std::string name;
  std::vector<Hear> heard;
  std::vector<SeenValue> seen;
  Fit fit = Fit::kYes;
  std::string clause;  // Empty: nothing deviates.
  std::string kind;
};

void PrintTo(const StoredRow& row, std::ostream* out) {
  *out << row.heard.size() << " writes, " << row.seen.size() << " seen";
}

class JudgeStoredTest : public ::testing::TestWithParam<StoredRow> {};

TEST_P(JudgeStoredTest, FitsOrIsNamed) {
  Beliefs beliefs;
  for (const Hear& hear : GetParam().heard) {
    hear(beliefs);
  }
  const StoredToJudge stored{.series = kReadSeries,
                             .first = KeyAt(-100).time,
                             .last = KeyAt(100).time,
                             .seen = GetParam().seen};
  EXPECT_EQ(CompareStored(stored, beliefs), GetParam().fit);
  EXPECT_EQ(FirstMisfit(stored, beliefs).has_value(), GetParam().fit > Fit::kOpen);
  EXPECT_THAT(JudgeStored(stored, true, beliefs).observations,
              HasDeviation(GetParam().clause, GetParam().kind));
}

std::vector<StoredRow> FittingRows() {
  return {
      {"Nothing", {}, {}, Fit::kYes, "", ""},
      {"Stored", {StoredAt(1)}, {Shown(1)}, Fit::kYes, "", ""},
      {"Overwritten", {StoredAt(1), StoredAt(2)}, {Shown(2)}, Fit::kYes, "", ""},
      {"Refused", {RefusedAt(1)}, {}, Fit::kYes, "", ""},
      {"OldValueStays", {StoredAt(1), RefusedAt(2)}, {Shown(1)}, Fit::kYes, "", ""},
      {"OpenAndSeen", {OpenAt(1)}, {Shown(1)}, Fit::kYes, "", ""},
      {"OpenAndAbsent", {OpenAt(1)}, {}, Fit::kOpen, "", ""},
      {"TwoQualities",
       {StoredAt(1), StoredAt(2, 0, Quality::kBad)},
       {Shown(1), Shown(2, 0, Quality::kBad)},
       Fit::kYes,
       "",
       ""},
      {"OutsideTheRange", {StoredAt(1, 200)}, {}, Fit::kYes, "", ""},
      {"Forgotten",
       {[](Beliefs& beliefs) { beliefs.Forget(kReadSeries, KeyAt(0)); }},
       {Shown(7)},
       Fit::kYes,
       "",
       ""},
      {"Distrusted",
       {StoredAt(1), [](Beliefs& beliefs) { beliefs.Distrust(); }},
       {Shown(7)},
       Fit::kYes,
       "",
       ""},
  };
}

INSTANTIATE_TEST_SUITE_P(Fitting, JudgeStoredTest, ::testing::ValuesIn(FittingRows()),
                         [](const auto& info) { return info.param.name; });

std::vector<StoredRow> DeviatingRows() {
  return {
      {"Missing", {StoredAt(1)}, {}, Fit::kPending, "store.acknowledged", "missing"},
      {"StillTheOldValue",
       {StoredAt(1), StoredAt(2)},
       {Shown(1)},
       Fit::kPending,
       "store.acknowledged",
       "other-value"},
      {"AnotherValue", {StoredAt(1)}, {Shown(3)}, Fit::kNever, "value.double.exact", "other-value"},
      {"OfNobody", {}, {Shown(1)}, Fit::kNever, "store.no-phantom", "phantom"},
      {"ARefusedOne", {RefusedAt(1)}, {Shown(1)}, Fit::kNever, "store.rejected", "stored"},
      {"AGoodOneOfAFaultyEntry",
       {RefusedAt(1, "partial.false.atomic")},
       {Shown(1)},
       Fit::kNever,
       "partial.false.atomic",
       "stored"},
      {"Twice", {StoredAt(1)}, {Shown(1), Shown(1)}, Fit::kNever, "store.acknowledged", "twice"},
      {"UnderAnotherQuality",
       {StoredAt(1)},
       {Shown(1, 0, Quality::kBad)},
       Fit::kNever,
       "quality.kept",
       "missing"},
      {"UnderAnotherQualityToo",
       {StoredAt(1)},
       {Shown(1), Shown(1, 0, Quality::kBad)},
       Fit::kNever,
       "quality.kept",
       "phantom"},
      {"FromABodyThatWasRefused",
       {[](Beliefs& beliefs) { beliefs.NoteUnreadableRefusal(); }},
       {Shown(1)},
       Fit::kNever,
       "store.rejected",
       "phantom"},
  };
}

INSTANTIATE_TEST_SUITE_P(Deviating, JudgeStoredTest, ::testing::ValuesIn(DeviatingRows()),
                         [](const auto& info) { return info.param.name; });

StoredJudgement JudgeSeen(Beliefs& beliefs, const std::vector<SeenValue>& seen,
                          bool at_deadline = true) {
  return JudgeStored(
      {.series = kReadSeries, .first = KeyAt(-100).time, .last = KeyAt(100).time, .seen = seen},
      at_deadline, beliefs);
}

TEST(JudgeStoredAstrayTest, ATimestampThatLostDigitsIsNamed) {
  Beliefs beliefs;
  reference::PointKey key = KeyAt(0);
  key.time.nanos = 5;
  beliefs.Store(kReadSeries, key, Value(1.0), "store.acknowledged");
  EXPECT_THAT(JudgeSeen(beliefs, {Shown(1)}).observations,
              HasDeviation("time.nanos.distinct", "missing"));
}

TEST(JudgeStoredAstrayTest, AValueOfAnotherSeriesIsNotTakenForAChange) {
  Beliefs beliefs;
  StoredAt(1)(beliefs);
  beliefs.Store(reference::SeriesOfStream("/b"), KeyAt(0), Value(3.0), "store.acknowledged");
  EXPECT_THAT(JudgeSeen(beliefs, {Shown(3)}).observations,
              HasDeviation("store.no-phantom", "other-value"));
}

TEST(JudgeStoredMarksTest, WhatFitsIsSeenToBeKept) {
  Beliefs beliefs;
  StoredAt(1)(beliefs);
  RefusedAt(2)(beliefs);
  EXPECT_THAT(
      JudgeSeen(beliefs, {Shown(1)}).observations,
      AllOf(Marks("store.acknowledged", Side::kAccept), Marks("store.no-phantom", Side::kObserve),
            Marks("store.rejected", Side::kReject), Marks("quality.kept", Side::kAccept),
            Not(Marks("quality.default", Side::kAccept)),
            Not(Marks("store.stays", Side::kObserve))));
}

TEST(JudgeStoredMarksTest, WhatWasSeenHasToStay) {
  Beliefs beliefs;
  StoredAt(1)(beliefs);
  EXPECT_THAT(JudgeSeen(beliefs, {Shown(1)}).observations, HasNoDeviation());
  EXPECT_THAT(JudgeSeen(beliefs, {Shown(1)}).observations, Marks("store.stays", Side::kObserve));
  EXPECT_THAT(JudgeSeen(beliefs, {}).observations, HasDeviation("store.stays", "missing"));
}

TEST(JudgeStoredMarksTest, AFindingIsToldOnce) {
  Beliefs beliefs;
  StoredAt(1)(beliefs);
  EXPECT_THAT(JudgeSeen(beliefs, {}).observations.deviations, SizeIs(1));
  EXPECT_THAT(JudgeSeen(beliefs, {}).observations, HasNoDeviation());
}

// An open write of another quality: seen it proves one alternative, absent the other.
TEST(JudgeStoredOpenTest, PresenceIsDecidedAtOnceAndAbsenceAtTheDeadline) {
  constexpr spec::ClauseId kClause = "duplicate.other-quality";
  const auto judge = [](const std::vector<SeenValue>& seen, bool at_deadline) {
    Beliefs beliefs;
    OpenAt(1)(beliefs);
    return JudgeSeen(beliefs, seen, at_deadline);
  };
  EXPECT_THAT(judge({Shown(1)}, false).observations, ChoosesOnly(kClause, "both-kept"));
  EXPECT_THAT(judge({}, true).observations, ChoosesOnly(kClause, "newer-ignored"));
  const StoredJudgement early = judge({}, false);
  EXPECT_THAT(early.observations, ChoosesNothingOf(kClause));
  ASSERT_THAT(early.undecided, SizeIs(1));
  EXPECT_EQ(early.undecided.front().alternative, "newer-ignored");
}

TEST(JudgeStoredOpenTest, AReadNarrowsWhatIsPossible) {
  Beliefs beliefs;
  OpenAt(1)(beliefs);
  EXPECT_THAT(JudgeSeen(beliefs, {Shown(1)}).observations, HasNoDeviation());
  EXPECT_NE(beliefs.At(kReadSeries, KeyAt(0)).Certain(), nullptr);
  EXPECT_THAT(JudgeSeen(beliefs, {}).observations, HasDeviation("store.stays", "missing"));
}

TEST(JudgeStoredOpenTest, AForbiddenWriteIsFoundWhereItShows) {
  const auto judge = [](const std::vector<SeenValue>& seen) {
    Beliefs beliefs;
    beliefs.Fork(
        kReadSeries, KeyAt(0),
        {.value = Value(1.0), .forbidding = &spec::Catalogue::Get().At("partial.omitted")});
    return JudgeSeen(beliefs, seen).observations;
  };
  EXPECT_THAT(judge({Shown(1)}), HasDeviation("partial.omitted", "stored"));
  EXPECT_THAT(judge({}), AllOf(HasNoDeviation(), Marks("partial.omitted", Side::kReject)));
}

TEST(FirstMisfitTest, IsTheKeyThatFitsLeast) {
  Beliefs beliefs;
  StoredAt(1, 0)(beliefs);
  StoredAt(2, 1)(beliefs);
  const std::vector<SeenValue> seen = {Shown(9, 1)};
  EXPECT_EQ(
      FirstMisfit(
          {.series = kReadSeries, .first = KeyAt(-100).time, .last = KeyAt(100).time, .seen = seen},
          beliefs),
      KeyAt(1));
}

// identity.same-series: what a read by the other name shows.
TEST(JudgeOtherNameTest, NamesTheStretchThatDiffers) {
  Beliefs beliefs;
  StoredAt(1.5, 0)(beliefs);
  StoredAt(2.5, 100)(beliefs);
  const std::vector<SeenValue> first = {Shown(1.5, 0)};
  const auto judged = [&](const std::vector<SeenValue>& second) {
    return JudgeOtherName(
        {{.series = kReadSeries, .first = KeyAt(0).time, .last = KeyAt(10).time, .seen = first},
         {.series = kReadSeries, .first = KeyAt(90).time, .last = KeyAt(110).time, .seen = second}},
        beliefs);
  };
  EXPECT_THAT(judged({Shown(2.5, 100)}).observations,
              AllOf(HasNoDeviation(), Marks("identity.same-series", Side::kAccept)));
  EXPECT_THAT(judged({}).observations, HasDeviation("identity.same-series", "differs"));
  EXPECT_EQ(judged({}).range, 1U);
  EXPECT_EQ(judged({}).observations.deviations.front().key, KeyAt(100));
}

TEST(BelieveSeenTest, WhatLayThereHasToStay) {
  Beliefs beliefs;
  BelieveSeen(kReadSeries, {Shown(1.5, 0)}, beliefs);
  EXPECT_THAT(
      JudgeStored(
          {.series = kReadSeries, .first = KeyAt(0).time, .last = KeyAt(0).time, .seen = {}}, true,
          beliefs)
          .observations,
      HasDeviation("store.acknowledged", "missing"));
}

}  // namespace
}  // namespace swc::conformance
