#include "fuzz/campaign/campaign.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/campaign/campaign_testing.h"
#include "fuzz/corpora/corpus_folder.h"
#include "fuzz/corpora/corpus_pruning.h"
#include "fuzz/harnesses/harnesses.h"
#include "fuzz/input/feature_log.h"
#include "spec/hash.h"

namespace swc::fuzz {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

TEST_F(CampaignTest, ACampaignWithoutFindingsPrunesItsCorpus) {
  const CampaignResult result = Run(R"(
echo '#2 INITED cov: 7 ft: 9 corp: 2/2b exec/s: 0 rss: 29Mb'
echo 'stat::number_of_executed_units: 1000')");
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(result.executions, 1'000U);
  EXPECT_EQ(result.coverage, 7U);
  EXPECT_EQ(result.corpus, 1U);
  EXPECT_THAT(listener_.said, Contains("pruning the corpus, for 10s at most"));
  EXPECT_THAT(listener_.said, Contains("corpus pruned from 2 to 1 inputs"));
}

TEST_F(CampaignTest, AMergeThatFailsLeavesTheCorpus) {
  for (const std::string_view merge : {R"(cp "$corpus"/a "$fresh"; exit 1)", "exit 0",
                                       R"(cp "$corpus"/a "$fresh"; kill -KILL $$)"}) {
    merge_ = fmt::format(R"(if [ -n "$merge" ]; then {}; fi)", merge);
    EXPECT_EQ(Run("\necho 'stat::number_of_executed_units: 10'").corpus, 2U) << merge;
    EXPECT_THAT(listener_.said.back(), HasSubstr("the corpus was not pruned")) << merge;
  }
}

TEST_F(CampaignTest, AFindingThatAHarnessWritesIsTold) {
  (void)test_.Write("record", RecordText("time.window.past", "s1"));
  const CampaignResult result = Run(fmt::format(R"(
cp '{}/record' "$SWC_FUZZ_FINDINGS/records/.new"
mv "$SWC_FUZZ_FINDINGS/records/.new" "$SWC_FUZZ_FINDINGS/records/found_x.json"
echo 'stat::number_of_executed_units: 10')",
                                                test_.path().string()));
  ASSERT_THAT(result.findings, SizeIs(1));
  EXPECT_EQ(result.findings[0].clause, "time.window.past");
  EXPECT_TRUE(fs::exists(plan_.findings / "found_x.json"));
}

TEST_F(CampaignTest, ATargetThatCannotBeTestedEndsAllJobs) {
  plan_.time = std::chrono::seconds(60);
  plan_.jobs = 2;
  const CampaignResult result = Run(R"(
if [ "$seed" = 8 ]; then exec sleep 600; fi
echo 'sitewise-conformance: http://127.0.0.1:1: connection refused' >&2
exit 3)");
  EXPECT_EQ(result.could_not_test, "http://127.0.0.1:1: connection refused");
  EXPECT_EQ(result.executions, 0U);
  EXPECT_EQ(result.corpus, 2U);
}

TEST_F(CampaignTest, AHarnessThatRefusesItsSettingsEndsAllJobs) {
  plan_.time = std::chrono::seconds(60);
  plan_.jobs = 2;
  const CampaignResult result = Run(R"(
if [ "$seed" = 8 ]; then exec sleep 600; fi
printf '\001\000\000\000\000\000\000\000' > "$SWC_FUZZ_STATUS"
echo 'sitewise-conformance: sitewise_plugin_target: no JSON' >&2
exit 2)");
  EXPECT_EQ(result.wrong_settings, "sitewise_plugin_target: no JSON");
  EXPECT_EQ(result.could_not_test, "");
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(result.corpus, 2U);
}

TEST_F(CampaignTest, TheCorpusOfATargetIsNotMerged) {
  plan_.harness = *FindHarness("endpoint");
  merge_ = fmt::format(R"(if [ -n "$merge" ]; then touch '{}'; exit 0; fi)",
                       (test_.path() / "merged").string());
  const CampaignResult result = Run("\necho 'stat::number_of_executed_units: 10'");
  EXPECT_EQ(result.executions, 10U);
  EXPECT_EQ(result.corpus, 2U);
  EXPECT_FALSE(fs::exists(test_.path() / "merged"));
}

TEST_F(CampaignTest, OfATargetsCorpusTheSmallestInputsStayThatShowWhatAllShow) {
  plan_.harness = *FindHarness("endpoint");
  (void)test_.Write("corpus/large", "larger than the others");
  (void)test_.Write("findings/features.txt",
                    ToText({{spec::HashOf("a"), {1}},
                            {spec::HashOf("b"), {1}},
                            {spec::HashOf("larger than the others"), {1, 2}},
                            {spec::HashOf("a seed"), {3}}}));
  constexpr std::string_view kPlayed = R"(
echo 'INFO: seed corpus: files: 3 min: 1b max: 3b total: 6b rss: 30Mb'
printf '#4\tINITED cov: 5 ft: 5 corp: 2/2b exec/s: 0 rss: 30Mb\n'
echo 'stat::number_of_executed_units: 10')";
  EXPECT_EQ(Run("echo 'stat::number_of_executed_units: 10'").corpus, 3U);
  EXPECT_EQ(Run(std::string(kPlayed)).corpus, 2U);
  EXPECT_FALSE(fs::exists(test_.path() / "corpus/b"));
  EXPECT_THAT(listener_.said, Contains("corpus pruned from 3 to 2 inputs"));
  EXPECT_THAT(ReadFeatures(test_.path() / "findings/features.txt"), SizeIs(2));
}

