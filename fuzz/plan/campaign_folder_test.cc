#include "fuzz/plan/campaign_folder.h"

#include <chrono>
#include <filesystem>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/campaign/campaign_testing.h"

namespace swc::fuzz {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;

// Gives a file the time of an earlier day.
void Age(const fs::path& file) {
  fs::last_write_time(file, fs::file_time_type::clock::now() - hours(24));
}

TEST(CampaignFolderTest, WhatLiesThereIsOfEarlierCampaigns) {
  const TestFolder folder;
  const fs::path earlier = folder.Write("records/a.json", "a");
  Age(earlier);
  auto opened = CampaignFolder::Open(folder.path());
  ASSERT_TRUE(opened);
  EXPECT_FALSE(opened->goes_on());
  EXPECT_FALSE(opened->IsOfThisCampaign(earlier));
  EXPECT_TRUE(opened->IsOfThisCampaign(folder.Write("records/b.json", "b")));
  EXPECT_FALSE(opened->IsOfThisCampaign(folder.path() / "missing"));
  EXPECT_TRUE(fs::is_directory(opened->artifacts()));
  EXPECT_TRUE(fs::is_directory(opened->logs()));
}

TEST(CampaignFolderTest, AKilledCampaignIsGoneOnWith) {
  const TestFolder folder;
  (void)CampaignFolder::Open(folder.path());  // It goes away without an end.
  const fs::path found = folder.Write("records/a.json", "a");
  {
    auto opened = CampaignFolder::Open(folder.path());
    ASSERT_TRUE(opened);
    EXPECT_TRUE(opened->goes_on());
    EXPECT_TRUE(opened->IsOfThisCampaign(found));
    opened->Finish();
  }
  Age(found);
  auto next = CampaignFolder::Open(folder.path());
  ASSERT_TRUE(next);
  EXPECT_FALSE(next->goes_on());
  EXPECT_FALSE(next->IsOfThisCampaign(found));
}

TEST(CampaignFolderTest, TwoCampaignsAtOnceAreRefused) {
  const TestFolder folder;
  auto first = CampaignFolder::Open(folder.path());
  ASSERT_TRUE(first);
  const CampaignFolder moved = *std::move(first);
  const auto second = CampaignFolder::Open(folder.path());
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message, testing::HasSubstr("another campaign"));
}

TEST(CampaignFolderTest, FilesAreListedByName) {
  const TestFolder folder;
  (void)folder.Write("b", "2");
  (void)folder.Write("a", "1");
  EXPECT_THAT(FilesByName(folder.path()),
              testing::ElementsAre(folder.path() / "a", folder.path() / "b"));
  EXPECT_THAT(FilesByName(folder.path() / "missing"), testing::IsEmpty());
}

}  // namespace
}  // namespace swc::fuzz
