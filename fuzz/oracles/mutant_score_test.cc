// A score spends executions on mutants that live, and on those first whose rules a case touches.
#include "fuzz/oracles/mutant_score.h"

#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <string>
#include <string_view>
#include <system_error>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/input/input.h"
#include "generators/case/case.h"

namespace swc::fuzz {
namespace {

using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::Le;

// Three qualities of one time, and a number that stands for none of the mutants that this shows.
generators::Case ThreeQualities() {
  const auto value = [](std::string_view quality) {
    return fmt::format(R"({{"value":{{"doubleValue":1.5}},"at":"t0","quality":"{}"}})", quality);
  };
  const auto test_case = CaseOf(fmt::format(
      R"({{"id":"fuzz/0","clauses":["store.acknowledged"],"title":"t","series":{{"s1":{{}}}},"steps":[{{"put":{{"entries":[{{"entryId":"e1","series":"s1","propertyValues":[{},{},{}]}}]}}}}]}})",
      value("GOOD"), value("BAD"), value("UNCERTAIN")));
  EXPECT_TRUE(test_case.has_value());
  return *test_case;
}

class MutantScoreTest : public ::testing::Test {
 protected:
  MutantScoreTest()
      : folder_(std::filesystem::path(testing::TempDir()) /
                fmt::format("mutant_score_test.{}", getpid())) {}
  ~MutantScoreTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  [[nodiscard]] bool IsKilled(std::string_view mutant) const {
    return std::filesystem::exists(folder_ / fmt::format("records/mutant_{}.json", mutant));
  }

  [[nodiscard]] std::size_t Records() const {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder_ / "records"), {}));
  }

  std::filesystem::path folder_;
};

TEST_F(MutantScoreTest, ACaseMeetsTheMutantsOfItsRulesInTurn) {
  MutantScore score(folder_.string());
  int tries = 0;
  while (!IsKilled("third-quality-evicts") && ++tries < 40) {
    EXPECT_THAT(score.Try(ThreeQualities()), IsEmpty());
  }
  // One by one, without regard to what it touches, it would have been the turn of 40 of them.
  EXPECT_TRUE(IsKilled("third-quality-evicts"));
  EXPECT_THAT(score.killed(), Ge(2U));
  EXPECT_FALSE(IsKilled("next-page-forgets-start"));
}

TEST_F(MutantScoreTest, WhatAnotherProcessKilledIsNotTried) {
  MutantScore second(folder_.string());
  MutantScore first(folder_.string());
  for (int i = 0; i < 40; ++i) {
    EXPECT_THAT(first.Try(ThreeQualities()), IsEmpty());
  }
  const auto record = folder_ / "records/mutant_third-quality-evicts.json";
  ASSERT_TRUE(std::filesystem::exists(record));
  const auto long_ago = std::filesystem::last_write_time(record) - std::chrono::hours(1);
  std::filesystem::last_write_time(record, long_ago);
  for (int i = 0; i < 40; ++i) {
    EXPECT_THAT(second.Try(ThreeQualities()), IsEmpty());
  }
  EXPECT_EQ(std::filesystem::last_write_time(record), long_ago);
  EXPECT_EQ(MutantScore(folder_.string()).killed(), Records());
}

// An input without a campaign means the same whenever it is run.
TEST(LoneMutantScoreTest, MeetsTheMutantOfItsNumberAlone) {
  MutantScore score("");
  for (int i = 0; i < 20; ++i) {
    EXPECT_THAT(score.Try(ThreeQualities()), IsEmpty());
  }
  EXPECT_THAT(score.killed(), Le(1U));
}

}  // namespace
}  // namespace swc::fuzz
