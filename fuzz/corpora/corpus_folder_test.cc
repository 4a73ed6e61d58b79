#include "fuzz/corpora/corpus_folder.h"

#include <array>
#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/campaign/campaign_testing.h"
#include "spec/text/error.h"

namespace swc::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kShaOfAbc = "a9993e364706816aba3e25717850c26c9cd0d89d";

TEST(CorpusFolderTest, Sha1OfAKnownText) { EXPECT_EQ(Sha1Hex("abc"), kShaOfAbc); }

TEST(CorpusFolderTest, OnlyANameThatPromisesAnotherContentIsTorn) {
  const TestFolder folder;
  EXPECT_FALSE(IsTorn(folder.Write(kShaOfAbc, "abc")));
  EXPECT_TRUE(IsTorn(folder.Write(kShaOfAbc, "ab")));
  EXPECT_TRUE(IsTorn(folder.Write("crash-" + std::string(kShaOfAbc), "")));
  EXPECT_FALSE(IsTorn(folder.Write("seed", "ab")));
  EXPECT_FALSE(IsTorn(folder.Write("A9993E364706816ABA3E25717850C26C9CD0D89D", "ab")));
  EXPECT_FALSE(IsTorn(folder.path() / kShaOfAbc.substr(1)));
}

TEST(CorpusFolderTest, TornFilesAreRemovedAndCounted) {
  const TestFolder folder;
  const fs::path corpus = folder.path() / "corpus";
  const fs::path good = folder.Write(fs::path("corpus") / kShaOfAbc, "abc");
  const fs::path torn = folder.Write("corpus/0000000000000000000000000000000000000000", "abc");
  const auto opened = OpenCorpus(corpus);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->inputs, 1U);
  EXPECT_EQ(opened->torn, 1U);
  EXPECT_TRUE(fs::exists(good));
  EXPECT_FALSE(fs::exists(torn));
}

TEST(CorpusFolderTest, AMissingFolderIsMade) {
  const TestFolder folder;
  ASSERT_TRUE(OpenCorpus(folder.path() / "deep/corpus"));
  EXPECT_TRUE(fs::is_directory(folder.path() / "deep/corpus"));
  const auto refused = OpenCorpus(folder.Write("file", "x") / "corpus");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, testing::HasSubstr("cannot be made"));
}

// Every moment at which a swap can be killed; the corpus holds "a", the merged one "b".
TEST(CorpusFolderTest, AKillDuringTheSwapLosesNothing) {
  struct Moment {
    std::string_view name;
    std::string_view a_lies_in;
    std::string_view b_lies_in;
    std::string_view kept;
  };
  constexpr auto kMoments = std::to_array<Moment>({
      {"while merging", "corpus", ".corpus.swc-merging", "a"},
      {"after the exchange", ".corpus.swc-merging", "corpus", "b"},
      {"between two renames", ".corpus.swc-before", ".corpus.swc-merging", "a"},
      {"after two renames", ".corpus.swc-before", "corpus", "b"},
  });
  for (const Moment& moment : kMoments) {
    SCOPED_TRACE(moment.name);
    const TestFolder folder;
    (void)folder.Write(fs::path(moment.a_lies_in) / "a", "a");
    (void)folder.Write(fs::path(moment.b_lies_in) / "b", "b");
    EXPECT_TRUE(HoldsInput(folder.path() / "corpus"));
    ASSERT_TRUE(OpenCorpus(folder.path() / "corpus"));
    EXPECT_TRUE(fs::exists(folder.path() / "corpus" / moment.kept));
    EXPECT_EQ(CountFiles(folder.path() / "corpus"), 1U);
    EXPECT_FALSE(fs::exists(folder.path() / ".corpus.swc-merging"));
    EXPECT_FALSE(fs::exists(folder.path() / ".corpus.swc-before"));
  }
}

TEST(CorpusFolderTest, FoldersOfOtherPeopleBesideItStay) {
  const TestFolder folder;
  const fs::path corpus = folder.path() / "corpus";
  (void)folder.Write("corpus/a", "a");
  const fs::path merging = folder.Write("corpus.merging/mine", "1");
  const fs::path before = folder.Write("corpus.before/mine", "2");
  ASSERT_TRUE(OpenCorpus(corpus));
  const auto fresh = FreshCorpus(corpus);
  ASSERT_TRUE(fresh);
  (void)folder.Write(fresh->filename() / "b", "b");
  ASSERT_TRUE(TakeFreshCorpus(corpus));
  EXPECT_TRUE(fs::exists(merging));
  EXPECT_TRUE(fs::exists(before));
}

TEST(CorpusFolderTest, TwoCampaignsDoNotShareACorpus) {
  const TestFolder folder;
  const fs::path corpus = folder.path() / "corpus";
  {
    const auto first = OpenCorpus(corpus);
    ASSERT_TRUE(first);
    const auto second = OpenCorpus(corpus);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, spec::ErrorKind::kInput);
    EXPECT_THAT(second.error().message, testing::HasSubstr("another campaign"));
    EXPECT_THAT(second.error().message, testing::HasSubstr("--corpus"));
    // The first one is between the two renames of a swap.
    fs::rename(corpus, folder.path() / ".corpus.swc-before");
    EXPECT_FALSE(OpenCorpus(corpus));
    EXPECT_FALSE(fs::exists(corpus));
  }
  EXPECT_TRUE(OpenCorpus(corpus));
}

TEST(CorpusFolderTest, InputsAreSoughtInFoldersBelowToo) {
  const TestFolder folder;
  EXPECT_FALSE(HoldsInput(folder.path() / "missing"));
  EXPECT_FALSE(HoldsInput(folder.path()));
  fs::create_directories(folder.path() / "deep/er");
  EXPECT_FALSE(HoldsInput(folder.path()));
  (void)folder.Write("deep/er/a", "a");
  EXPECT_TRUE(HoldsInput(folder.path()));
}

TEST(CorpusFolderTest, TheNewestInputsAreKept) {
  const TestFolder folder;
  const auto now = fs::file_time_type::clock::now();
  for (int age = 0; age < 5; ++age) {
    fs::last_write_time(folder.Write(std::to_string(age), "x"), now - std::chrono::hours(age));
  }
  EXPECT_EQ(KeepNewest(folder.path(), 9), 5U);
  EXPECT_EQ(KeepNewest(folder.path(), 2), 2U);
  EXPECT_TRUE(fs::exists(folder.path() / "0"));
  EXPECT_TRUE(fs::exists(folder.path() / "1"));
}

TEST(CorpusFolderTest, TheFreshCorpusTakesThePlaceOfTheOld) {
  const TestFolder folder;
  const fs::path corpus = folder.path() / "corpus";
  (void)folder.Write("corpus/a", "a");
  (void)folder.Write(".corpus.swc-merging/stale", "a");
  const auto fresh = FreshCorpus(corpus);
  ASSERT_TRUE(fresh);
  EXPECT_EQ(CountFiles(*fresh), 0U);
  (void)folder.Write(fresh->filename() / "b", "b");
  ASSERT_TRUE(TakeFreshCorpus(corpus));
  EXPECT_TRUE(fs::exists(corpus / "b"));
  EXPECT_EQ(CountFiles(corpus), 1U);
  EXPECT_FALSE(fs::exists(*fresh));
}

}  // namespace
}  // namespace swc::fuzz
