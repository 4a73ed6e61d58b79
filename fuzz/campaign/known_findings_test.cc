#include "fuzz/campaign/known_findings.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/campaign/campaign_testing.h"
#include "fuzz/corpora/corpus_folder.h"
#include "fuzz/harnesses/harnesses.h"
#include "fuzz/plan/campaign_folder.h"

namespace swc::fuzz {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// Says of each file what its content is.
constexpr std::string_view kTells = R"sh(
[ "$SWC_FUZZ_KNOWN" = 1 ] || exit 3
for file in "$@"; do
  case "$file" in
    *.json)
      state="$(cat "$file")"
      if [ "$state" = crash ]; then
        echo "==7== ERROR: libFuzzer: deadly signal"
        echo "    #0 0x12 in Crashed(int) /src/a.cc:1:2"
        exit 77
      fi
      echo "sitewise-conformance: known $(basename "$file"): $state" ;;
  esac
done
)sh";

class KnownFindingsTest : public testing::Test {
 protected:
  KnownFindingsTest() { plan_.harness = *FindHarness("plugin"); }

  void Left(const std::string& name, std::string_view state) {
    for (const fs::path& file : {test_.Write("findings/" + name + ".json", state),
                                 test_.Write("findings/records/" + name + ".json", state)}) {
      fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(1));
    }
  }

  KnownPlayed Play(std::string_view body) {
    WriteFakeFuzzer(test_, body);
    const auto folder = CampaignFolder::Open(plan_.findings);
    EXPECT_TRUE(folder);
    said_.clear();
    const auto played = PlayKnownFindings(
        plan_, *folder,
        {.now = [this] { return now_ += tick_; }, .stop_requested = [] { return false; }},
        [this](std::string_view line) { said_.emplace_back(line); });
    EXPECT_TRUE(played);
    return played.value_or(KnownPlayed{});
  }

  [[nodiscard]] bool Exists(const std::string& file) const {
    return fs::exists(plan_.findings / file);
  }

  TestFolder test_;
  CampaignPlan plan_ = TestPlan(test_);
  std::chrono::milliseconds now_{0};
  std::chrono::milliseconds tick_{0};
  std::vector<std::string> said_;
};

TEST_F(KnownFindingsTest, WhatIsGoneMakesRoomForItsSignature) {
  Left("found_a", "still open");
  Left("found_b", "fixed");
  Left("found_c", "shows no more");
  Left("found_d", "not played");
  const KnownPlayed played = Play(kTells);
  EXPECT_THAT(played.still_open, ElementsAre("found_a"));
  EXPECT_THAT(played.fixed, ElementsAre("found_b"));
  EXPECT_THAT(played.shows_no_more, ElementsAre("found_c"));
  EXPECT_THAT(played.not_played, ElementsAre("found_d"));
  for (const std::string name : {"found_b.json", "found_c.json"}) {
    EXPECT_FALSE(Exists(name));
    EXPECT_FALSE(Exists("records/" + name));
    EXPECT_TRUE(Exists("gone/" + name));
    EXPECT_TRUE(Exists("gone/records/" + name));
  }
  EXPECT_TRUE(Exists("records/found_a.json"));
  EXPECT_TRUE(Exists("records/found_d.json"));
  EXPECT_THAT(
      said_, ElementsAre("earlier findings are played first: 4, for 1s at most",
                         "fixed          found_b", "shows no more  found_c",
                         "earlier findings: 1 still open, 1 fixed, 1 shown no more, 1 not played"));
}

TEST_F(KnownFindingsTest, ACrashIsKeptAndTheOthersArePlayed) {
  Left("found_a", "fixed");
  Left("found_b", "crash");
  Left("found_c", "still open");
  const KnownPlayed played = Play(kTells);
  EXPECT_THAT(played.fixed, ElementsAre("found_a"));
  EXPECT_THAT(played.not_played, ElementsAre("found_b"));
  EXPECT_THAT(played.still_open, ElementsAre("found_c"));
  ASSERT_THAT(played.crashes, SizeIs(1));
  EXPECT_THAT(played.crashes[0].crash.signature, HasSubstr("|Crashed|"));
  EXPECT_EQ(played.crashes[0].crash.artifact.filename(), "crash-" + Sha1Hex("crash"));
}

