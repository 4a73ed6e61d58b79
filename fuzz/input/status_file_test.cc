#include "fuzz/input/status_file.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "fuzz/campaign/campaign_testing.h"

namespace swc::fuzz {
namespace {

TEST(StatusFileTest, TheDriverReadsWhatAHarnessCounts) {
  const TestFolder folder;
  const std::filesystem::path path = folder.path() / "status.1";
  {
    const StatusFile status(path);
    EXPECT_EQ(status.Read().executions, 0U);
    EXPECT_EQ(status.Read().values, 0U);
    Counts* counts = MapCounts(path.c_str());
    ASSERT_NE(counts, nullptr);
    counts->executions = 260;
    EXPECT_EQ(status.Read().executions, 260U);
    counts->executions += 1'000'000'000'000;
    counts->values = 7;
    counts->series = 3;
    EXPECT_EQ(status.Read().executions, 1'000'000'000'260U);
    EXPECT_EQ(status.Read().values, 7U);
    EXPECT_EQ(status.Read().series, 3U);
    EXPECT_EQ(Sum(status.Read(), ReadCounts(path)).values, 14U);
    EXPECT_EQ(Sum(status.Read(), ReadCounts(path)).series, 6U);
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(StatusFileTest, WithoutAFileOfADriverNothingIsCounted) {
  const TestFolder folder;
  EXPECT_EQ(MapCounts(nullptr), nullptr);
  EXPECT_EQ(MapCounts((folder.path() / "missing").c_str()), nullptr);
  EXPECT_EQ(MapCounts(folder.path().c_str()), nullptr);
  EXPECT_EQ(MapCounts(folder.Write("short", "1234567").c_str()), nullptr);
}

}  // namespace
}  // namespace swc::fuzz
