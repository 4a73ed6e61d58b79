#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/campaign/campaign.h"
#include "fuzz/campaign/campaign_testing.h"
#include "fuzz/corpora/corpus_folder.h"
#include "fuzz/harnesses/harnesses.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST_F(CampaignTest, ACrashIsAFindingAndTheJobGoesOn) {
  plan_.time = std::chrono::seconds(60);
  const CampaignResult result = Run(fmt::format(R"(
echo 'stat::number_of_executed_units: 10'
if [ -e "$artifacts"second ]; then exit 0; fi
if [ -e "$artifacts"first ]; then touch "$artifacts"second; fi
touch "$artifacts"first
printf abc > "$artifacts"crash-{0}
echo 'a.cc:9: internal error: odd'
echo '==7== ERROR: libFuzzer: deadly signal'
echo "artifact_prefix='$artifacts'; Test unit written to $artifacts"crash-{0}
exit 77)",
                                                Sha1Hex("abc")));
  EXPECT_EQ(result.executions, 30U);
  EXPECT_EQ(result.crashes, 2U);
  ASSERT_THAT(result.findings, SizeIs(1));
  EXPECT_EQ(result.findings[0].count, 2U);
  EXPECT_THAT(result.findings[0].observed, HasSubstr("internal error: odd"));
  EXPECT_THAT(listener_.found, SizeIs(1));
}

// Its second start has not read its inputs yet when it is looked at.
TEST_F(CampaignTest, WhatACrashedHarnessSaidStandsUntilTheNextOneSaysMore) {
  plan_.time = std::chrono::seconds(60);
  (void)Run(R"(
if [ -e "$artifacts"first ]; then exit 0; fi
touch "$artifacts"first
echo '#512	NEW    cov: 45 ft: 6 corp: 7/8b exec/s: 9 rss: 1Mb'
printf abc > "$artifacts"crash-1
echo "Test unit written to $artifacts"crash-1
exit 77)");
  EXPECT_EQ(listener_.last.coverage, 45U);
  EXPECT_EQ(listener_.last.corpus, 7U);
}

TEST_F(CampaignTest, AnInputThatAlwaysCrashesEndsTheJob) {
  plan_.time = std::chrono::seconds(60);
  const CampaignResult result = Run(R"(
printf abc > "$artifacts"crash-1
echo "Test unit written to $artifacts"crash-1
exit 77)");
  EXPECT_EQ(result.crashes, 10U);
  EXPECT_THAT(listener_.said,
              Contains("job 1 is given up: 10 times in a row it crashed before it tried anything "
                       "new, at last on crash-1"));
}

// It crashes on the first input that there is, in one place.
constexpr std::string_view kCrashesOnEachInput = R"sh(
for argument in "$@"; do last="$argument"; done
for input in "$corpus"/* "$last"/*; do
  if [ -f "$input" ]; then
    name="crash-$(sha1sum < "$input" | cut -c1-40)"
    cp "$input" "$artifacts$name"
    echo "==7== ERROR: libFuzzer: deadly signal"
    echo "    #0 0x12 in Crashed(int) /src/a.cc:1:2"
    echo "Test unit written to $artifacts$name"
    exit 77
  fi
done
echo 'stat::number_of_executed_units: 1000'
)sh";

TEST_F(CampaignTest, CrashesOnSeedsEndNoJob) {
  plan_.time = std::chrono::seconds(60);
  plan_.seeds = {test_.path() / "seeds"};
  for (char name = 'c'; name <= 'p'; ++name) {
    (void)test_.Write("seeds/" + std::string(1, name), std::string(3, name));
  }
  const CampaignResult result = Run(std::string(kCrashesOnEachInput));
  EXPECT_EQ(result.crashes, 16U);
  EXPECT_EQ(result.executions, 1'000U);
  EXPECT_EQ(result.corpus, 0U);
  EXPECT_TRUE(fs::exists(test_.path() / "seeds/c"));
  ASSERT_THAT(result.findings, SizeIs(1));
  EXPECT_EQ(result.findings[0].count, 16U);
  EXPECT_EQ(result.findings[0].signature, "fuzz.crash|crash|Crashed|");
  EXPECT_THAT(listener_.said,
              Contains("further inputs on which it crashes are left out without a word"));
}

// Of the cases in the folder the first is still open, the other is fixed; then it finds nothing.
constexpr std::string_view kKnowsTwo = R"sh(
if [ "$SWC_FUZZ_KNOWN" = 1 ]; then
  cp "$SWC_FUZZ_FINDINGS/new" "$SWC_FUZZ_FINDINGS/records/found_a.json"
  echo 'sitewise-conformance: known found_a.json: still open'
  echo 'sitewise-conformance: known found_b.json: fixed'
  exit 0
fi
ls "$SWC_FUZZ_FINDINGS/records" > "$SWC_FUZZ_FINDINGS/seen"
echo 'stat::number_of_executed_units: 10'
)sh";

TEST_F(CampaignTest, WhatEarlierCampaignsFoundIsPlayedFirst) {
  plan_.harness = *FindHarness("plugin");
  (void)test_.Write("findings/new", RecordText("time.window.past", "s1"));
  for (const std::string name : {"found_a.json", "found_b.json"}) {
    (void)test_.Write("findings/" + name, "{}");
    fs::last_write_time(test_.Write("findings/records/" + name, RecordText("x", name)),
                        fs::file_time_type::clock::now() - std::chrono::hours(1));
  }
  const CampaignResult result = Run(std::string(kKnowsTwo));
  EXPECT_THAT(result.earlier.still_open, ElementsAre("found_a"));
  EXPECT_THAT(result.earlier.fixed, ElementsAre("found_b"));
  EXPECT_THAT(listener_.said, Contains("earlier findings: 1 still open, 1 fixed"));
  EXPECT_THAT(listener_.found, IsEmpty());
  ASSERT_THAT(listener_.still_open, SizeIs(1));
  EXPECT_EQ(listener_.still_open[0].clause, "time.window.past");
  // It counts; what is gone is neither known nor there when fuzzing begins.
  EXPECT_THAT(result.findings, SizeIs(1));
  EXPECT_THAT(result.known, ElementsAre("found_a"));
  EXPECT_EQ(result.findings_earlier, 0U);
  EXPECT_EQ(spec::ReadFile((plan_.findings / "seen").string()).value_or(""), "found_a.json\n");
}

}  // namespace
}  // namespace swc::fuzz
