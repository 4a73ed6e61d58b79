// Reads of a series, held to what the reads of all its rows mean.

#include "reference/model/read_series.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference/model/policies.h"
#include "reference/model/read_model.h"
#include "reference/model/store.h"
#include "reference/reading/read_query.h"
#include "reference/reading/series_id.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using testing::ElementsAre;

std::vector<std::uint64_t> Arrivals(const std::vector<Row>& rows) {
  std::vector<std::uint64_t> arrivals;
  for (const Row& row : rows) {
    arrivals.push_back(row.arrival);
  }
  return arrivals;
}

// A series with few instants, so that qualities meet, and with values that are not yet shown.
class SampledSeries {
 public:
  explicit SampledSeries(std::uint64_t seed) : dice_(seed) {
    for (int i = 0; i < 12; ++i) {
      store_.Put(id_, {.time = Time(), .quality = Quality()}, spec::Value(double(i)), Below(3));
    }
  }

  std::size_t Below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(dice_);
  }
  spec::Instant Time() {
    return {.seconds = static_cast<std::int64_t>(Below(4)) + 1,
            .nanos = static_cast<std::int32_t>(Below(2))};
  }
  spec::Quality Quality() { return spec::kQualities.at(Below(spec::kQualities.size())); }

  HistoryQuery Query() {
    HistoryQuery query{.descending = Below(2) == 0, .max_results = Below(5)};
    query.start = Below(2) == 0 ? std::optional(Time()) : std::nullopt;
    query.end = Below(2) == 0 ? std::optional(Time()) : std::nullopt;
    query.quality = Below(2) == 0 ? std::optional(Quality()) : std::nullopt;
    query.start_inclusive = Below(2) == 0;
    query.end_exclusive = Below(2) == 0;
    return query;
  }

  // What one read shows, and the series as it was at this read.
  std::vector<Row> ReadAll() { return store_.Read(id_).value_or(std::vector<Row>()); }
  [[nodiscard]] const Series& series() const { return *store_.Find(id_); }

 private:
  std::mt19937_64 dice_;
  Store store_;
  SeriesId id_ = SeriesOfStream("/a");
};

Policies With(std::string_view assignment) {
  Policies policies;
  EXPECT_TRUE(policies.Set(assignment).has_value());
  return policies;
}

class ReadSeriesTest : public testing::TestWithParam<std::uint64_t> {
 protected:
  SampledSeries sampled_{GetParam()};
};

TEST_P(ReadSeriesTest, PagesTogetherAreTheSelectedRows) {
  for (const std::string_view policy :
       {"read.history.default-quality=all", "read.history.default-quality=good-only"}) {
    const Policies policies = With(policy);
    HistoryQuery query = sampled_.Query();
    query.max_results += 1;
    const auto wanted = Arrivals(SelectRows(sampled_.ReadAll(), query, policies));
    std::vector<std::uint64_t> shown;
    std::optional<PointKey> from;
    do {
      const HistoryPage page = ReadPage(sampled_.series(), query, from, policies);
      ASSERT_LE(page.rows.size(), query.max_results);
      ASSERT_EQ(page.next.has_value(), shown.size() + page.rows.size() < wanted.size());
      const auto arrivals = Arrivals(page.rows);
      shown.insert(shown.end(), arrivals.begin(), arrivals.end());
      from = page.next;
    } while (from);
    EXPECT_EQ(shown, wanted);
  }
}

TEST_P(ReadSeriesTest, LatestIsThatOfAllRows) {
  for (const std::string_view policy :
       {"read.latest.eligible=any-quality", "read.latest.eligible=good-only"}) {
    const Policies policies = With(policy);
    const auto wanted = LatestRow(sampled_.ReadAll(), policies);
    const auto latest = ReadLatest(sampled_.series(), policies);
    ASSERT_EQ(latest.has_value(), wanted.has_value());
    EXPECT_EQ(latest ? latest->arrival : 0, wanted ? wanted->arrival : 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, ReadSeriesTest, testing::Range<std::uint64_t>(0, 100));

TEST(ReadPageTest, APageOfNothingTellsWhetherThereIsMore) {
  Store store;
  const SeriesId id = SeriesOfStream("/a");
  const PointKey key{.time = {.seconds = 5, .nanos = 0}};
  store.Put(id, key, spec::Value(1.5));
  const Series& series = *store.BeginRead(id);
  EXPECT_EQ(ReadPage(series, {.max_results = 0}, std::nullopt, Policies()).next, key);
  EXPECT_EQ(ReadPage(series, {.max_results = 1}, std::nullopt, Policies()).next, std::nullopt);
  EXPECT_THAT(Arrivals(ReadPage(series, {.max_results = 1}, key, Policies()).rows), ElementsAre(1));
}

}  // namespace
}  // namespace swc::reference
