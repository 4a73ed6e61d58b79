// What is lent to whom.
#include "conformance/target/leases.h"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "reference/reading/directory.h"
#include "reference/reading/series_id.h"

namespace swc::conformance {
namespace {

using generators::Case;

Case WantsOne(const std::string& id, std::string_view series, std::string_view step) {
  const std::string text =
      fmt::format(R"({{"id": "{}", "series": {{"s1": {}}}, "steps": [{}]}})", id, series, step);
  const auto parsed = generators::ParseCase(std::string_view(text), "test");
  EXPECT_TRUE(parsed) << parsed.error().message;
  return parsed.value_or(Case());
}

constexpr std::string_view kMeasurement = R"({"kind": "measurement"})";
constexpr std::string_view kByAny = R"({"put": {"entries": [{"series": "s1"}]}})";
constexpr std::string_view kByIds = R"({"put": {"entries": [{"series": "s1", "by": "ids"}]}})";

reference::Property Measurement(int number, bool ids) {
  return {.name = fmt::format("p{}", number),
          .asset_id = ids ? "asset" : "",
          .property_id = ids ? fmt::format("property-{}", number) : "",
          .alias = fmt::format("/p{}", number)};
}

Target TargetWith(std::vector<reference::Property> properties) {
  Target target;
  target.directory.properties = std::move(properties);
  target.directory.streams = reference::Setting::kOn;
  return target;
}

TEST(LeasesTest, APropertyWithoutIdsGoesOnlyToCasesThatNameNone) {
  const Target target = TargetWith({Measurement(1, false), Measurement(2, true)});
  Leases leases(target, "run");
  for (int i = 0; i < 20; ++i) {
    const auto lease = leases.Take(WantsOne(fmt::format("c{}", i), kMeasurement, kByIds));
    ASSERT_TRUE(lease) << lease.error().missing;
    EXPECT_EQ(lease->series.at("s1").names.property_id, "property-2");
    leases.Return(*lease);
  }
}

TEST(LeasesTest, WhereNoPropertyHasIdsACaseThatNamesThemNeverRuns) {
  const Target target = TargetWith({Measurement(1, false)});
  Leases leases(target, "run");
  const auto refused = leases.Take(WantsOne("c", kMeasurement, kByIds));
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().never);
  EXPECT_TRUE(leases.Take(WantsOne("c", kMeasurement, kByAny)));
}

TEST(LeasesTest, WhatIsReturnedMayBeForgottenAndNotBefore) {
  Target target = TargetWith({Measurement(1, true)});
  std::vector<std::string> forgotten;
  target.forget = [&](const reference::SeriesId& id) {
    forgotten.push_back(id.stream() != nullptr ? *id.stream() : "property");
  };
  Leases leases(target, "run");
  const auto property = leases.Take(WantsOne("c", kMeasurement, kByAny));
  const auto stream = leases.Take(WantsOne("d", R"({"kind": "stream"})", kByAny));
  ASSERT_TRUE(property && stream);
  EXPECT_THAT(forgotten, testing::IsEmpty());
  leases.Return(*stream);
  EXPECT_THAT(forgotten, testing::ElementsAre("/sitewise-conformance/run/1"));
  leases.Return(*property);
  EXPECT_THAT(forgotten, testing::ElementsAre("/sitewise-conformance/run/1", "property"));
}

// Returns whether the property that a case is lent is one in which nothing was ever stored.
bool IsLentAsEmpty(Leases& leases) {
  const auto lease = leases.Take(WantsOne("c", kMeasurement, kByAny));
  EXPECT_TRUE(lease) << lease.error().missing;
  leases.Return(*lease);
  return lease->series.at("s1").fresh;
}

TEST(LeasesTest, AnEmptyPropertyIsLentAsEmptyOnce) {
  const Target target = TargetWith({Measurement(1, true)});
  const std::set<reference::SeriesId> none;
  const std::set<reference::SeriesId> all = {
      reference::SeriesOfProperty(target.directory.properties.front())};
  Leases unknown(target, "run");
  EXPECT_FALSE(IsLentAsEmpty(unknown));
  Leases filled(target, "run", {.empty = &none});
  EXPECT_FALSE(IsLentAsEmpty(filled));
  Leases empty(target, "run", {.empty = &all});
  EXPECT_TRUE(IsLentAsEmpty(empty));
  EXPECT_FALSE(IsLentAsEmpty(empty)) << "somebody wrote to it";
}

TEST(LeasesTest, ATargetThatStartsOverDoesSoForACaseThatRunsAlone) {
  const Target target = TargetWith({Measurement(1, true), Measurement(2, true)});
  const std::set<reference::SeriesId> all = {
      reference::SeriesOfProperty(target.directory.properties.front()),
      reference::SeriesOfProperty(target.directory.properties.back())};
  int starts = 0;
  Leases leases(target, "run", {.empty = &all, .start_over = [&] { ++starts; }});
  EXPECT_TRUE(IsLentAsEmpty(leases));
  EXPECT_TRUE(IsLentAsEmpty(leases));
  EXPECT_EQ(starts, 2);
  const auto held = leases.Take(WantsOne("c", kMeasurement, kByAny));
  EXPECT_TRUE(IsLentAsEmpty(leases)) << "the other one is still empty";
  EXPECT_FALSE(IsLentAsEmpty(leases));
  EXPECT_EQ(starts, 3) << "what another case holds is not taken from it";
  leases.Return(*held);
}

TEST(LeasesTest, EveryPropertyIsLentToSomeCaseAndTheSameOneToTheSameCase) {
  std::vector<reference::Property> properties;
  for (int i = 0; i < 5; ++i) {
    properties.push_back(Measurement(i, true));
  }
  const Target target = TargetWith(std::move(properties));
  Leases leases(target, "run");
  std::set<std::size_t> lent;
  for (int i = 0; i < 100; ++i) {
    const Case test_case = WantsOne(fmt::format("area.clause/case-{}", i), kMeasurement, kByAny);
    const auto first = leases.Take(test_case);
    ASSERT_TRUE(first);
    leases.Return(*first);
    const auto second = leases.Take(test_case);
    ASSERT_TRUE(second);
    leases.Return(*second);
    EXPECT_EQ(first->properties, second->properties);
    lent.insert(first->properties.front());
  }
  EXPECT_EQ(lent.size(), 5U);
}

TEST(LeasesTest, AHeldPropertyIsNotLentAgain) {
  const Target target = TargetWith({Measurement(1, true)});
  Leases leases(target, "run");
  const Case test_case = WantsOne("c", kMeasurement, kByAny);
  const auto lease = leases.Take(test_case);
  ASSERT_TRUE(lease);
  const auto busy = leases.Take(test_case);
  ASSERT_FALSE(busy);
  EXPECT_FALSE(busy.error().never);
  leases.Return(*lease);
  EXPECT_TRUE(leases.Take(test_case));
}

TEST(LeasesTest, AliasesThatACaseSpellsAreMadeOfOneNameOfItsOwn) {
  const Target target = TargetWith({});
  Leases leases(target, "run");
  const auto parsed = generators::ParseCase(std::string_view(R"({"id": "c", "series": {
        "a": {"kind": "stream", "alias": "${name}/Case"},
        "b": {"kind": "stream", "alias": "${name:bare}/Case"}}, "steps": [{"read_back": ["a"]}]})"),
                                            "test");
  ASSERT_TRUE(parsed) << parsed.error().message;
  const auto first = leases.Take(*parsed);
  const auto second = leases.Take(*parsed);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->series.at("a").names.alias, "/sitewise-conformance/run/1/Case");
  EXPECT_EQ(first->series.at("b").names.alias, "sitewise-conformance/run/1/Case");
  EXPECT_EQ(first->series.at("b").id, reference::SeriesOfStream("sitewise-conformance/run/1/Case"));
  EXPECT_EQ(second->series.at("a").names.alias, "/sitewise-conformance/run/2/Case");
}

