#include "spec/text/text_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/text/error.h"

namespace swc::spec {
namespace {

// A folder that is gone after the test.
class TextFileTest : public testing::Test {
 protected:
  TextFileTest() { std::filesystem::create_directories(folder_); }
  ~TextFileTest() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) / fmt::format("text_file_test.{}", getpid());
};

TEST_F(TextFileTest, TheLastContentStaysAndNothingElse) {
  const std::filesystem::path file = folder() / "new/a.json";
  ASSERT_TRUE(WriteFile(file, "1"));
  ASSERT_TRUE(WriteFile(file, "2"));
  EXPECT_EQ(ReadFile(file.string()).value_or(""), "2");
  std::vector<std::filesystem::path> left;
  for (const auto& entry : std::filesystem::directory_iterator(folder() / "new")) {
    left.push_back(entry.path());
  }
  EXPECT_THAT(left, testing::ElementsAre(file));
}

TEST_F(TextFileTest, AnErrorNamesTheFile) {
  std::ofstream(folder() / "plain") << "x";
  const auto written = WriteFile(folder() / "plain/a.json", "1");
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().message, testing::HasSubstr("plain/a.json: cannot be written"));
  EXPECT_THAT(written.error().message, testing::Not(testing::HasSubstr("partial")));
  const auto read = ReadFile((folder() / "none.json").string());
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, testing::HasSubstr("none.json: cannot be read: No such file"));
}

TEST_F(TextFileTest, OnlyARegularFileThatEndsIsRead) {
  const std::filesystem::path pipe = folder() / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  for (const std::string& path : {pipe.string(), std::string("/dev/zero"), folder().string()}) {
    const auto read = ReadFile(path);
    ASSERT_FALSE(read) << path;
    EXPECT_THAT(read.error().message, testing::StartsWith(path + ": cannot be read: it is "));
  }
  const std::filesystem::path large = folder() / "large";
  std::ofstream(large) << "x";
  std::filesystem::resize_file(large, kFileBytesMax);
  EXPECT_TRUE(ReadFile(large.string()));
  std::filesystem::resize_file(large, kFileBytesMax + 1);
  EXPECT_FALSE(ReadFile(large.string()));
}

TEST_F(TextFileTest, WhatIsNoRegularFileIsWrittenAsItIs) {
  EXPECT_TRUE(WriteFile("/dev/null", "1"));
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST_F(TextFileTest, ALinkStaysALink) {
  const std::filesystem::path link = folder() / "link";
  std::filesystem::create_symlink(folder() / "file", link);
  ASSERT_TRUE(WriteFile(link, "1"));
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EQ(ReadFile((folder() / "file").string()).value_or(""), "1");
}

TEST_F(TextFileTest, ACheckOfWhatCanBeWrittenLeavesNothing) {
  EXPECT_TRUE(CheckWritable(folder() / "new/a.json"));
  EXPECT_TRUE(std::filesystem::is_empty(folder() / "new"));
}

TEST_F(TextFileTest, ACheckLeavesWhatIsThere) {
  const std::filesystem::path file = folder() / "a.json";
  ASSERT_TRUE(WriteFile(file, "1"));
  EXPECT_TRUE(CheckWritable(file));
  EXPECT_EQ(ReadFile(file.string()).value_or(""), "1");
}

TEST_F(TextFileTest, ACheckSaysWhyNothingCanBeWritten) {
  const auto at_folder = CheckWritable(folder());
  ASSERT_FALSE(at_folder);
  EXPECT_THAT(at_folder.error().message, testing::HasSubstr("cannot be written: it is a folder"));
  EXPECT_EQ(at_folder.error().kind, ErrorKind::kInput);
  std::ofstream(folder() / "plain") << "x";
  const auto below_a_file = CheckWritable(folder() / "plain/a.json");
  ASSERT_FALSE(below_a_file);
  EXPECT_THAT(below_a_file.error().message, testing::HasSubstr("plain/a.json: cannot be written"));
  EXPECT_THAT(below_a_file.error().message, testing::Not(testing::HasSubstr("partial")));
}

TEST_F(TextFileTest, ADeviceCanBeWritten) {
  EXPECT_TRUE(CheckWritable("/dev/null"));
  EXPECT_TRUE(std::filesystem::exists("/dev/null"));
}

}  // namespace
}  // namespace swc::spec
