#include "fuzz/input/feature_log.h"

#include <array>
#include <cstdint>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/campaign/campaign_testing.h"
#include "spec/hash.h"

namespace swc::fuzz {
namespace {

using Counters = std::array<std::uint8_t, 4>;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class FeatureLogTest : public testing::Test {
 protected:
  TestFolder test_;
  std::filesystem::path file_ = test_.path() / "features.txt";
};

TEST_F(FeatureLogTest, OnlyWhatIsNewIsWrittenAndAddedUp) {
  FeatureLog log(file_);
  log.Note("a", Counters{1, 0, 0, 2}, false);
  log.Note("b", Counters{9, 0, 0, 0}, false);
  log.Note("a", Counters{0, 1, 0, 0}, false);
  EXPECT_THAT(ReadFeatures(file_), ElementsAre(Pair(spec::HashOf("a"), ElementsAre(0, 1, 3))));
  log.Note("b", Counters{9, 0, 0, 0}, true);
  EXPECT_THAT(ReadFeatures(file_), testing::Contains(Pair(spec::HashOf("b"), ElementsAre(0))));
}

TEST_F(FeatureLogTest, WhatIsWrittenAnewIsReadTheSame) {
  const FeaturesOfInputs features = {{0, {}}, {UINT64_MAX, {0, 4095}}};
  EXPECT_EQ(ReadFeatures(test_.Write("features.txt", ToText(features))), features);
}

TEST_F(FeatureLogTest, ATornLineIsPassedOver) {
  (void)test_.Write("features.txt",
                    "0000000000000001 3 12\nnonsense .\n\n0000000000000002 1 x .\n"
                    "0000000000000003 4 .\n0000000000000004 1");
  EXPECT_THAT(ReadFeatures(file_), ElementsAre(Pair(3, ElementsAre(4))));
}

TEST_F(FeatureLogTest, WithoutAFileNothingIsKept) {
  FeatureLog("").Note("a", Counters{1}, true);
  EXPECT_THAT(ReadFeatures(file_), IsEmpty());
  EXPECT_THAT(ReadFeatures(""), IsEmpty());
}

}  // namespace
}  // namespace swc::fuzz
