#include "fuzz/plan/campaign_plan.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/campaign/campaign_testing.h"
#include "fuzz/corpora/corpus_folder.h"
#include "fuzz/engine/fuzzer_process.h"
#include "fuzz/harnesses/harnesses.h"
#include "spec/testing_paths.h"
#include "spec/text/error.h"

namespace swc::fuzz {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

CampaignPlan PlanInWords() {
  return {.harness = *FindHarness("endpoint"),
          .program = "b/endpoint_fuzzer",
          .dictionary = "b/contract.dict",
          .corpus = "c",
          .findings = "f",
          .target_file = "t.json",
          .target_words = "--target t.json",
          .seed = 41,
          .engine_flags = {"-use_cmp=0"}};
}

TEST(FuzzCommandTest, SeedsThatAreChosenArePlayedInTheirOrder) {
  CampaignPlan plan{.harness = *FindHarness("endpoint"),
                    .corpus = "c",
                    .findings = "f",
                    .seeds = {"s1", "s2"},
                    .seed_files = {"s1/b", "s2/c", "s1/a"},
                    .target_file = "t.json"};
  const auto command = FuzzCommand(plan, {.seeds = plan.seeds}).command;
  EXPECT_THAT(command, Contains("-shuffle=0"));
  EXPECT_THAT(command, Contains("-seed_inputs=@f/logs/seeds-tonight.txt"));
  EXPECT_EQ(command.back(), "c");
  EXPECT_EQ(SeedListText(plan), "s1/a,s2/c,s1/b");
  plan.seed_files.clear();
  EXPECT_THAT(FuzzCommand(plan, {}).command, Not(Contains("-shuffle=0")));
}

TEST(CampaignPlanTest, TheCommandLineOfAHarness) {
  const ProcessStart start = FuzzCommand(PlanInWords(), {.number = 1,
                                                         .remaining = std::chrono::seconds(60),
                                                         .status_file = "f/status.1",
                                                         .seeds = {"s1", "s2"}});
  EXPECT_THAT(start.command, ElementsAre("b/endpoint_fuzzer", "-artifact_prefix=f/artifacts/",
                                         "-timeout=600", "-rss_limit_mb=2048", "-max_len=16384",
                                         "-max_total_time=60", "-print_final_stats=1", "-reload=1",
                                         "-entropic=0", "-seed=42", "-dict=b/contract.dict",
                                         "-prefer_small=0", "-use_cmp=0", "c", "s1", "s2"));
  EXPECT_THAT(start.environment,
              testing::UnorderedElementsAre(
                  "SWC_FUZZ_FINDINGS=f", "SWC_FUZZ_TARGET=t.json",
                  "SWC_FUZZ_SERIES=" + SeriesFolder(PlanInWords()), "SWC_FUZZ_SEEDS_ALONE=1",
                  "SWC_FUZZ_FEATURES=f/features.txt", "SWC_FUZZ_STATUS=f/status.1",
                  "SWC_FUZZ_SHARE=0/1", "GLIBC_TUNABLES=glibc.malloc.tcache_count=2000"));
}

TEST(CampaignPlanTest, RareFeaturesOfAHandlerGuideTheFuzzer) {
  CampaignPlan plan = PlanInWords();
  plan.harness = *FindHarness("plugin");
  EXPECT_THAT(FuzzCommand(plan, {}).command, Contains("-entropic=1"));
  EXPECT_THAT(FuzzCommand(plan, {}).command, Not(Contains("-entropic=0")));
}

TEST(CampaignPlanTest, WhoTunesTheMemoryHasTheirWay) {
  // NOLINTBEGIN(concurrency-mt-unsafe): no thread runs.
  ASSERT_EQ(setenv("GLIBC_TUNABLES", "glibc.malloc.arena_max=1", 0), 0);
  const ProcessStart start = FuzzCommand(PlanInWords(), {});
  ASSERT_EQ(unsetenv("GLIBC_TUNABLES"), 0);
  // NOLINTEND(concurrency-mt-unsafe)
  EXPECT_THAT(start.environment, Not(Contains(HasSubstr("GLIBC_TUNABLES"))));
}

TEST(CampaignPlanTest, TheSeriesOfOneTargetLieInOneFolderEveryNight) {
  CampaignPlan plan = PlanInWords();
  plan.target_name = "http://127.0.0.1:9000";
  const std::string folder = SeriesFolder(plan);
  EXPECT_THAT(folder, testing::MatchesRegex("fuzz-[0-9a-f]{8}"));
  plan.seed = 43;
  plan.findings = "g";
  EXPECT_EQ(SeriesFolder(plan), folder);
  plan.target_name = "http://127.0.0.1:9001";
  EXPECT_NE(SeriesFolder(plan), folder);
  EXPECT_THAT(KnownCommand(plan, {}, "s").environment,
              Contains("SWC_FUZZ_SERIES=" + SeriesFolder(plan)));
  plan.target_file.clear();
  EXPECT_THAT(FuzzCommand(plan, {}).environment, Not(Contains(HasSubstr("SWC_FUZZ_SERIES"))));
}

TEST(CampaignPlanTest, AHarnessLearnsThatItsTargetMayBeLive) {
  CampaignPlan plan = PlanInWords();
  plan.allow_live = true;
  EXPECT_THAT(FuzzCommand(plan, {}).environment, Contains("SWC_FUZZ_ALLOW_LIVE=1"));
}

TEST(CampaignPlanTest, OnlySeedsThatATargetIsAskedArePlayedAlone) {
  CampaignPlan plan = PlanInWords();
  EXPECT_THAT(HarnessLine(plan, "x"), Not(HasSubstr("SEEDS_ALONE")));  // A crash of a variant too.
  plan.harness = *FindHarness("request_bytes");
  EXPECT_THAT(FuzzCommand(plan, {}).environment, Not(Contains("SWC_FUZZ_SEEDS_ALONE=1")));
  EXPECT_THAT(FuzzCommand(plan, {}).command, Not(Contains("-prefer_small=0")));
}

TEST(CampaignPlanTest, LinesForTheShell) {
  CampaignPlan plan = PlanInWords();
  EXPECT_EQ(HarnessLine(plan, "x"), "SWC_FUZZ_TARGET=t.json b/endpoint_fuzzer x");
  EXPECT_EQ(ReplayLine(plan, "x.json"), "sitewise-conformance replay x.json --target t.json");
  plan.target_file.clear();
  plan.target_words.clear();
  EXPECT_EQ(HarnessLine(plan, "x"), "b/endpoint_fuzzer x");
  EXPECT_EQ(ReplayLine(plan, "x.json"), "sitewise-conformance replay x.json");
}

TEST(CampaignPlanTest, NoTimeIsNotTimeWithoutEnd) {
  EXPECT_THAT(FuzzCommand(PlanInWords(), {.remaining = std::chrono::seconds(-5)}).command,
              Contains("-max_total_time=1"));
}

TEST(CampaignPlanTest, SeedsStayWithinWhatLibFuzzerTakes) {
  CampaignPlan plan = PlanInWords();
  plan.seed = 0xFFFF'FFFF;
  EXPECT_THAT(FuzzCommand(plan, {.number = 1}).command, Contains("-seed=2147483648"));
  EXPECT_THAT(FuzzCommand(plan, {.number = 2}).command, Contains("-seed=1"));
}

TEST(CampaignPlanTest, AMergeWritesIntoTheFreshFolder) {
  const ProcessStart start = MergeCommand(PlanInWords(), "c.merging");
  EXPECT_THAT(start.command, Contains("-merge=1"));
  EXPECT_THAT(start.command, Contains("-max_len=16384"));
  EXPECT_EQ(start.command[start.command.size() - 2], "c.merging");
  EXPECT_EQ(start.command.back(), "c");
  EXPECT_THAT(start.command, Not(Contains(StartsWith("-max_total_time"))));
}

TEST(CampaignPlanTest, HarnessesAreLookedForWhereTheyAreBuilt) {
  const TestFolder folder;
  const Harness& harness = *FindHarness("sequence");
  const fs::path executable = folder.path() / "build/release/sitewise-conformance";
  const auto missing = FindProgram(harness, {.executable = executable});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, spec::ErrorKind::kUsage);
  EXPECT_THAT(missing.error().message, HasSubstr("cmake --preset fuzz"));

