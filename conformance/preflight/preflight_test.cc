// What the first exchanges find out about servers of many kinds.
#include "conformance/preflight/preflight.h"

#include <chrono>
#include <ostream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/preflight/preflight_testing.h"
#include "conformance/target/target.h"
#include "reference/reading/directory.h"
#include "spec/http_message.h"
#include "spec/operation.h"

namespace swc::conformance {
namespace {

using reference::Setting;
using spec::Operation;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

TEST(PreflightTest, ALegalServerLeavesNothingToSay) {
  PreflightBench bench;
  ExpectNothingWrong(bench.Run());
  EXPECT_EQ(bench.target().directory.streams, Setting::kOn);
  for (const Operation read : kReads) {
    EXPECT_FALSE(bench.access().IsExcluded(read));
    EXPECT_THAT(bench.access().WhyDead(read), IsEmpty());
  }
  EXPECT_LT(bench.took(), std::chrono::seconds(2));
}

TEST(PreflightTest, RejectedAliasesAreLearntAndReadsTriedOnAProperty) {
  PreflightBench bench;
  bench.server_directory().streams = Setting::kOff;
  ExpectNothingWrong(bench.Run());
  EXPECT_EQ(bench.target().directory.streams, Setting::kOff);
  EXPECT_GT(bench.Asked(Operation::kBatchHistory), 0);
}

TEST(PreflightTest, WhatTheDescriptionSaysOfAliasesStays) {
  PreflightBench bench;
  bench.server_directory().streams = Setting::kOff;
  bench.target().directory.streams = Setting::kOn;
  (void)bench.Run();
  EXPECT_EQ(bench.target().directory.streams, Setting::kOn);
}

TEST(PreflightTest, AClockThatIsLateIsLearntFromTheDate) {
  PreflightBench bench;
  bench.ServerIsBehind(std::chrono::minutes(20));
  ExpectNothingWrong(bench.Run());
  EXPECT_EQ(bench.target().directory.streams, Setting::kOn);
}

TEST(PreflightTest, AClockThatIsLateAndNotToldCannotBeTested) {
  PreflightBench bench;
  bench.ServerIsBehind(std::chrono::minutes(20));
  bench.SendNoDate();
  const Preflight found = bench.Run();
  EXPECT_THAT(found.could_not_test, AllOf(HasSubstr("clock"), HasSubstr("Date header")));
  EXPECT_EQ(bench.target().directory.streams, Setting::kUnknown);
}

TEST(PreflightTest, AClockThatIsYearsOffIsTold) {
  PreflightBench bench;
  bench.ServerIsBehind(std::chrono::days(3 * 366));
  const Preflight found = bench.Run();
  EXPECT_THAT(found.could_not_test, IsEmpty());
  EXPECT_THAT(found.headline, StartsWith("its Date header is 3 years behind our clock"));
}

TEST(PreflightTest, ADateThatIsNotTheClockOfTheServerIsTold) {
  PreflightBench bench;
  bench.SendDate("Fri, 31 Dec 9999 23:59:59 GMT");
  const Preflight found = bench.Run();
  EXPECT_THAT(
      found.could_not_test,
      ContainsRegex("^its Date header is [0-9]+ years ahead of our clock, and a timestamp"));
}

TEST(PreflightTest, AServerWithoutADateOnTimeIsTested) {
  PreflightBench bench;
  bench.SendNoDate();
  ExpectNothingWrong(bench.Run());
}

TEST(PreflightTest, AnUnknownPropertyIsNamed) {
  PreflightBench bench;
  reference::Property& property = bench.target().directory.properties.front();
  property.property_id = "b1b2c3d4-5678-4abc-8def-0000000000ff";
  const Preflight found = bench.Run();
  EXPECT_THAT(found.could_not_test, IsEmpty());
  EXPECT_THAT(found.wrong_target,
              AllOf(HasSubstr("property 'line1/temperature'"), HasSubstr(property.asset_id),
                    HasSubstr(property.property_id), HasSubstr("ResourceNotFoundException")));
}

TEST(PreflightTest, AnAliasAloneThatIsUnknownIsNamed) {
  PreflightBench bench;
  bench.server_directory().streams = Setting::kOff;
  reference::Property alone;
  alone.alias = "/nowhere";
  bench.target().directory.properties = {alone};
  EXPECT_THAT(bench.Run().wrong_target, HasSubstr("propertyAlias /nowhere"));
}

// ---- Answers of something else.

struct Elsewhere {
  std::string name;
  spec::HttpResponse response;
  std::string why;
};
void PrintTo(const Elsewhere& row, std::ostream* out) { *out << row.name; }

class PreflightElsewhereTest : public testing::TestWithParam<Elsewhere> {};

TEST_P(PreflightElsewhereTest, CannotBeTested) {
  PreflightBench bench;
  bench.AnswerAllWith(GetParam().response);
  const Preflight found = bench.Run();
  EXPECT_THAT(found.could_not_test, HasSubstr(GetParam().why));
  EXPECT_THAT(found.headline, IsEmpty());
  EXPECT_EQ(bench.target().directory.streams, Setting::kUnknown);
}

INSTANTIATE_TEST_SUITE_P(
    All, PreflightElsewhereTest,
    testing::Values(Elsewhere{"Redirect",
                              {.status = 301,
                               .headers = {{"Location", "https://elsewhere.test/properties"}}},
                              "to https://elsewhere.test/properties (status 301)"},
                    Elsewhere{"Page",
                              {.status = 200,
                               .headers = {{"Content-Type", "text/html"}},
                               .body = "<!DOCTYPE html><html></html>"},
                              "not as IoT SiteWise"},
                    Elsewhere{"NotFound", {.status = 404}, "not as IoT SiteWise"},
                    Elsewhere{"Denied", {.status = 403}, "refuses the caller"},
                    Elsewhere{"Failing", {.status = 503}, "keeps failing with status 503"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace swc::conformance
