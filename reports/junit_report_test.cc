#include "reports/junit_report.h"

#include <gtest/gtest.h>
#include <tinyxml2.h>

#include <string>
#include <string_view>

#include "reports/golden_testing.h"
#include "reports/run_record.h"
#include "reports/sample_record_testing.h"

namespace swc::reports {
namespace {

// What a CI server reads from the file.
struct Reading {
  int tests = 0;
  int failures = 0;
  int errors = 0;
  int skipped = 0;
  bool counts_agree = true;
};

Reading Read(const std::string& xml) {
  tinyxml2::XMLDocument document;
  EXPECT_EQ(document.Parse(xml.c_str()), tinyxml2::XML_SUCCESS) << document.ErrorStr();
  Reading reading;
  const tinyxml2::XMLElement* root = document.RootElement();
  for (const auto* suite = root->FirstChildElement("testsuite"); suite != nullptr;
       suite = suite->NextSiblingElement("testsuite")) {
    for (const auto* test = suite->FirstChildElement("testcase"); test != nullptr;
         test = test->NextSiblingElement("testcase")) {
      ++reading.tests;
      reading.failures += test->FirstChildElement("failure") != nullptr ? 1 : 0;
      reading.errors += test->FirstChildElement("error") != nullptr ? 1 : 0;
      reading.skipped += test->FirstChildElement("skipped") != nullptr ? 1 : 0;
    }
  }
  reading.counts_agree = root->IntAttribute("tests") == reading.tests &&
                         root->IntAttribute("failures") == reading.failures &&
                         root->IntAttribute("errors") == reading.errors &&
                         root->IntAttribute("skipped") == reading.skipped;
  return reading;
}

TEST(JunitReportTest, MatchesTheGolden) {
  ExpectGolden("junit.xml", ToJunitReport(SampleRecord()));
}

TEST(JunitReportTest, EveryClauseIsOneTestCaseWithItsOutcome) {
  const Reading reading = Read(ToJunitReport(SampleRecord()));
  EXPECT_EQ(reading.tests, 11);
  EXPECT_EQ(reading.failures, 2);
  EXPECT_EQ(reading.errors, 1);
  EXPECT_EQ(reading.skipped, 4);
  EXPECT_TRUE(reading.counts_agree);
}

TEST(JunitReportTest, AWarningIsAFailureOnlyInAStrictRun) {
  RunRecord record = SampleRecord();
  record.strict = true;
  EXPECT_EQ(Read(ToJunitReport(record)).failures, 3);
}

TEST(JunitReportTest, ARunThatTestedNothingIsRed) {
  for (const RunVerdict verdict :
       {RunVerdict::kCouldNotTest, RunVerdict::kIncomplete, RunVerdict::kDeviates}) {
    RunRecord record;
    record.verdict = verdict;
    record.message = "connection refused";
    const Reading reading = Read(ToJunitReport(record));
    EXPECT_EQ(reading.errors, 1);
    EXPECT_TRUE(reading.counts_agree);
  }
}

TEST(JunitReportTest, ARunThatConformsIsGreen) {
  RunRecord record;
  record.verdict = RunVerdict::kConforms;
  record.clauses = {{.id = "wire.operation", .verdict = Verdict::kPass}};
  const Reading reading = Read(ToJunitReport(record));
  EXPECT_EQ(reading.tests, 1);
  EXPECT_EQ(reading.failures + reading.errors + reading.skipped, 0);
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
  EXPECT_TRUE(Read(xml).counts_agree);
  EXPECT_EQ(xml.find('\x1b'), std::string::npos);
  EXPECT_EQ(xml.find('\0'), std::string::npos);
}

}  // namespace
}  // namespace swc::reports