  const fs::path built = folder.Write("build/fuzz/sequence_fuzzer", "");
  EXPECT_EQ(FindProgram(harness, {.executable = executable}).value_or(""), built);
  const fs::path beside = folder.Write("build/release/sequence_fuzzer", "");
  EXPECT_EQ(FindProgram(harness, {.executable = executable}).value_or(""), beside);
  const fs::path named = folder.Write("other/sequence_fuzzer", "");
  const std::string other = (folder.path() / "other").string();
  EXPECT_EQ(
      FindProgram(harness, {.from_environment = other, .executable = executable}).value_or(""),
      named);
  EXPECT_FALSE(FindProgram(
      harness,
      {.fuzzers = folder.path().string(), .from_environment = other, .executable = executable}));
}

TEST(CampaignPlanTest, SeedsAndDictionaryLieBesideTheProgramOrInTheSources) {
  const TestFolder folder;
  const Harness& harness = *FindHarness("sequence");
  const fs::path program = folder.Write("build/fuzz/sequence_fuzzer", "");
  EXPECT_THAT(FindSeeds(harness, program), IsEmpty());
  EXPECT_EQ(FindDictionary(program), "");
  (void)folder.Write("fuzz/corpus/cases/a", "");
  EXPECT_THAT(FindSeeds(harness, program), ElementsAre(folder.path() / "fuzz/corpus/cases"));
  (void)folder.Write("build/fuzz/corpus/sequence/a", "");
  EXPECT_THAT(FindSeeds(harness, program),
              ElementsAre(folder.path() / "build/fuzz/corpus/sequence"));
  const fs::path in_sources = folder.Write("fuzz/corpus/contract.dict", "");
  EXPECT_EQ(FindDictionary(program), in_sources);
  const fs::path dictionary = folder.Write("build/fuzz/contract.dict", "");
  EXPECT_EQ(FindDictionary(program), dictionary);
}

