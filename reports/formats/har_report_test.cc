#include "reports/formats/har_report.h"

#include <cstddef>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "reports/golden_testing.h"
#include "reports/run_record.h"
#include "reports/sample_record_testing.h"

namespace swc::reports {
namespace {

using nlohmann::json;

json EntriesOf(const RunRecord& record) {
  return json::parse(ToHarReport(record)).at("log").at("entries");
}

TEST(HarReportTest, MatchesTheGolden) { ExpectGolden("report.har", ToHarReport(SampleRecord())); }

TEST(HarReportTest, ThePutThatWroteStandsBeforeTheRead) {
  RunRecord record = SampleRecord();
  const std::size_t before = EntriesOf(record).size();
  record.findings[0].written_by =
      Written{.request = record.findings[0].request, .response = record.findings[0].response};
  record.findings[0].request = {.first_line = "GET /properties/latest?propertyAlias=a&x=1"};
  const json entries = EntriesOf(record);
  ASSERT_EQ(entries.size(), before + 1);
  EXPECT_EQ(entries.at(0).at("request").at("method"), "POST");
  EXPECT_EQ(entries.at(1).at("request").at("method"), "GET");
  EXPECT_EQ(entries.at(1).at("request").at("queryString").at(1).at("value"), "1");
}

TEST(HarReportTest, AFindingWithoutAnExchangeHasNoEntry) {
  RunRecord record = SampleRecord();
  for (Finding& finding : record.findings) {
    finding.request = finding.response = {};
  }
  EXPECT_THAT(EntriesOf(record), testing::IsEmpty());
}

TEST(HarReportTest, AStatusIsANumber) {
  EXPECT_EQ(EntriesOf(SampleRecord()).at(0).at("response").at("status"), 200);
}

}  // namespace
}  // namespace swc::reports
