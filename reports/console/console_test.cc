#include "reports/console/console.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/console/console_summary.h"
#include "reports/golden_testing.h"
#include "reports/run_record.h"
#include "reports/sample_record_testing.h"

namespace swc::reports {
namespace {

using std::chrono::milliseconds;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

// A console whose output is kept and whose clock stands still until it is told.
struct Screen {
  explicit Screen(bool terminal, ConsoleStyle style = {})
      : console({.write = [this](std::string_view text) { writes.emplace_back(text); },
                 .now = [this] { return now; },
                 .terminal = terminal,
                 .style = style}) {}

  [[nodiscard]] std::string Text() const {
    std::string text;
    for (const std::string& write : writes) {
      text += write;
    }
    return text;
  }

  std::vector<std::string> writes;
  milliseconds now{0};
  ConsoleReporter console;
};

// Two phases, 250 ms apart, one finding between them.
void PlaySampleRun(Screen& screen) {
  const RunRecord record = SampleRecord();
  screen.console.PhaseStarted("directed", 300);
  screen.now += milliseconds(250);
  screen.console.Progressed(150, 1000);
  screen.console.FindingFound(record.findings[0]);
  screen.now += milliseconds(250);
  screen.console.Progressed(300, 2000);
  screen.now += milliseconds(250);
  screen.console.PhaseStarted("random", 0);
  screen.now += milliseconds(250);
  screen.console.Progressed(400, 2500);
  screen.console.RunEnded(record);
}

TEST(ConsoleTest, PlainOutputMatchesTheGolden) {
  Screen screen(/*terminal=*/false);
  PlaySampleRun(screen);
  ExpectGolden("console.txt", screen.Text());
}

TEST(ConsoleTest, QuietOutputMatchesTheGolden) {
  Screen screen(/*terminal=*/false, {.quiet = true});
  PlaySampleRun(screen);
  ExpectGolden("console-quiet.txt", screen.Text());
}

TEST(ConsoleTest, NarrowTerminalOutputMatchesTheGolden) {
  Screen screen(/*terminal=*/true, {.color = true, .width = 60});
  PlaySampleRun(screen);
  std::string visible = screen.Text();
  // So that a review tool shows the golden as text.
  for (std::size_t at = 0; (at = visible.find_first_of("\r\x1b", at)) != std::string::npos;) {
    visible.replace(at, 1, visible[at] == '\r' ? "<CR>" : "<ESC>");
  }
  ExpectGolden("console-terminal.txt", visible);
}

TEST(ConsoleTest, OutsideATerminalThereAreOnlyCompleteLinesWithoutControlCharacters) {
  for (const bool quiet : {false, true}) {
    Screen screen(/*terminal=*/false, {.quiet = quiet});
    PlaySampleRun(screen);
    for (const std::string& write : screen.writes) {
      EXPECT_THAT(write, EndsWith("\n"));
    }
    EXPECT_TRUE(std::ranges::all_of(screen.Text(), [](char byte) {
      return byte == '\n' || static_cast<unsigned char>(byte) >= 0x20;
    }));
  }
}

TEST(ConsoleTest, TheBarIsDrawnAtMostTenTimesASecond) {
  Screen screen(/*terminal=*/true);
  screen.console.PhaseStarted("random", 5000);
  for (std::uint64_t i = 1; i <= 5000; ++i) {
    screen.now = milliseconds(i);
    screen.console.Progressed(i, i);
  }
  EXPECT_EQ(screen.writes.size(), 5U * kRedrawsPerSecondMax + 1);
}

TEST(ConsoleTest, TheBarNeverFillsTheLastColumn) {
  Screen screen(/*terminal=*/true, {.width = 30});
  screen.console.PhaseStarted("a-phase-with-a-long-name", 1000000);
  ASSERT_EQ(screen.writes.size(), 1U);
  EXPECT_EQ(screen.writes[0].size(), 30U);  // A carriage return and 29 columns.
}

TEST(ConsoleTest, AShorterBarWipesTheLongerOne) {
  Screen screen(/*terminal=*/true);
  screen.console.PhaseStarted("random", 1000);
  screen.now += milliseconds(100);
  screen.console.PhaseStarted("wire", 0);
  ASSERT_EQ(screen.writes.size(), 2U);
  EXPECT_EQ(screen.writes[0].size(), screen.writes[1].size());
}

TEST(ConsoleTest, TheTimeToGoIsToldOnceItCanBeForeseen) {
  Screen screen(/*terminal=*/true);
  screen.console.PhaseStarted("random", 1000);
  screen.now += milliseconds(900);
  screen.console.Progressed(100, 500);
  EXPECT_THAT(screen.writes.back(), Not(HasSubstr("to go")));
  screen.now += milliseconds(1100);
  screen.console.Progressed(200, 1000);
  EXPECT_THAT(screen.writes.back(), HasSubstr("200/1000 cases  1000 requests  about 8 s to go"));
  screen.now += milliseconds(998'000);
  screen.console.Progressed(500, 2000);
  EXPECT_THAT(screen.writes.back(), HasSubstr("about 17 min to go"));
  screen.now += milliseconds(1000);
  screen.console.Progressed(1000, 9000);
  EXPECT_THAT(screen.writes.back(), Not(HasSubstr("to go")));
}

TEST(ConsoleTest, WithoutATerminalThereIsALineOfProgressEveryTenSeconds) {
  Screen screen(/*terminal=*/false);
  screen.console.PhaseStarted("random", 100);
  for (std::uint64_t second = 1; second <= 35; ++second) {
    screen.now += milliseconds(1000);
    screen.console.Progressed(second, 10 * second);
  }
  ASSERT_EQ(screen.writes.size(), 4U);
  EXPECT_EQ(screen.writes[1], "  random      10/100 cases  100 requests  about 2 min to go\n");
  EXPECT_EQ(screen.writes[2], "  random      20/100 cases  200 requests  about 80 s to go\n");
  EXPECT_EQ(screen.writes[3], "  random      30/100 cases  300 requests  about 70 s to go\n");
}

TEST(ConsoleTest, QuietlyThereIsNoProgress) {
  Screen screen(/*terminal=*/false, {.quiet = true});
  screen.console.PhaseStarted("random", 100);
  screen.now += milliseconds(60'000);
  screen.console.Progressed(50, 500);
  EXPECT_TRUE(screen.writes.empty());
}

TEST(ConsoleTest, AFailingClauseSaysWhoExplainsIt) {
  RunRecord record = SampleRecord();
  record.program = "build/release/program";
  EXPECT_THAT(ConsoleSummary(record, {}),
              HasSubstr("\n  explain    build/release/program explain time.window.past\n"));
}

TEST(ConsoleTest, ManyFindingsOfOneClauseAreCut) {
  RunRecord record = SampleRecord();
  record.causes.clear();  // Of a report that knows none.
  record.findings.assign(40, SampleFailure());
  const std::string text = ConsoleSummary(record, {});
  EXPECT_THAT(text, HasSubstr("and 35 more ways to deviate"));
}

TEST(ConsoleTest, LongTextIsCut) {
  RunRecord record = SampleRecord();
  record.findings[0].observed = std::string(1000000, 'x');
  record.findings[0].response.body = std::string(1000000, 'y');
  EXPECT_LT(ConsoleSummary(record, {}).size(), 10000U);
}

TEST(ConsoleTest, AClauseThatTheCatalogueLacksIsStillShown) {
  RunRecord record = SampleRecord();
  record.causes.clear();
  record.clauses = {{.id = "time.retired", .verdict = Verdict::kFail}};
  EXPECT_THAT(ConsoleSummary(record, {}), HasSubstr("FAIL  time.retired  (must)"));
}

TEST(ConsoleTest, TheScriptStandsUnbrokenInALineOfItsOwn) {
  RunRecord record = SampleRecord();
  record.findings[0].script = "cases/" + std::string(150, 'x') + ".sh";
  EXPECT_THAT(ConsoleSummary(record, {}),
              HasSubstr("\n  by hand    " + record.findings[0].script + "\n"));
}

TEST(ConsoleTest, AFindingOfAReadShowsThePutThatWrote) {
  RunRecord record = SampleRecord();
  record.findings[0].written_by =
      Written{.request = {.first_line = "POST /properties", .body = "{put}"},
              .response = {.first_line = "200", .body = "{errors}"}};
  const std::string text = ConsoleSummary(record, {});
  EXPECT_THAT(text, HasSubstr("put        POST /properties {put}"));
  EXPECT_THAT(text, HasSubstr("put answer 200 {errors}"));
  EXPECT_THAT(text, HasSubstr("\n  read "));
}

TEST(ConsoleTest, SaysWhatBecameOfEarlierFindings) {
  RunRecord record = SampleRecord();
  EXPECT_THAT(ConsoleSummary(record, {}), Not(HasSubstr("earlier findings")));
  record.known = {.fixed = {"a", "b"}, .still_fail = 3, .not_reproduced = 1, .not_run = 0};
  EXPECT_THAT(
      ConsoleSummary(record, {}),
      HasSubstr("earlier findings: 2 fixed, 3 still fail, 1 not reproduced; 2 new causes\n"));
  record.causes[1].known = true;
  EXPECT_THAT(ConsoleSummary(record, {}), HasSubstr("; 1 new cause\n"));
}

TEST(ConsoleTest, TimesOfVisibilityAreShownOnlyIfSomethingWasRead) {
  RunRecord record = SampleRecord();
  record.stats.visible_ms_max = 0;
  Screen screen(false);
  screen.console.RunEnded(record);
  EXPECT_THAT(screen.Text(), Not(HasSubstr("visible after")));
}

TEST(ConsoleTest, ColourIsUsedOnlyIfWanted) {
  EXPECT_THAT(ConsoleSummary(SampleRecord(), {.color = true}), HasSubstr("\x1b[31mFAIL\x1b[0m"));
  EXPECT_THAT(ConsoleSummary(SampleRecord(), {}), Not(HasSubstr("\x1b")));
}

struct VerdictCase {
  std::string name;
  RunVerdict verdict;
  bool strict = false;
  std::string message;
  std::vector<Verdict> clauses;
  std::string line;
};

class VerdictLineTest : public testing::TestWithParam<VerdictCase> {};

TEST_P(VerdictLineTest, SaysTheVerdictInWords) {
  RunRecord record;
  record.verdict = GetParam().verdict;
  record.strict = GetParam().strict;
  record.message = GetParam().message;
  for (const Verdict verdict : GetParam().clauses) {
    record.clauses.push_back({.id = "wire.operation", .verdict = verdict});
  }
  EXPECT_EQ(VerdictLine(record), GetParam().line);
  EXPECT_THAT(ConsoleSummary(record, {}), EndsWith("\n" + GetParam().line + "\n"));
}

INSTANTIATE_TEST_SUITE_P(
    All, VerdictLineTest,
    testing::Values(VerdictCase{.name = "Conforms",
                                .verdict = RunVerdict::kConforms,
                                .clauses = {Verdict::kPass, Verdict::kWarn},
                                .line = "CONFORMS"},
                    VerdictCase{.name = "OneClause",
                                .verdict = RunVerdict::kDeviates,
                                .clauses = {Verdict::kFail, Verdict::kWarn},
                                .line = "DEVIATES: 1 clause"},
                    VerdictCase{.name = "StrictCountsWarnings",
                                .verdict = RunVerdict::kDeviates,
                                .strict = true,
                                .clauses = {Verdict::kFail, Verdict::kWarn, Verdict::kInconsistent},
                                .line = "DEVIATES: 3 clauses"},
                    VerdictCase{
                        .name = "SaysHowMuchWasShown",
                        .verdict = RunVerdict::kDeviates,
                        .message = "interrupted; 3 of 9 clauses exercised",
                        .clauses = {Verdict::kFail},
                        .line = "DEVIATES: 1 clause; interrupted; 3 of 9 clauses exercised"},
                    VerdictCase{.name = "DeviatesWithoutAClause",
                                .verdict = RunVerdict::kDeviates,
                                .message = "a ledger entry is stale",
                                .line = "DEVIATES: a ledger entry is stale"},
                    VerdictCase{.name = "CouldNotTest",
                                .verdict = RunVerdict::kCouldNotTest,
                                .message = "connection\x1b refused",
                                .line = "COULD NOT TEST: connection\\x1b refused"},
                    VerdictCase{.name = "Incomplete",
                                .verdict = RunVerdict::kIncomplete,
                                .message = "--only matches no clause",
                                .line = "INCOMPLETE: --only matches no clause"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace swc::reports