TEST(HarnessesTest, EachHasSeedsAmongTheSources) {
  for (const Harness& harness : AllHarnesses()) {
    const fs::path program = spec::SourceFolder() / "conformance/e2e" / ProgramOf(harness);
    const auto seeds = FindSeeds(harness, program);
    ASSERT_EQ(seeds.size(), 1U) << harness.name;
    EXPECT_TRUE(HoldsInput(seeds.front())) << harness.name;
  }
}

TEST(HarnessesTest, InputsMayBeAsLongAsTheHarnessTakesThem) {
  EXPECT_EQ(FindHarness("request_bytes")->input_bytes_max, 16'384U);
  EXPECT_EQ(FindHarness("response_bytes")->input_bytes_max, 65'536U);
}

TEST(HarnessesTest, EachHasAnOwnNameAndALine) {
  std::set<std::string_view> names;
  for (const Harness& harness : AllHarnesses()) {
    EXPECT_TRUE(names.insert(harness.name).second) << harness.name;
    EXPECT_EQ(FindHarness(harness.name), &harness);
  }
  EXPECT_EQ(FindHarness("nonsense"), nullptr);
  EXPECT_EQ(ProgramOf(*FindHarness("canary")), "canary_fuzzer");
}

TEST(HarnessListTest, SaysWhatIsBuiltAndWhere) {
  const TestFolder folder;
  (void)folder.Write("mutant_fuzzer", "");
  const std::string list = HarnessList({.fuzzers = folder.path().string()});
  for (const Harness& harness : AllHarnesses()) {
    EXPECT_THAT(list, HasSubstr(std::string(harness.summary)));
  }
  EXPECT_THAT(list, HasSubstr("/mutant_fuzzer\n"));
  EXPECT_THAT(list,
              HasSubstr("not built: cmake --preset fuzz && cmake --build --preset fuzz --target "
                        "sequence_fuzzer\n"));
  EXPECT_THAT(list, testing::Not(HasSubstr("--target mutant_fuzzer")));
  EXPECT_THAT(list, HasSubstr("--plugin"));
}

}  // namespace
}  // namespace swc::fuzz
