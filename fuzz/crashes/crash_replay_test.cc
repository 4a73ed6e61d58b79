#include "fuzz/crashes/crash_replay.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/campaign/campaign_testing.h"
#include "fuzz/harnesses/harnesses.h"
#include "fuzz/plan/campaign_folder.h"
#include "fuzz/plan/campaign_plan.h"

namespace swc::fuzz {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// Does with each input what its text says.
constexpr std::string_view kObeys = R"sh(
for file in "$@"; do last="$file"; done
. "$last"
)sh";

constexpr std::string_view kCrashesInF = R"sh(
echo "==7== ERROR: libFuzzer: deadly signal"
echo "    #0 0x12 in F(int) /src/a.cc:1:2"
exit 77)sh";

class CrashReplayTest : public testing::Test {
 protected:
  // Leaves a crash of an earlier campaign.
  void Left(const std::string& signature, const std::string& name, std::string_view text) {
    (void)test_.Write("findings/artifacts/" + name, text);
    (void)test_.Write("findings/" + name + ".json", "{}");
    (void)test_.Write("findings/logs/" + name + ".log", "log");
    lines_ += fmt::format("{}\t{}\n", signature, name);
    (void)test_.Write("findings/crashes", lines_);
  }

  ReplayedCrashes Replay(std::string_view body = kObeys) {
    WriteFakeFuzzer(test_, body);
    const auto folder = CampaignFolder::Open(plan_.findings);
    EXPECT_TRUE(folder);
    auto replayed = ReplayCrashes(
        plan_, *folder,
        {.now = [this] { return now_ += tick_; }, .stop_requested = [] { return false; }},
        std::chrono::seconds(1));
    EXPECT_TRUE(replayed);
    return replayed.value_or(ReplayedCrashes{});
  }

  [[nodiscard]] bool Exists(const std::string& file) const {
    return fs::exists(plan_.findings / file);
  }

  TestFolder test_;
  CampaignPlan plan_ = TestPlan(test_);
  std::string lines_;
  std::chrono::milliseconds now_{0};
  std::chrono::milliseconds tick_{0};
};

TEST_F(CrashReplayTest, WhatCrashesNoMoreIsFixedAndItsFilesGo) {
  Left("fuzz.crash|crash|F|", "crash-1", "exit 0");
  const ReplayedCrashes replayed = Replay();
  EXPECT_THAT(replayed.fixed, ElementsAre("fuzz.crash|crash|F|"));
  EXPECT_THAT(replayed.fixed_inputs, ElementsAre("crash-1"));
  EXPECT_THAT(replayed.still_open, IsEmpty());
  for (const std::string file : {"artifacts/crash-1", "logs/crash-1.log", "crash-1.json"}) {
    EXPECT_FALSE(Exists(file)) << file;
    EXPECT_TRUE(Exists("gone/" + file)) << file;
  }
}

TEST_F(CrashReplayTest, WhatCrashesIsStillOpenWhereverThatIs) {
  Left("fuzz.crash|crash|F|", "crash-1", kCrashesInF);
  Left("fuzz.crash|crash|G|", "crash-2", kCrashesInF);
  const ReplayedCrashes replayed = Replay();
  EXPECT_THAT(replayed.fixed, IsEmpty());
  ASSERT_THAT(replayed.still_open, SizeIs(2));
  EXPECT_EQ(replayed.still_open[0].crash.signature, "fuzz.crash|crash|F|");
  EXPECT_EQ(replayed.still_open[1].before, "fuzz.crash|crash|G|");
  EXPECT_EQ(replayed.still_open[1].crash.signature, "fuzz.crash|crash|F|");
  EXPECT_EQ(replayed.still_open[1].crash.artifact.filename(), "crash-2");
  EXPECT_TRUE(Exists("artifacts/crash-1"));
}

TEST_F(CrashReplayTest, WhatCrashesTheSecondTimeOnlyIsNotFixed) {
  Left("s", "crash-1",
       R"sh([ -e "$0.second" ] || { touch "$0.second"; exit 0; })sh" + std::string(kCrashesInF));
  EXPECT_THAT(Replay().still_open, SizeIs(1));
  EXPECT_TRUE(Exists("artifacts/crash-1"));
}

TEST_F(CrashReplayTest, AnOracleThatObjectsIsACrashAndATargetThatIsGoneIsNone) {
  Left("s1", "crash-1",
       "echo 'sitewise-conformance: the oracle objects: a.b: c'\n" + std::string(kCrashesInF));
  Left("s2", "crash-2", "echo 'sitewise-conformance: connection refused' >&2; exit 3");
  Left("s3", "crash-3", "echo 'libx.so: cannot open shared object file' >&2; exit 127");
  const ReplayedCrashes replayed = Replay();
  EXPECT_THAT(replayed.still_open, SizeIs(1));
  EXPECT_THAT(replayed.not_played, ElementsAre("crash-2", "crash-3"));
  EXPECT_THAT(replayed.fixed, IsEmpty());
}

TEST_F(CrashReplayTest, WhatIsNotThereOrPlantedOrOutOfTimeIsNotPlayed) {
  Left("s", "crash-1", "exit 0");
  tick_ = std::chrono::seconds(2);
  Left("s2", "crash-2", "exit 0");
  EXPECT_THAT(Replay("touch \"$0.started\"").not_played, ElementsAre("crash-1", "crash-2"));
  EXPECT_FALSE(fs::exists(plan_.program.string() + ".started"));
  tick_ = std::chrono::milliseconds(0);
  now_ = std::chrono::milliseconds(0);
  plan_.harness = *FindHarness("canary");
  EXPECT_THAT(Replay().fixed, IsEmpty());
  plan_.harness = *FindHarness("request_bytes");
  (void)test_.Write("findings/crashes", "s\nt\tcrash-9\nu\tfeatures.txt\n");
  const ReplayedCrashes replayed = Replay();
  EXPECT_THAT(replayed.fixed, IsEmpty());
  EXPECT_THAT(replayed.not_played, IsEmpty());
  EXPECT_TRUE(Exists("artifacts/crash-1"));
}

}  // namespace
}  // namespace swc::fuzz
