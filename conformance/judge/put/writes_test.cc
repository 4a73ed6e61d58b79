// What one put did to a key, by the fates of its writes to it.
#include "conformance/judge/put/writes.h"

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/belief.h"
#include "conformance/judge/beliefs.h"
#include "conformance/judge/put/judge_testing.h"
#include "reference/model/store.h"
#include "reference/reading/series_id.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using spec::Quality;
using spec::Value;
using ::testing::UnorderedElementsAre;
using ::testing::UnorderedElementsAreArray;

const reference::SeriesId kEffectSeries = reference::SeriesOfStream("/a");

Write WriteOf(double number, Fate fate, std::size_t entry = 0) {
  return {.series = kEffectSeries,
          .key = KeyAt(0),
          .value = Value(number),
          .entry = entry,
          .fate = fate};
}

// Returns what may be there, each as JSON; "nothing" for absence, "anything" without a prediction.
std::vector<std::string> PossibleAt(Beliefs& beliefs, const reference::PointKey& key) {
  const Belief& belief = beliefs.At(kEffectSeries, key);
  std::vector<std::string> possible;
  if (belief.IsUnpredictable()) {
    possible.emplace_back("anything");
  }
  for (const Possibility& possibility : belief.possible()) {
    possible.push_back(possibility.value ? spec::ToJson(*possibility.value) : "nothing");
  }
  return possible;
}

std::string DoubleJson(double number) { return spec::ToJson(Value(number)); }

struct WritesRow {
  std::string name;
  std::vector<Write> writes;
  std::vector<std::string> possible;
  std::string because;
  std::vector<std::string> proofs;  // Alternatives that seeing a value would prove.
};

void PrintTo(const WritesRow& row, std::ostream* out) { *out << row.writes.size() << " writes"; }

class WritesTest : public ::testing::TestWithParam<WritesRow> {};

TEST_P(WritesTest, LeaveWhatIsPossible) {
  Beliefs beliefs;
  ApplyWrites(GetParam().writes, beliefs);
  EXPECT_THAT(PossibleAt(beliefs, KeyAt(0)), UnorderedElementsAreArray(GetParam().possible));
  const Belief& belief = beliefs.At(kEffectSeries, KeyAt(0));
  if (!GetParam().because.empty()) {
    EXPECT_EQ(belief.because().id, GetParam().because);
  }
  std::vector<std::string> proofs;
  for (const Possibility& possibility : belief.possible()) {
    if (possibility.proves) {
      proofs.emplace_back(possibility.proves->alternative);
    }
  }
  EXPECT_THAT(proofs, UnorderedElementsAreArray(GetParam().proofs));
}

Write DoubledWrite(double first, double last) {
  Write write = WriteOf(last, Fate::kStored);
  write.if_first_counts = spec::Value(first);
  return write;
}

std::vector<WritesRow> EffectRows() {
  const std::string one = DoubleJson(1);
  const std::string two = DoubleJson(2);
  const std::string three = DoubleJson(3);
  const Fate stored = Fate::kStored;
  return {
      {"Stored", {WriteOf(1, stored)}, {one}, "store.acknowledged", {}},
      {"Refused", {WriteOf(1, Fate::kRefused)}, {"nothing"}, "store.no-phantom", {}},
      {"Open", {WriteOf(1, Fate::kOpen)}, {"nothing", one}, "", {}},
      {"Unknown", {WriteOf(1, Fate::kUnknown)}, {"anything"}, "", {}},
      {"UnknownAmongOthers",
       {WriteOf(1, stored), WriteOf(2, Fate::kUnknown)},
       {"anything"},
       "",
       {}},
      {"AMemberTwice", {DoubledWrite(1, 2)}, {one, two}, "", {"first-wins", "last-wins"}},
      {"TwiceInAnEntry",
       {WriteOf(1, stored), WriteOf(2, stored)},
       {one, two},
       "duplicate.in-entry",
       {"first-wins", "last-wins"}},
      {"TheSameTwiceInAnEntry",
       {WriteOf(1, stored), WriteOf(1, stored)},
       {one},
       "duplicate.in-entry",
       {}},
      {"ThriceInAnEntry",
       {WriteOf(1, stored), WriteOf(2, stored), WriteOf(3, stored)},
       {one, two, three},
       "duplicate.in-entry",
       {"first-wins", "last-wins"}},
      {"BackAgainInAnEntry",
       {WriteOf(1, stored), WriteOf(2, stored), WriteOf(1, stored)},
       {one, two},
       "duplicate.in-entry",
       {}},
      {"InTwoEntries",
       {WriteOf(1, stored), WriteOf(2, stored, 1)},
       {one, two},
       "duplicate.cross-entry",
       {}},
      {"StoredAndRefused",
       {WriteOf(1, stored), WriteOf(2, Fate::kRefused, 1)},
       {one},
       "duplicate.cross-entry",
       {}},
      {"StoredAndOpen",
       {WriteOf(1, Fate::kOpen), WriteOf(2, stored)},
       {one, two},
       "duplicate.cross-entry",
       {}},
      {"OpenTwice",
       {WriteOf(1, Fate::kOpen), WriteOf(2, Fate::kOpen)},
       {"nothing", one, two},
       "duplicate.cross-entry",
       {}},
  };
}

