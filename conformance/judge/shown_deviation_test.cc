// A finding about a stored value carries the answer that shows it, not whatever was read last.

#include "conformance/judge/shown_deviation.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/observations.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/series_reader.h"
#include "conformance/selftest/mutant_bench_testing.h"
#include "generators/case/case.h"
#include "reference/mutants/mutants.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using spec::Quality;
using ::testing::HasSubstr;
using ::testing::SizeIs;

Exchange ExchangeTo(std::string target) {
  Exchange exchange;
  exchange.request.target = std::move(target);
  return exchange;
}

TEST(ShownDeviationTest, OfManyPagesTheOneThatReachesTheValueIsShown) {
  const spec::Instant early{.seconds = 10, .nanos = 0};
  const spec::Instant late{.seconds = 20, .nanos = 0};
  SeriesResult result;
  const auto add = [&](std::size_t range, Quality quality, std::optional<spec::Instant> latest,
                       std::string target) {
    result.pages.push_back({.range = range,
                            .quality = quality,
                            .latest = latest,
                            .exchange = ExchangeTo(std::move(target))});
  };
  add(0, Quality::kGood, early, "good-1");
  add(0, Quality::kGood, late, "good-2");
  add(0, Quality::kBad, std::nullopt, "bad-1");
  add(1, Quality::kGood, late, "other-range");
  const auto shown = [&](std::size_t range, spec::Instant time, Quality quality) {
    return result.PageOf(range, {.time = time, .quality = quality})->request.target;
  };
  EXPECT_EQ(shown(0, early, Quality::kGood), "good-1");
  EXPECT_EQ(shown(0, late, Quality::kGood), "good-2");
  EXPECT_EQ(shown(0, {.seconds = 30, .nanos = 0}, Quality::kGood), "good-2");
  EXPECT_EQ(shown(0, early, Quality::kBad), "bad-1");
  EXPECT_EQ(shown(1, early, Quality::kGood), "other-range");
}

TEST(ShownDeviationTest, OfALongAnswerTheBeginningIsKept) {
  constexpr std::size_t kMost = KeptExchange::kShownBytesMax;
  Exchange exchange;
  exchange.response = {.status = 200, .headers = {}, .body = std::string(kMost, 'a') + "bc"};
  const KeptExchange shown = KeptExchange::ToShow(exchange);
  EXPECT_EQ(shown->response->body, std::string(kMost, 'a'));
  EXPECT_EQ(shown.body_bytes(), kMost + 2);
  EXPECT_EQ(KeptExchange(exchange)->response->body.size(), kMost + 2);
}

TEST(ShownDeviationTest, OfManyValuesThatAreWrongAlikeSomeAreKept) {
  Observations observations;
  for (std::int64_t i = 0; i < 1'000; ++i) {
    observations.DeviateAt({.time = {.seconds = i, .nanos = 0}}, "store.no-phantom", "phantom",
                           "nothing", std::string(10'000, 'x'));
  }
  ASSERT_LE(observations.deviations.size(), 50U);
  EXPECT_LT(observations.deviations.front().observed.size(), 5'000U);
  std::uint64_t all = 0;
  for (const Deviation& deviation : observations.deviations) {
    all += 1 + deviation.more;
  }
  EXPECT_EQ(all, 1'000U);
}

TEST(ShownDeviationTest, NothingReadHasAnEmptyLastExchange) {
  EXPECT_FALSE(SeriesResult().last()->response.has_value());
}

TEST(ShownDeviationTest, AWrongValueIsShownByTheReadOfItsQuality) {
  const auto test_case = generators::ParseCase(std::string_view(R"({
    "id": "a/b", "clauses": ["store.acknowledged"], "title": "t", "series": {"s1": {}},
    "steps": [{"put": {"entries": [{"entryId": "e1", "series": "s1", "propertyValues": [
      {"value": {"doubleValue": 0.1}, "at": "t0+1s", "quality": "BAD"}]}]}}]})"),
                                               "test");
  ASSERT_TRUE(test_case.has_value()) << test_case.error().message;
  MutantBench bench(reference::FindMutant("double-through-float"));
  const CaseOutcome outcome = bench.Run(*test_case);
  ASSERT_THAT(outcome.deviations, SizeIs(1));
  EXPECT_THAT(outcome.deviations.front().exchange->request.target, HasSubstr("qualities=BAD"));
}

}  // namespace
}  // namespace swc::conformance
