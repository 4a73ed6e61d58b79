#include "fuzz/campaign/left_behind.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/campaign/campaign_testing.h"
#include "fuzz/input/status_file.h"

namespace swc::fuzz {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class LeftBehindTest : public testing::Test {
 protected:
  LeftBehind Read(const std::string& target = "http://t") {
    return LeftBehind::Read(test_.path() / "left-behind.json", target, "fuzz-1a2b3c4d");
  }

  // A campaign of one night.
  void Night(std::uint64_t values, std::uint64_t series, const std::string& target = "http://t") {
    LeftBehind left = Read(target);
    EXPECT_THAT(left.problem(), IsEmpty());
    left.Add({.values = values, .series = series});
    EXPECT_TRUE(left.Write());
  }

  TestFolder test_;
};

TEST_F(LeftBehindTest, NightsAddUp) {
  Night(50'000, 1'000);
  Night(6'789, 234);
  const auto left = Read().OfTarget();
  EXPECT_EQ(left.prefix, "/sitewise-conformance/fuzz-1a2b3c4d/");
  EXPECT_EQ(left.campaigns, 2U);
  EXPECT_EQ(left.series, 1'234U);
  EXPECT_EQ(left.values, 56'789U);
}

TEST_F(LeftBehindTest, ACampaignThatSentNothingIsNone) {
  Night(7, 1);
  Night(0, 0);
  EXPECT_EQ(Read().OfTarget().campaigns, 1U);
}

TEST_F(LeftBehindTest, EachTargetCountsForItself) {
  Night(2, 1);
  Night(30, 10, "http://u");
  EXPECT_EQ(Read().OfTarget().values, 2U);
  EXPECT_EQ(Read("http://u").OfTarget().series, 10U);
  EXPECT_EQ(Read("http://v").OfTarget().campaigns, 0U);
}

TEST_F(LeftBehindTest, TheTargetsThatWereFuzzedLastAreKept) {
  Night(1, 1);
  for (std::size_t i = 1; i < LeftBehind::kTargetsMax; ++i) {
    Night(1, 1, fmt::format("http://{}", i));
  }
  Night(1, 1);
  Night(1, 1, "http://more");
  EXPECT_EQ(Read().OfTarget().campaigns, 2U);
  EXPECT_EQ(Read("http://1").OfTarget().campaigns, 0U);
  EXPECT_EQ(Read("http://2").OfTarget().campaigns, 1U);
}

TEST_F(LeftBehindTest, ADamagedFileIsToldOnceAndCountsNothing) {
  for (const std::string target :
       {R"({"target": "http://t", "campaigns": -1, "series": 1, "values": 2})",
        R"({"target": "http://t", "campaigns": 1, "series": 1, "values": 18446744073709551615})",
        R"({"target": "http://t", "campaigns": 1, "series": 1})", R"({"target": 7})", "[]"}) {
    (void)test_.Write("left-behind.json", R"({"left_behind": [)" + target + "]}");
    EXPECT_THAT(Read().problem(), HasSubstr("left-behind.json: damaged")) << target;
    EXPECT_EQ(Read().OfTarget().campaigns, 0U);
  }
  for (const char* text : {"", "[]", "{}", R"({"left_behind": 7})"}) {
    (void)test_.Write("left-behind.json", text);
    EXPECT_THAT(Read().problem(), Not(IsEmpty())) << text;
  }
  EXPECT_TRUE(Read().Write());
  EXPECT_THAT(Read().problem(), IsEmpty());
}

TEST_F(LeftBehindTest, WhatAKilledCampaignCountedIsFound) {
  EXPECT_EQ(CountedByKilled(test_.path() / "findings").values, 0U);
  for (const char* name : {"status.1", "status.2", "other"}) {
    const auto bytes = std::bit_cast<std::array<char, sizeof(Counts)>>(
        Counts{.executions = 1, .values = 20, .series = 3});
    (void)test_.Write(std::string("findings/") + name, std::string(bytes.begin(), bytes.end()));
  }
  const Counts left = CountedByKilled(test_.path() / "findings");
  EXPECT_EQ(left.values, 40U);
  EXPECT_EQ(left.series, 6U);
}

}  // namespace
}  // namespace swc::fuzz
