#include "reference/model/store.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using spec::Quality;
using testing::ElementsAre;
using testing::IsEmpty;

const SeriesId kSeries = SeriesOfStream("/a");

PointKey At(std::int64_t seconds, std::int32_t nanos = 0, Quality quality = Quality::kGood) {
  return {.time = {.seconds = seconds, .nanos = nanos}, .quality = quality};
}

std::vector<double> Read(Store& store) {
  std::vector<double> values;
  for (const Row& row : store.Read(kSeries).value_or(std::vector<Row>())) {
    values.push_back(std::get<double>(row.value));
  }
  return values;
}

TEST(StoreTest, ASeriesThatWasNeverWrittenIsNotThere) {
  Store store;
  EXPECT_EQ(store.Read(kSeries), std::nullopt);
  EXPECT_EQ(store.Find(kSeries), nullptr);
  EXPECT_EQ(store.HasOtherQuality(kSeries, {.seconds = 1}, Quality::kGood), Certainty::kNo);
  EXPECT_EQ(store.PointsInSecond(kSeries, {.seconds = 1}, Quality::kGood), 0U);
  EXPECT_THAT(store.TypesIn(kSeries), IsEmpty());
}

TEST(StoreTest, TheSameKeyIsReplacedAndOthersStandBeside) {
  Store store;
  store.Put(kSeries, At(5), 1.0);
  store.Put(kSeries, At(5), 2.0);
  store.Put(kSeries, At(5, 0, Quality::kBad), 3.0);
  store.Put(kSeries, At(5, 1), 4.0);
  EXPECT_THAT(Read(store), ElementsAre(2.0, 3.0, 4.0));
  EXPECT_EQ(store.HasOtherQuality(kSeries, {.seconds = 5}, Quality::kGood), Certainty::kYes);
  EXPECT_EQ(store.HasOtherQuality(kSeries, {.seconds = 5, .nanos = 1}, Quality::kGood),
            Certainty::kNo);
}

TEST(StoreTest, ADelayedWriteShowsTheOldValueFirst) {
  Store store;
  store.Put(kSeries, At(5), 1.0);
  store.Put(kSeries, At(5), 2.0, 1);
  store.Put(kSeries, At(6), 3.0, 2);
  EXPECT_THAT(Read(store), ElementsAre(1.0));
  EXPECT_THAT(Read(store), ElementsAre(2.0));
  EXPECT_THAT(Read(store), ElementsAre(2.0, 3.0));
}

TEST(StoreTest, PointsInASecondLeaveOutTheirOwnTimeAndOtherQualities) {
  Store store;
  store.Put(kSeries, At(5, 1), 1.0);
  store.Put(kSeries, At(5, 2), 1.0);
  store.Put(kSeries, At(5, 3, Quality::kBad), 1.0);
  store.Put(kSeries, At(6), 1.0);
  EXPECT_EQ(store.PointsInSecond(kSeries, {.seconds = 5, .nanos = 2}, Quality::kGood), 1U);
  EXPECT_EQ(store.PointsInSecond(kSeries, {.seconds = 5, .nanos = 9}, Quality::kGood), 2U);
}

TEST(StoreTest, TheFirstValueWithATypeGivesTheSeriesItsType) {
  Store store;
  store.Put(kSeries, At(5), spec::NullValue{.letter = 'D'});
  EXPECT_THAT(store.TypesIn(kSeries), IsEmpty());
  store.Put(kSeries, At(6), std::int32_t{1});
  store.Put(kSeries, At(7), 1.5);
  EXPECT_THAT(store.TypesIn(kSeries), ElementsAre(spec::DataType::kInteger));
}

TEST(StoreTest, TheOldestStreamIsDroppedAndPropertiesStay) {
  Store store;
  store.Put(SeriesId::OfProperty("a", "b"), At(5), 1.0);
  for (std::size_t i = 0; i <= Store::kStreamsMax; ++i) {
    store.Put(SeriesOfStream(fmt::format("/{}", i)), At(5), 1.0);
  }
  EXPECT_EQ(store.Find(SeriesOfStream("/0")), nullptr);
  EXPECT_NE(store.Find(SeriesOfStream("/1")), nullptr);
  EXPECT_NE(store.Find(SeriesId::OfProperty("a", "b")), nullptr);
}

TEST(StoreTest, HowManyStreamsAreKeptMayBeChosen) {
  Store store(2);
  for (const std::string_view name : {"/0", "/1", "/2"}) {
    store.Put(SeriesOfStream(std::string(name)), At(5), 1.0);
  }
  EXPECT_EQ(store.Find(SeriesOfStream("/0")), nullptr);
  EXPECT_NE(store.Find(SeriesOfStream("/1")), nullptr);
}

TEST(StoreTest, WhatIsForgottenIsGoneAndMakesRoom) {
  Store store(/*streams_max=*/2);
  const SeriesId other = SeriesOfStream("/b");
  store.Put(kSeries, At(1), spec::Value(1.5));
  store.Put(other, At(1), spec::Value(2.5));
  store.Forget(kSeries);
  EXPECT_EQ(store.Find(kSeries), nullptr);
  ASSERT_NE(store.Find(other), nullptr);
  // Written anew it is a series of any type; its old place is the first that is given away.
  store.Put(kSeries, At(2), spec::Value(std::int32_t{1}));
  EXPECT_THAT(store.TypesIn(kSeries), ElementsAre(spec::DataType::kInteger));
  EXPECT_NE(store.Find(other), nullptr);
  for (int i = 0; i < 10; ++i) {
    store.Put(SeriesOfStream(fmt::format("/{}", i)), At(1), spec::Value(1.5));
  }
  EXPECT_EQ(store.Find(kSeries), nullptr);
  EXPECT_EQ(store.Find(other), nullptr);
  EXPECT_NE(store.Find(SeriesOfStream("/9")), nullptr);
}

TEST(StoreTest, AStreamThatIsWrittenAgainIsNotTheOldestAnyMore) {
  Store store;
  store.Put(SeriesOfStream("/0"), At(5), 1.0);
  store.Put(SeriesOfStream("/1"), At(5), 1.0);
  store.Put(SeriesOfStream("/0"), At(6), 1.0);
  for (std::size_t i = 2; i <= Store::kStreamsMax; ++i) {
    store.Put(SeriesOfStream(fmt::format("/{}", i)), At(5), 1.0);
  }
  EXPECT_NE(store.Find(SeriesOfStream("/0")), nullptr);
  EXPECT_EQ(store.Find(SeriesOfStream("/1")), nullptr);
}

}  // namespace
}  // namespace swc::reference
