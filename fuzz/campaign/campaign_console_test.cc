#include "fuzz/campaign/campaign_console.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/campaign/campaign.h"
#include "fuzz/campaign/campaign_record.h"
#include "fuzz/campaign/campaign_testing.h"
#include "fuzz/plan/campaign_plan.h"
#include "reports/run_record.h"

namespace swc::fuzz {
namespace {

using reports::Verdict;
using testing::HasSubstr;
using testing::Not;

// A console whose output is kept and whose clock stands still until it is told.
struct Screen {
  explicit Screen(bool terminal)
      : console({.write = [this](std::string_view part) { text += part; },
                 .now = [this] { return now; },
                 .terminal = terminal,
                 .width = 30}) {}

  std::string text;
  std::chrono::milliseconds now{0};
  CampaignConsole console;
};

TEST(CampaignConsoleTest, PlainOutputIsALineEveryTenSeconds) {
  Screen screen(/*terminal=*/false);
  for (int i = 0; i <= 250; ++i) {
    screen.now = std::chrono::milliseconds(100 * i);
    screen.console.Progressed({.time = std::chrono::seconds(60), .jobs = 1});
  }
  EXPECT_EQ(std::ranges::count(screen.text, '\n'), 2);
  EXPECT_THAT(screen.text, Not(HasSubstr("\r")));
}

TEST(CampaignConsoleTest, ATerminalShowsOneLineThatFindingsReplace) {
  Screen screen(/*terminal=*/true);
  screen.console.Progressed({.time = std::chrono::seconds(60), .jobs = 1});
  EXPECT_EQ(screen.text.size(), 30U);
  screen.console.FindingFound(FindingOn("time.window.past", Verdict::kFail));
  EXPECT_THAT(screen.text,
              HasSubstr("\rFAIL  time.window.past: A timestamp up to 7 days in the past is "
                        "accepted, an older one is not.\n  expected   this\n"));
  EXPECT_THAT(screen.text, HasSubstr("  observed   \\x1b[2Jthat\n"));
}

TEST(CampaignConsoleTest, AFindingShowsItsExchange) {
  Screen screen(/*terminal=*/false);
  reports::Finding finding = FindingOn("time.window.past", Verdict::kFail);
  finding.request = {.first_line = "POST /properties", .headers = {}, .body = R"({"entries":[]})"};
  finding.response = {.first_line = "200", .headers = {}, .body = "{}"};
  finding.reproduce = "plugin_fuzzer f.json";
  screen.console.FindingFound(finding);
  EXPECT_THAT(screen.text,
              HasSubstr("  request    POST /properties\n             {\"entries\":[]}\n"
                        "  answer     200 {}\n"
                        "  reproduce  plugin_fuzzer f.json\n"));
}

TEST(CampaignConsoleTest, AFindingOfAnEarlierCampaignIsToldShortly) {
  Screen screen(/*terminal=*/false);
  reports::Finding finding = FindingOn("time.window.past", Verdict::kFail);
  finding.reproduce = "plugin_fuzzer f.json";
  screen.console.FindingStillOpen(finding);
  EXPECT_THAT(screen.text, HasSubstr("still open  time.window.past: A timestamp up to"));
  EXPECT_THAT(screen.text, HasSubstr("\n  observed   \\x1b[2Jthat\n"
                                     "  reproduce  plugin_fuzzer f.json\n"));
  EXPECT_THAT(screen.text, Not(HasSubstr("expected")));
}

TEST(CampaignConsoleTest, FindingsBeyondALimitAreOnlyCounted) {
  Screen screen(/*terminal=*/false);
  for (std::size_t i = 0; i < CampaignConsole::kFindingsShownMax + 10; ++i) {
    screen.console.FindingFound(FindingOn("time.window.past", Verdict::kFail));
  }
  EXPECT_EQ(std::ranges::count(screen.text, '\n'),
            static_cast<std::ptrdiff_t>((CampaignConsole::kFindingsShownMax * 3) + 1));
}

TEST(CampaignConsoleTest, PlanAndEndTellWhatAPersonNeeds) {
  const TestFolder folder;
  Screen screen(/*terminal=*/false);
  CampaignPlan plan = TestPlan(folder);
  plan.seeds = {"s"};
  screen.console.Began(plan, 1'500);
  EXPECT_THAT(screen.text, HasSubstr("seed 7, 1 job for 1s"));
  EXPECT_THAT(screen.text, HasSubstr("(1,500 inputs)"));
  EXPECT_THAT(screen.text, HasSubstr("seeds     s\n"));
  const CampaignResult result{.findings = {FindingOn("time.window.past", Verdict::kFail)},
                              .findings_earlier = 2,
                              .executions = 9'000,
                              .elapsed = std::chrono::seconds(3)};
  screen.console.Ended(plan, result, RecordOf(plan, result));
  EXPECT_THAT(screen.text, HasSubstr("9,000 executions in 3s (3,000/s)"));
  EXPECT_THAT(screen.text, HasSubstr("  FAIL  time.window.past  "));
  EXPECT_THAT(screen.text, HasSubstr("(A timestamp up to 7 days in the past"));
  EXPECT_THAT(screen.text, HasSubstr("\n        new, seen once: "));
  EXPECT_THAT(screen.text, HasSubstr("2 findings of earlier campaigns"));
}

TEST(CampaignConsoleTest, WhatIsLeftOnATargetIsTold) {
  const TestFolder folder;
  const CampaignPlan plan = TestPlan(folder);
  const CampaignResult result{.executions = 9'000};
  reports::RunRecord record = RecordOf(plan, result);
  Screen nothing(/*terminal=*/false);
  record.left_behind = {.prefix = "/sitewise-conformance/fuzz-1a2b3c4d/"};
  nothing.console.Ended(plan, result, record);
  EXPECT_THAT(nothing.text, Not(HasSubstr("left on the target")));
  record.left_behind->campaigns = 3;
  record.left_behind->series = 1'234;
  record.left_behind->values = 56'789;
  Screen screen(/*terminal=*/false);
  screen.console.Ended(plan, result, record);
  EXPECT_THAT(screen.text, HasSubstr("\nleft on the target: up to 1,234 series under "
                                     "/sitewise-conformance/fuzz-1a2b3c4d/ with up to 56,789 "
                                     "values, by 3 campaigns\n"));
}

}  // namespace
}  // namespace swc::fuzz