INSTANTIATE_TEST_SUITE_P(Rows, WritesTest, ::testing::ValuesIn(EffectRows()),
                         [](const auto& info) { return info.param.name; });

TEST(EffectsOnOthersTest, WritesToOtherKeysAreWeighedAlone) {
  Beliefs beliefs;
  Write later = WriteOf(2, Fate::kRefused);
  later.key = KeyAt(1);
  ApplyWrites({WriteOf(1, Fate::kStored), later}, beliefs);
  EXPECT_THAT(PossibleAt(beliefs, KeyAt(0)), UnorderedElementsAre(DoubleJson(1)));
  EXPECT_THAT(PossibleAt(beliefs, KeyAt(1)), UnorderedElementsAre("nothing"));
}

TEST(EffectsOnOthersTest, ACertainValueOfAnotherQualityHasToStay) {
  const auto because = [](Fate fate) {
    Beliefs beliefs;
    beliefs.Store(kEffectSeries, KeyAt(0, Quality::kBad), Value(1.0), "store.acknowledged");
    ApplyWrites({WriteOf(2, fate)}, beliefs);
    return beliefs.At(kEffectSeries, KeyAt(0, Quality::kBad)).because().id;
  };
  EXPECT_EQ(because(Fate::kStored), "duplicate.other-quality.first-kept");
  EXPECT_EQ(because(Fate::kOpen), "duplicate.other-quality.first-kept");
  EXPECT_EQ(because(Fate::kRefused), "store.acknowledged");
}

TEST(EffectsOfNullsTest, ALetterMayChangeOnlyWhereItMay) {
  const auto possible = [](bool any_letter) {
    Write write = WriteOf(0, Fate::kStored);
    write.value = spec::NullValue{.letter = 'D'};
    write.any_null_letter = any_letter;
    Beliefs beliefs;
    ApplyWrites({write}, beliefs);
    return PossibleAt(beliefs, KeyAt(0)).size();
  };
  EXPECT_EQ(possible(true), 5U);
  EXPECT_EQ(possible(false), 1U);
}

TEST(EffectsOfDefaultsTest, OneWriteWithADefaultMakesTheKeyOne) {
  Beliefs beliefs;
  Write without = WriteOf(2, Fate::kStored);
  without.quality_given = false;
  without.nanos_given = false;
  ApplyWrites({WriteOf(1, Fate::kStored), without}, beliefs);
  EXPECT_FALSE(beliefs.At(kEffectSeries, KeyAt(0)).quality_given());
  EXPECT_FALSE(beliefs.At(kEffectSeries, KeyAt(0)).nanos_given());
  ApplyWrites({WriteOf(1, Fate::kStored)}, beliefs);
  EXPECT_TRUE(beliefs.At(kEffectSeries, KeyAt(0)).quality_given());
  EXPECT_TRUE(beliefs.At(kEffectSeries, KeyAt(0)).nanos_given());
}

}  // namespace
}  // namespace swc::conformance
