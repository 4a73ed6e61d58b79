#include "reports/formats/junit_report.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <tinyxml2.h>

#include "reports/golden_testing.h"
#include "reports/run_record.h"
#include "reports/sample_record_testing.h"

namespace swc::reports {
namespace {

// What a CI server reads from the file.
struct ParsedReport {
  int tests = 0;
  int failures = 0;
  int errors = 0;
  int skipped = 0;
  bool counts_agree = true;
};

ParsedReport Parse(const std::string& xml) {
  tinyxml2::XMLDocument document;
  EXPECT_EQ(document.Parse(xml.c_str()), tinyxml2::XML_SUCCESS) << document.ErrorStr();
  ParsedReport report;
  const tinyxml2::XMLElement* root = document.RootElement();
  for (const auto* suite = root->FirstChildElement("testsuite"); suite != nullptr;
       suite = suite->NextSiblingElement("testsuite")) {
    for (const auto* test = suite->FirstChildElement("testcase"); test != nullptr;
         test = test->NextSiblingElement("testcase")) {
      ++report.tests;
      report.failures += test->FirstChildElement("failure") != nullptr ? 1 : 0;
      report.errors += test->FirstChildElement("error") != nullptr ? 1 : 0;
      report.skipped += test->FirstChildElement("skipped") != nullptr ? 1 : 0;
    }
  }
  report.counts_agree = root->IntAttribute("tests") == report.tests &&
                        root->IntAttribute("failures") == report.failures &&
                        root->IntAttribute("errors") == report.errors &&
                        root->IntAttribute("skipped") == report.skipped;
  return report;
}

TEST(JunitReportTest, MatchesTheGolden) {
  ExpectGolden("junit.xml", ToJunitReport(SampleRecord()));
}

TEST(JunitReportTest, EveryClauseIsOneTestCaseWithItsOutcome) {
  const ParsedReport report = Parse(ToJunitReport(SampleRecord()));
  EXPECT_EQ(report.tests, 11);
  EXPECT_EQ(report.failures, 1);  // One cause; what follows from it is skipped.
  EXPECT_EQ(report.errors, 1);
  EXPECT_EQ(report.skipped, 5);
  EXPECT_TRUE(report.counts_agree);
}

TEST(JunitReportTest, WhatALedgerLetsBeIsSkippedAndAStaleEntryFails) {
  RunRecord record = SampleRecord();
  record.causes[0].known_deviation = "by design";
  const std::string listed = ToJunitReport(record);
  EXPECT_NE(listed.find("message=\"known: by design\""), std::string::npos);
  EXPECT_EQ(Parse(listed).failures, 0);
  record.stale_ledger = {"wire.operation: it no longer deviates"};
  const ParsedReport stale = Parse(ToJunitReport(record));
  EXPECT_EQ(stale.failures, 1);
  EXPECT_TRUE(stale.counts_agree);
}

TEST(JunitReportTest, AWarningIsAFailureOnlyInAStrictRun) {
  RunRecord record = SampleRecord();
  record.strict = true;
  EXPECT_EQ(Parse(ToJunitReport(record)).failures, 2);
}

TEST(JunitReportTest, WithoutCausesEveryClauseFailsByItself) {
  RunRecord record = SampleRecord();
  record.causes.clear();
  const ParsedReport report = Parse(ToJunitReport(record));
  EXPECT_EQ(report.failures, 2);
  EXPECT_EQ(report.skipped, 4);
}

// A consequence is never skipped in favour of a clause that is not in the report.
TEST(JunitReportTest, ACauseWhoseClauseIsNotInTheReportFailsWhereItShows) {
  RunRecord record = SampleRecord();
  std::erase_if(record.clauses,
                [](const ClauseRecord& clause) { return clause.id == "time.window.past"; });
  EXPECT_EQ(Parse(ToJunitReport(record)).failures, 1);
}

TEST(JunitReportTest, ARunThatTestedNothingIsRed) {
  for (const RunVerdict verdict :
       {RunVerdict::kCouldNotTest, RunVerdict::kIncomplete, RunVerdict::kDeviates}) {
    RunRecord record;
    record.verdict = verdict;
    record.message = "connection refused";
    const ParsedReport report = Parse(ToJunitReport(record));
    EXPECT_EQ(report.errors, 1);
    EXPECT_TRUE(report.counts_agree);
  }
}

TEST(JunitReportTest, ARunThatConformsIsGreen) {
  RunRecord record;
  record.verdict = RunVerdict::kConforms;
  record.clauses = {{.id = "wire.operation", .verdict = Verdict::kPass}};
  const ParsedReport report = Parse(ToJunitReport(record));
  EXPECT_EQ(report.tests, 1);
  EXPECT_EQ(report.failures + report.errors + report.skipped, 0);
}

TEST(JunitReportTest, AnyBytesInAnyTextAreWellFormedXml) {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) {
    bytes += static_cast<char>(byte);
  }
  RunRecord record = SampleRecord();
  record.target = bytes;
  record.clauses[0].id = bytes;
  record.clauses[3].reason = bytes;
  for (Finding& finding : record.findings) {
    finding.expected = finding.observed = finding.curl = bytes;
  }
  const std::string xml = ToJunitReport(record);
  EXPECT_TRUE(Parse(xml).counts_agree);
  EXPECT_EQ(xml.find('\x1b'), std::string::npos);
  EXPECT_EQ(xml.find('\0'), std::string::npos);
}

}  // namespace
}  // namespace swc::reports