TEST_F(KnownFindingsTest, WhatItSendsToATargetIsCounted) {
  Left("found_a", "crash");
  Left("found_b", "fixed");
  const KnownPlayed played = Play(
      R"sh(printf '\004\001\0\0\0\0\0\0\007\0\0\0\0\0\0\0\003\0\0\0\0\0\0\0' > "$SWC_FUZZ_STATUS")sh" +
      std::string(kTells));
  EXPECT_EQ(played.counted.values, 14U);  // Of two starts.
  EXPECT_EQ(played.counted.series, 6U);
}

TEST_F(KnownFindingsTest, WhatShowsItselfOtherwiseIsStillOpenByItsNewName) {
  Left("found_a", "still open as found_x.json");
  Left("found_b", "still open as .json");
  const KnownPlayed played = Play(kTells);
  EXPECT_THAT(played.still_open, ElementsAre("found_x"));
  EXPECT_THAT(played.renamed, ElementsAre(testing::Pair("found_a", "found_x")));
  EXPECT_THAT(played.not_played, ElementsAre("found_b"));
  EXPECT_TRUE(Exists("gone/found_a.json"));
  EXPECT_TRUE(Exists("found_b.json"));
  EXPECT_THAT(said_,
              testing::Contains("still open     found_a, which shows itself as found_x now"));
}

TEST_F(KnownFindingsTest, WhatSomebodyTookAwayIsForgotten) {
  Left("found_a", "fixed");
  fs::remove(plan_.findings / "found_a.json");
  EXPECT_THAT(Play(kTells).taken_away, ElementsAre("found_a"));
  EXPECT_THAT(said_, IsEmpty());
  EXPECT_FALSE(Exists("records/found_a.json"));
  EXPECT_TRUE(Exists("gone/records/found_a.json"));
}

TEST_F(KnownFindingsTest, WhatCannotBePlayedInTimeStays) {
  Left("found_a", "fixed");
  tick_ = std::chrono::seconds(2);  // Of a campaign of one second.
  const KnownPlayed played = Play("sleep 600");
  EXPECT_THAT(played.not_played, ElementsAre("found_a"));
  EXPECT_THAT(played.crashes, IsEmpty());
  EXPECT_TRUE(Exists("records/found_a.json"));
}

TEST_F(KnownFindingsTest, ATargetThatIsGoneSaysNothingOfThem) {
  Left("found_a", "fixed");
  const KnownPlayed played = Play("echo 'sitewise-conformance: connection refused' >&2; exit 3");
  EXPECT_THAT(played.not_played, ElementsAre("found_a"));
  EXPECT_THAT(played.crashes, IsEmpty());
}

TEST_F(KnownFindingsTest, WithoutEarlierFindingsNothingIsStarted) {
  EXPECT_THAT(Play("touch \"$0.started\"").not_played, IsEmpty());
  EXPECT_THAT(said_, IsEmpty());
  EXPECT_FALSE(fs::exists(plan_.program.string() + ".started"));
}

TEST_F(KnownFindingsTest, HarnessesThatTakeOtherInputsPlayNone) {
  Left("found_a", "fixed");
  plan_.harness = *FindHarness("request_bytes");
  EXPECT_THAT(Play(kTells).fixed, IsEmpty());
  EXPECT_THAT(said_, IsEmpty());
  EXPECT_TRUE(Exists("records/found_a.json"));
}

TEST(KnownTimeTest, IsAQuarterOfACampaignOrTenSeconds) {
  EXPECT_EQ(KnownTimeMax(std::chrono::seconds(4)), std::chrono::seconds(4));
  EXPECT_EQ(KnownTimeMax(std::chrono::seconds(30)), std::chrono::seconds(10));
  EXPECT_EQ(KnownTimeMax(std::chrono::hours(4)), std::chrono::hours(1));
}

}  // namespace
}  // namespace swc::fuzz