// Takes a stream, gives it back, and returns its alias and whether it was fresh.
std::pair<std::string, bool> Borrow(Leases& leases) {
  const auto lease = leases.Take(WantsOne("c", R"({"kind": "stream"})", kByAny));
  EXPECT_TRUE(lease);
  leases.Return(*lease);
  const LentSeries& lent = lease->series.at("s1");
  EXPECT_EQ(lent.any_type, !lent.fresh);
  return {lent.names.alias.value_or(""), lent.fresh};
}

TEST(LimitedStreamsTest, TheyAreLentAgainAsUsedOnes) {
  const Target target = TargetWith({});
  Leases leases(target, "run", {.streams_max = 2});
  EXPECT_EQ(Borrow(leases), std::pair(std::string("/sitewise-conformance/run/1"), true));
  EXPECT_EQ(Borrow(leases), std::pair(std::string("/sitewise-conformance/run/2"), true));
  EXPECT_EQ(Borrow(leases), std::pair(std::string("/sitewise-conformance/run/1"), false));
}

TEST(LimitedStreamsTest, TheReserveIsForWhoAsksForFreshOnesAndEnds) {
  const Target target = TargetWith({});
  Leases leases(target, "run", {.streams_max = 1, .streams_reserve = 2});
  (void)Borrow(leases);
  {
    const Leases::FreshStreams fresh(leases);
    EXPECT_EQ(Borrow(leases), std::pair(std::string("/sitewise-conformance/run/2"), true));
    EXPECT_EQ(Borrow(leases), std::pair(std::string("/sitewise-conformance/run/3"), true));
    EXPECT_EQ(Borrow(leases), std::pair(std::string("/sitewise-conformance/run/1"), false));
  }
  EXPECT_EQ(Borrow(leases), std::pair(std::string("/sitewise-conformance/run/1"), false));
}

TEST(LimitedStreamsTest, OthersNeverMeetTheReserve) {
  const Target target = TargetWith({});
  Leases leases(target, "run", {.streams_max = 1, .streams_reserve = 1});
  (void)Borrow(leases);
  EXPECT_FALSE(Borrow(leases).second);
}

}  // namespace
}  // namespace swc::conformance
