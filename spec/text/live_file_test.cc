#include "spec/text/live_file.h"

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "spec/text/secrets.h"
#include "spec/text/text_file.h"

namespace swc::spec {
namespace {

std::string PathOf(const char* name) {
  return (std::filesystem::path(testing::TempDir()) / name).string();
}

TEST(LiveFileTest, WhatWasWrittenIsThereAtOnceAndSecretsAreNot) {
  KeepSecret("live-file-secret");
  const std::string path = PathOf("live.txt");
  LiveFile file(path);
  file.Write("one\n");
  EXPECT_EQ(ReadFile(path).value_or(""), "one\n");
  file.Write("key live-file-secret\n");
  EXPECT_EQ(ReadFile(path).value_or(""), "one\nkey ***\n");
  EXPECT_FALSE(file.lost());
}

TEST(LiveFileTest, WhatCannotBeWrittenIsLost) {
  LiveFile nowhere(PathOf("no/such/folder/live.txt"));
  EXPECT_TRUE(nowhere.lost());
  nowhere.Write("x");
  LiveFile full("/dev/full");
  EXPECT_FALSE(full.lost());
  full.Write("x");
  EXPECT_TRUE(full.lost());
}

}  // namespace
}  // namespace swc::spec
