#include "reports/formats/sarif_report.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "reports/golden_testing.h"
#include "reports/run_record.h"
#include "reports/sample_record_testing.h"

namespace swc::reports {
namespace {

using nlohmann::json;

json RunOf(const RunRecord& record) { return json::parse(ToSarifReport(record)).at("runs").at(0); }

TEST(SarifReportTest, MatchesTheGolden) {
  ExpectGolden("report.sarif", ToSarifReport(SampleRecord()));
}

TEST(SarifReportTest, AResultIsACauseAndPointsAtItsClause) {
  const json run = RunOf(SampleRecord());
  ASSERT_EQ(run.at("results").size(), 2U);
  const json& result = run.at("results").at(0);
  EXPECT_EQ(result.at("level"), "error");
  EXPECT_EQ(run.at("tool").at("driver").at("rules").at(result.at("ruleIndex").get<int>()).at("id"),
            result.at("ruleId"));
  EXPECT_GT(result.at("locations").at(0).at("physicalLocation").at("region").at("startLine"), 1);
}

TEST(SarifReportTest, AWarningIsAnErrorOnlyInAStrictRun) {
  RunRecord record = SampleRecord();
  EXPECT_EQ(RunOf(record).at("results").at(1).at("level"), "warning");
  record.strict = true;
  EXPECT_EQ(RunOf(record).at("results").at(1).at("level"), "error");
}

TEST(SarifReportTest, TheFingerprintStaysWhenNumbersChange) {
  RunRecord record = SampleRecord();
  const json before = RunOf(record).at("results").at(0).at("partialFingerprints");
  record.causes[0].cases = 99;
  record.findings[0].observed = "other words";
  EXPECT_EQ(RunOf(record).at("results").at(0).at("partialFingerprints"), before);
  record.findings[0].signature = "another";
  EXPECT_NE(RunOf(record).at("results").at(0).at("partialFingerprints"), before);
}

TEST(SarifReportTest, ARunThatShowedTooLittleWasNoSuccess) {
  RunRecord record = SampleRecord();
  EXPECT_TRUE(RunOf(record).at("invocations").at(0).at("executionSuccessful"));
  record.verdict = RunVerdict::kIncomplete;
  const json run = RunOf(record);
  EXPECT_FALSE(run.at("invocations").at(0).at("executionSuccessful"));
  EXPECT_EQ(run.at("invocations").at(0).at("toolExecutionNotifications").size(), 1U);
}

}  // namespace
}  // namespace swc::reports
