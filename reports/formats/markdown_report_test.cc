#include "reports/formats/markdown_report.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/golden_testing.h"
#include "reports/run_record.h"
#include "reports/sample_record_testing.h"

namespace swc::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(MarkdownReportTest, MatchesTheGolden) {
  ExpectGolden("report.md", ToMarkdownReport(SampleRecord()));
}

TEST(MarkdownReportTest, WhatATargetSaysIsNoMarkup) {
  EXPECT_EQ(ForMarkdown("<b>"), "&lt;b&gt;");
  EXPECT_EQ(ForMarkdown("a|b\nc"), "a&#124;b&#92;nc");
  EXPECT_EQ(ForMarkdown("plain words: 1.5"), "plain words: 1.5");
  EXPECT_EQ(ForMarkdown("http://x"), "http&#58;//x");
}

TEST(MarkdownReportTest, AFenceIsLongerThanWhatItHolds) {
  RunRecord record = SampleRecord();
  record.findings[0].response.body = "````";
  EXPECT_THAT(ToMarkdownReport(record), HasSubstr("\n`````\n"));
}

TEST(MarkdownReportTest, ManyLongCausesAreCutAndCounted) {
  RunRecord record = SampleRecord();
  record.findings[0].response.body = std::string(100'000, 'x');
  record.causes.assign(50, record.causes[0]);
  const std::string text = ToMarkdownReport(record);
  EXPECT_LT(text.size(), kMarkdownBytesMax + 10'000);
  EXPECT_THAT(text, HasSubstr("and 42 more causes"));
}

TEST(MarkdownReportTest, ARunThatWasCutSaysSo) {
  RunRecord record = SampleRecord();
  EXPECT_THAT(ToMarkdownReport(record), Not(HasSubstr("Stopped early")));
  record.limits_hit = {"--max-requests 5"};
  EXPECT_THAT(ToMarkdownReport(record), HasSubstr("Stopped early: --max-requests 5"));
}

}  // namespace
}  // namespace swc::reports
