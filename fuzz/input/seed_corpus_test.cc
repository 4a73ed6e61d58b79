// The committed corpora and the dictionary are those that the sources give.
#include "fuzz/input/seed_corpus.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/input/input.h"
#include "fuzz/input/read_seeds.h"
#include "spec/testing_paths.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

using ::testing::HasSubstr;

const std::filesystem::path kFolder = spec::SourceFolder() / "fuzz" / "corpus";
constexpr const char* kAdvice =
    "; write it anew: build/release/make_fuzz_corpus fuzz/corpus, and commit it";

std::string Read(const std::filesystem::path& path) {
  return spec::ReadFile(path.string()).value_or("");
}

TEST(SeedCorpusTest, IsWhatIsCommitted) {
  std::map<std::string, std::string> wanted = {{"contract.dict", Dictionary()}};
  for (const Seed& seed : SeedCorpus()) {
    wanted.emplace(seed.path, seed.bytes);
  }
  std::size_t committed = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kFolder)) {
    if (!entry.is_regular_file()) {
      continue;
    }
    ++committed;
    const std::string path = std::filesystem::relative(entry.path(), kFolder).string();
    const auto found = wanted.find(path);
    ASSERT_NE(found, wanted.end()) << path << " is in no corpus" << kAdvice;
    ASSERT_EQ(Read(entry.path()), found->second) << path << " differs" << kAdvice;
  }
  EXPECT_EQ(committed, wanted.size()) << "some seeds are missing" << kAdvice;
}

TEST(SeedCorpusTest, EveryCaseIsReadByTheHarnesses) {
  for (const Seed& seed : SeedCorpus()) {
    if (seed.path.starts_with("cases/")) {
      EXPECT_TRUE(CaseOf(seed.bytes)) << seed.path;
    }
  }
}

// Of reads every parameter and member is there, and the token of a first page is used.
TEST(SeedCorpusTest, TheSeedsOfReadsHaveAllTheirParts) {
  const std::vector<std::string> seeds = ReadSeeds();
  std::string all;
  for (const std::string& seed : seeds) {
    EXPECT_TRUE(CaseOf(seed)) << seed;
    all += seed;
  }
  for (const char* part : {"propertyAlias=", "&propertyId=", "&startDate=", "&endDate=",
                           "&qualities=", "&timeOrdering=", "&maxResults=", "&nextToken=${token}",
                           "\"maxResults\":", R"("nextToken":"${token}")",
                           "\"qualities\":", "\"timeOrdering\":", "\"startDate\":"}) {
    EXPECT_THAT(all, HasSubstr(part));
  }
}

TEST(SeedCorpusTest, FilesAreNamedByTheirSha1) {
  EXPECT_EQ(CorpusName("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

TEST(DictionaryTest, HoldsMembersEnumsAndLimits) {
  const std::string dictionary = Dictionary();
  for (const char* word :
       {R"("\"offsetInNanos\"")", R"("\"UNCERTAIN\"")", R"("2147483648")", R"("&maxResults=")",
        "\"UNCERTAIN\"\n", "\"DESCENDING\"\n", R"("${token}")"}) {
    EXPECT_THAT(dictionary, HasSubstr(word));
  }
}

}  // namespace
}  // namespace swc::fuzz
