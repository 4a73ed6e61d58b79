#include "fuzz/whole_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "fuzz/campaign_folder.h"
#include "fuzz/campaign_testing.h"

namespace swc::fuzz {
namespace {

TEST(WholeFileTest, TheLastContentStaysAndNothingElse) {
  const TestFolder folder;
  const std::filesystem::path file = folder.path() / "new/a.json";
  ASSERT_TRUE(WriteWhole(file, "1"));
  ASSERT_TRUE(WriteWhole(file, "2"));
  EXPECT_EQ(conformance::ReadFile(file.string()).value_or(""), "2");
  EXPECT_THAT(FilesByName(folder.path() / "new"), testing::ElementsAre(file));
}

TEST(WholeFileTest, AnErrorNamesTheFile) {
  const TestFolder folder;
  std::filesystem::create_directories(folder.path() / "a.json/b");
  const auto written = WriteWhole(folder.path() / "a.json", "1");
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().message, testing::HasSubstr("a.json: cannot be written"));
}

}  // namespace
}  // namespace swc::fuzz
