#include "fuzz/status_file.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "fuzz/campaign_testing.h"

namespace swc::fuzz {
namespace {

TEST(StatusFileTest, TheDriverReadsWhatAHarnessCounts) {
  const TestFolder folder;
  const std::filesystem::path path = folder.path() / "status.1";
  {
    const StatusFile status(path);
    EXPECT_EQ(status.Executions(), 0U);
    std::uint64_t* executions = MapExecutions(path.c_str());
    ASSERT_NE(executions, nullptr);
    *executions = 260;
    EXPECT_EQ(status.Executions(), 260U);
    *executions += 1'000'000'000'000;
    EXPECT_EQ(status.Executions(), 1'000'000'000'260U);
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(StatusFileTest, WithoutAFileOfADriverNothingIsCounted) {
  const TestFolder folder;
  EXPECT_EQ(MapExecutions(nullptr), nullptr);
  EXPECT_EQ(MapExecutions((folder.path() / "missing").c_str()), nullptr);
  EXPECT_EQ(MapExecutions(folder.path().c_str()), nullptr);
  EXPECT_EQ(MapExecutions(folder.Write("short", "1234567").c_str()), nullptr);
}

}  // namespace
}  // namespace swc::fuzz
