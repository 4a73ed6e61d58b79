#include "reference/model/read_model.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference/model/store.h"
#include "reference/reading/directory.h"
#include "reference/reading/read_query.h"
#include "reference/reading/series_id.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using spec::Quality;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view kAsset = "a1b2c3d4-5678-4abc-8def-000000000001";
constexpr std::string_view kProperty = "b1b2c3d4-5678-4abc-8def-000000000001";
constexpr std::string_view kSecret = "b1b2c3d4-5678-4abc-8def-000000000010";

Row RowAt(std::int64_t seconds, Quality quality = Quality::kGood) {
  return {.key = {.time = {.seconds = seconds}, .quality = quality}, .value = 1.5};
}

std::vector<std::int64_t> Seconds(const std::vector<Row>& rows) {
  std::vector<std::int64_t> seconds;
  for (const Row& row : rows) {
    seconds.push_back(row.key.time.seconds);
  }
  return seconds;
}

int StatusOf(const Identity& identity) {
  const auto resolved = ResolveForRead(ExampleDirectory(), identity);
  return resolved ? 200 : resolved.error().status;
}

TEST(ResolveForReadTest, FindsPropertiesByIdsAndByAlias) {
  const Directory directory = ExampleDirectory();
  const Identity ids{.asset_id = std::string(kAsset), .property_id = std::string(kProperty)};
  const Identity alias{.alias = "/example/line1/temperature"};
  ASSERT_TRUE(ResolveForRead(directory, ids).has_value());
  EXPECT_EQ(*ResolveForRead(directory, ids), ResolveForRead(directory, alias).value_or(SeriesId()));
  EXPECT_EQ(ResolveForRead(directory, {.alias = "/other"}).value_or(SeriesId()),
            SeriesOfStream("/other"));
}

TEST(ResolveForReadTest, RefusesWhatIsNotThereOrNotAllowed) {
  EXPECT_EQ(StatusOf({}), 400);
  EXPECT_EQ(StatusOf({.asset_id = std::string(kAsset)}), 400);
  EXPECT_EQ(StatusOf({.asset_id = std::string(kAsset), .property_id = "x"}), 404);
  EXPECT_EQ(StatusOf({.asset_id = std::string(kAsset), .property_id = std::string(kSecret)}), 403);
}

TEST(SelectRowsTest, StartIsExclusiveAndEndInclusive) {
  const std::vector<Row> rows = {RowAt(1), RowAt(2), RowAt(3), RowAt(4)};
  HistoryQuery query{.start = spec::Instant{.seconds = 1}, .end = spec::Instant{.seconds = 3}};
  EXPECT_THAT(Seconds(SelectRows(rows, query, {})), ElementsAre(2, 3));
  query.descending = true;
  EXPECT_THAT(Seconds(SelectRows(rows, query, {})), ElementsAre(3, 2));
  query.start_inclusive = true;
  query.end_exclusive = true;
  EXPECT_THAT(Seconds(SelectRows(rows, query, {})), ElementsAre(2, 1));
}

TEST(SelectRowsTest, WithoutAQualityThePolicyDecides) {
  const std::vector<Row> rows = {RowAt(1), RowAt(2, Quality::kBad)};
  Policies good_only;
  ASSERT_TRUE(good_only.Set("read.history.default-quality=good-only").has_value());
  EXPECT_THAT(Seconds(SelectRows(rows, {}, {})), ElementsAre(1, 2));
  EXPECT_THAT(Seconds(SelectRows(rows, {}, good_only)), ElementsAre(1));
  EXPECT_THAT(Seconds(SelectRows(rows, {.quality = Quality::kBad}, good_only)), ElementsAre(2));
}

TEST(LatestRowTest, HasTheGreatestTimestampAmongTheEligible) {
  const std::vector<Row> rows = {RowAt(1), RowAt(3), RowAt(2), RowAt(4, Quality::kUncertain)};
  Policies good_only;
  ASSERT_TRUE(good_only.Set("read.latest.eligible=good-only").has_value());
  EXPECT_EQ(LatestRow(rows, {})->key.time.seconds, 4);
  EXPECT_EQ(LatestRow(rows, good_only)->key.time.seconds, 3);
  EXPECT_FALSE(LatestRow({RowAt(1, Quality::kBad)}, good_only).has_value());
}

TEST(RowJsonTest, AnOffsetOfZeroMayBeLeftOut) {
  Policies absent;
  ASSERT_TRUE(absent.Set("read.offset-zero=absent").has_value());
  EXPECT_THAT(RowJson(RowAt(1), {}), HasSubstr(R"("offsetInNanos":0)"));
  EXPECT_EQ(RowJson(RowAt(1), absent),
            R"({"value":{"doubleValue":1.5},"timestamp":{"timeInSeconds":1},"quality":"GOOD"})");
}

}  // namespace
}  // namespace swc::reference