TEST_F(CampaignTest, ATargetsCorpusOfWhichNothingIsKnownStays) {
  plan_.harness = *FindHarness("endpoint");
  (void)test_.Write("findings/features.txt", ToText({{spec::HashOf("a seed"), {3}}}));
  KeepWhatShowsMore(plan_.corpus, test_.path() / "findings/features.txt");
  EXPECT_EQ(CountFiles(plan_.corpus), 2U);
}

TEST(CorpusPruningTest, AMergeMayTakeAQuarterOfTheTime) {
  EXPECT_EQ(MergeTimeMax(std::chrono::seconds(1)), std::chrono::seconds(10));
  EXPECT_EQ(MergeTimeMax(std::chrono::minutes(4)), std::chrono::minutes(1));
  EXPECT_EQ(MergeTimeMax(std::chrono::hours(6)), std::chrono::minutes(10));
}

TEST_F(CampaignTest, AHarnessThatNeverRanIsNoCrash) {
  const CampaignResult result = Run("echo 'libc++.so: cannot open shared object file'; exit 127");
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_THAT(result.never_ran, HasSubstr("with code 127"));
  EXPECT_THAT(result.never_ran, HasSubstr("cannot open shared object file"));
}

TEST_F(CampaignTest, AStopEndsTheJobsAndSkipsPruning) {
  plan_.time = std::chrono::seconds(600);
  stop_file_ = test_.path() / "stop";
  const CampaignResult result = Run(fmt::format(R"(
trap 'echo "stat::number_of_executed_units: 10"; exit 72' INT
touch '{}'
while :; do sleep 0.05; done)",
                                                stop_file_.string()));
  EXPECT_TRUE(result.stopped);
  EXPECT_EQ(result.executions, 10U);
  EXPECT_EQ(result.crashes, 0U);
  EXPECT_EQ(result.corpus, 2U);
}

TEST_F(CampaignTest, ExecutionsAreReadFromTheStatusFile) {
  const CampaignResult result =
      Run(R"(printf '\004\001\0\0\0\0\0\0\0\0\0\0\0\0\0\0' > "$SWC_FUZZ_STATUS")");
  EXPECT_EQ(result.executions, 260U);
  EXPECT_FALSE(fs::exists(plan_.findings / "status.1"));
}

// A start of libFuzzer that reads nine inputs, and is at the sixth.
constexpr std::string_view kSixthOfNine = R"(
trap 'exit 0' INT
echo 'INFO: seed corpus: files: 9 min: 1b max: 1b total: 9b rss: 29Mb'
printf '\007\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' > "$SWC_FUZZ_STATUS"
)";

TEST_F(CampaignTest, SeedsThatWereNotPlayedAreCounted) {
  const CampaignResult result = Run(std::string(kSixthOfNine));
  EXPECT_EQ(result.executions, 7U);
  EXPECT_EQ(result.seeds.executed, 5U);
  EXPECT_EQ(result.seeds.total, 9U);
}

TEST_F(CampaignTest, TheJobThatPlayedAllSeedsCounts) {
  plan_.jobs = 2;
  const CampaignResult result = Run(std::string(kSixthOfNine) + R"(
if [ "$seed" = 8 ]; then printf '#10\tINITED cov: 7 ft: 9 exec/s: 0\n'; fi)");
  EXPECT_EQ(result.seeds.executed, 9U);
  EXPECT_FALSE(result.seeds.IsOpen());
}

// 260 executions, 7 values, 3 series, and then it goes on.
constexpr std::string_view kSendsValues = R"(
trap 'exit 0' INT
printf '\004\001\0\0\0\0\0\0\007\0\0\0\0\0\0\0\003\0\0\0\0\0\0\0' > "$SWC_FUZZ_STATUS"
)";

TEST_F(CampaignTest, WhatATargetHasToKeepIsBounded) {
  plan_.time = std::chrono::seconds(600);
  plan_.values_max = 7;
  const CampaignResult result = Run(std::string(kSendsValues) + "while :; do sleep 0.05; done");
  EXPECT_THAT(listener_.said,
              Contains("7 values were sent to the target, as many as --values allows: the campaign "
                       "ends before its time"));
  EXPECT_EQ(result.executions, 260U);
  EXPECT_EQ(result.left.values, 7U);
  EXPECT_EQ(result.left.series, 3U);
  EXPECT_FALSE(result.stopped);  // A campaign of full length: its verdict and its corpus count.
  EXPECT_EQ(result.crashes, 0U);
}

TEST_F(CampaignTest, FewerValuesThanAllowedEndNothing) {
  plan_.values_max = 8;
  (void)Run(std::string(kSendsValues));
  EXPECT_THAT(listener_.said, Not(Contains(HasSubstr("--values"))));
}

}  // namespace
}  // namespace swc::fuzz
