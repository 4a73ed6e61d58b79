#include "fuzz/corpora/seed_progress.h"

#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/campaign/campaign_testing.h"

namespace swc::fuzz {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAreArray;

class SeedProgressTest : public testing::Test {
 protected:
  SeedProgressTest() {
    for (const std::string name : {"a", "b", "c", "d", "e"}) {
      all_.push_back(test_.Write(fs::path("seeds") / name, "seed " + name));
    }
    (void)test_.Write("seeds/a-once-more", "seed a");
  }

  SeedProgress Open(const std::string& target = "http://t") {
    return SeedProgress::Open(file_, target, {test_.path() / "seeds"});
  }

  TestFolder test_;
  fs::path file_ = test_.path() / "seeds-played.txt";
  std::vector<fs::path> all_;
};

TEST_F(SeedProgressTest, ANightBeginsWithWhatTheNightBeforeDidNotPlay) {
  SeedProgress first = Open();
  const auto tonight = first.Order(1);
  EXPECT_THAT(tonight, UnorderedElementsAreArray(all_));
  EXPECT_EQ(tonight, first.Order(1));
  ASSERT_TRUE(first.Note(tonight, 2));
  const SeedProgress second = Open();
  EXPECT_EQ(second.played(), 2U);
  EXPECT_THAT(second.Order(7),
              UnorderedElementsAreArray(std::vector(tonight.begin() + 2, tonight.end())));
}

TEST_F(SeedProgressTest, OnceAllWerePlayedAllArePlayedAnew) {
  SeedProgress first = Open();
  ASSERT_TRUE(first.Note(first.Order(1), 4));
  SeedProgress second = Open();
  ASSERT_THAT(second.Order(2), SizeIs(1));
  ASSERT_TRUE(second.Note(second.Order(2), 10));
  EXPECT_THAT(Open().Order(3), SizeIs(5));
  EXPECT_EQ(Open().played(), 0U);
}

TEST_F(SeedProgressTest, AnotherTargetWasAskedNothing) {
  SeedProgress first = Open();
  ASSERT_TRUE(first.Note(first.Order(1), 4));
  EXPECT_THAT(Open("http://u").Order(1), SizeIs(5));
  EXPECT_THAT(Open("http://u").problem(), IsEmpty());
}

TEST_F(SeedProgressTest, ADamagedFileIsToldAndSaysNothing) {
  SeedProgress first = Open();
  ASSERT_TRUE(first.Note(first.Order(1), 4));
  for (const char* text : {"", "seeds that were played: 1\nhttp://t\nnonsense\n", "{}"}) {
    (void)test_.Write("seeds-played.txt", text);
    EXPECT_THAT(Open().Order(1), SizeIs(5)) << text;
    EXPECT_THAT(Open().problem(), HasSubstr("seeds-played.txt: damaged")) << text;
  }
}

TEST_F(SeedProgressTest, SeedsThatAreGoneAreForgotten) {
  SeedProgress first = Open();
  const auto tonight = first.Order(1);
  ASSERT_TRUE(first.Note(tonight, 2));
  fs::remove(tonight[0]);
  fs::remove(test_.path() / "seeds/a-once-more");
  SeedProgress second = Open();
  EXPECT_LE(second.played(), 2U);
  ASSERT_TRUE(second.Note({}, 0));
  EXPECT_EQ(Open().total(), second.total());
}

}  // namespace
}  // namespace swc::fuzz
