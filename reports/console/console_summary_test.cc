#include "reports/console/console_summary.h"

#include <string>
#include <vector>

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
