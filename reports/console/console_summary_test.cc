#include "reports/console/console_summary.h"

#include <cstddef>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/run_record.h"
#include "reports/sample_record_testing.h"

namespace swc::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ConsoleSummaryTest, OfATargetThatNeverAnsweredThereAreNoNumbersOfNothing) {
  RunRecord dead{.target = "http://127.0.0.1:1", .seed = 1, .digest = "e3b0"};
  dead.stats.requests = 10;
  dead.stats.elapsed_s = 0.6;
  dead.message = "cannot connect";
  EXPECT_EQ(ConsoleSummary(dead, {}),
            "10 requests in 0.6 s, no case was run\n" + VerdictLine(dead) + "\n");
}

RunRecord RecordOfUntested(std::size_t clauses) {
  RunRecord record;
  for (std::size_t i = 0; i < clauses; ++i) {
    record.clauses.push_back({.id = fmt::format("{}.rule-{}", i < 3 ? "wire" : "time", i),
                              .verdict = Verdict::kUntested,
                              .reason = "not exercised"});
  }
  return record;
}

TEST(ConsoleSummaryTest, FewClausesOfAReasonAreNamed) {
  const std::string text = ConsoleSummary(RecordOfUntested(20), {});
  EXPECT_THAT(text, HasSubstr("not exercised (20):"));
  EXPECT_THAT(text, HasSubstr("time.rule-19"));
}

// So that a run that was cut does not fill the screen with the names of all that it did not ask.
TEST(ConsoleSummaryTest, ManyClausesOfAReasonAreCountedByAreaUnlessAllIsAskedFor) {
  const std::string text = ConsoleSummary(RecordOfUntested(21), {});
  EXPECT_THAT(text, HasSubstr("not exercised (21):"));
  EXPECT_THAT(text, HasSubstr("wire.* (3) time.* (18) - --all names them"));
  EXPECT_THAT(text, Not(HasSubstr("time.rule-")));
  EXPECT_THAT(ConsoleSummary(RecordOfUntested(21), {.all = true}), HasSubstr("time.rule-20"));
}

TEST(ConsoleSummaryTest, OfTheRarerVerdictsOnlyThoseThatThereAreAreCounted) {
  RunRecord record = SampleRecord();
  std::erase_if(record.clauses, [](const ClauseRecord& clause) {
    return clause.verdict != Verdict::kPass && clause.verdict != Verdict::kUntested;
  });
  const std::string text = ConsoleSummary(record, {});
  EXPECT_THAT(text, HasSubstr(" PASS  0 FAIL  0 WARN  "));
  EXPECT_THAT(text, Not(HasSubstr("0 BLOCKED")));
  EXPECT_THAT(text, HasSubstr(" UNTESTED\n"));
}

}  // namespace
}  // namespace swc::reports
