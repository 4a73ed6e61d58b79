#include "reports/formats/github_report.h"

#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/run_record.h"
#include "reports/sample_record_testing.h"

namespace swc::reports {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

TEST(GithubReportTest, TheVerdictIsTheFirstErrorAndEachCauseOne) {
  RunRecord record = SampleRecord();
  const std::string text = ToGithubReport(record);
  EXPECT_THAT(text, StartsWith("::error title=DEVIATES::1 cause, 2 clauses; 8 of 9"));
  EXPECT_THAT(text, AllOf(HasSubstr("\n::error title=FAIL time.window.past::A timestamp"),
                          HasSubstr("\n::warning title=WARN entry.id.case::entry E1")));
}

TEST(GithubReportTest, ARunThatConformsIsANotice) {
  RunRecord record;
  record.verdict = RunVerdict::kConforms;
  record.message = "9 of 9 clauses exercised";
  EXPECT_EQ(ToGithubReport(record), "::notice title=CONFORMS::9 of 9 clauses exercised\n");
}

TEST(GithubReportTest, WhatIsKnownIsANoticeAndAStaleLedgerAnError) {
  RunRecord record = SampleRecord();
  record.causes[0].known_deviation = "by design";
  record.stale_ledger = {"time.window.past: it expired"};
  EXPECT_THAT(
      ToGithubReport(record),
      AllOf(HasSubstr("::notice title=FAIL time.window.past::A timestamp of exactly seven days ago "
                      "is refused. Known: by design\n"),
            HasSubstr("::error title=ledger of known deviations::time.window.past: it expired")));
}

TEST(GithubReportTest, NothingThatWasSentEndsACommandOrBeginsOne) {
  RunRecord record = SampleRecord();
  record.causes[0].headline = "a\n::add-mask::x, 100 %\r";
  record.causes[0].clause = "a,file=b::c";
  record.findings[0].observed = "##[error]\n::warning::";
  const std::string text = ToGithubReport(record);
  EXPECT_THAT(text, HasSubstr(R"(a\n::add-mask::x, 100 %25\r)"));
  EXPECT_THAT(text, HasSubstr("title=FAIL a%2Cfile=b%3A%3Ac::"));
  EXPECT_EQ(std::ranges::count(text, '\n'), 3);
  EXPECT_THAT(text, Not(HasSubstr("\n::add-mask")));
}

TEST(GithubReportTest, OfMoreThanTenTheLastSaysHowManyMore) {
  RunRecord record = SampleRecord();
  record.causes.assign(12, record.causes[0]);
  const std::string text = ToGithubReport(record);
  EXPECT_EQ(std::ranges::count(text, '\n'), 10);
  EXPECT_THAT(text, MatchesRegex("(.|\n)*\n::error title=and more::4 more of these stand in the "
                                 "reports\n"));
}

}  // namespace
}  // namespace swc::reports
