#include "reports/formats/report_writer.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/run_record.h"
#include "reports/sample_record_testing.h"
#include "reports/summary.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"

namespace swc::reports {
namespace {

using spec::ErrorKind;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(ReportWriterTest, EveryFormatReplacesItsFile) {
  ASSERT_FALSE(ReportFormats().empty());
  for (const ReportFormat& format : ReportFormats()) {
    const std::string path = testing::TempDir() + "report." + std::string(format.name);
    ASSERT_TRUE(WriteReport(format.name, path, SampleRecord()).has_value());
    ASSERT_TRUE(WriteReport(format.name, path, RunRecord()).has_value());
    EXPECT_EQ(spec::ReadFile(path).value_or(""), format.render(RunRecord()));
    EXPECT_FALSE(format.summary.empty());
  }
}

TEST(ReportWriterTest, EveryFormatNamesThePathAndTheReasonWhenItCannotWrite) {
  for (const ReportFormat& format : ReportFormats()) {
    const auto written = WriteReport(format.name, "/dev/null/report", SampleRecord());
    ASSERT_FALSE(written.has_value());
    EXPECT_EQ(written.error().kind, ErrorKind::kInput);
    EXPECT_THAT(written.error().message,
                AllOf(HasSubstr("/dev/null/report"), HasSubstr("Not a directory")));
  }
}

TEST(ReportWriterTest, AFullDiskIsAnErrorAlsoForASmallReport) {
  for (const ReportFormat& format : ReportFormats()) {
    const auto written = WriteReport(format.name, "/dev/full", RunRecord());
    ASSERT_FALSE(written.has_value());
    EXPECT_THAT(written.error().message, HasSubstr("No space left on device"));
  }
}

TEST(ReportWriterTest, AnUnknownFormatIsAUsageErrorThatListsTheKnownOnes) {
  const auto written = WriteReport("xml", testing::TempDir() + "x", SampleRecord());
  ASSERT_FALSE(written.has_value());
  EXPECT_EQ(written.error().kind, ErrorKind::kUsage);
  for (const ReportFormat& format : ReportFormats()) {
    EXPECT_THAT(written.error().message, HasSubstr(std::string(format.name)));
  }
}

TEST(RunRecordTest, EveryVerdictHasAName) {
  std::vector<std::string_view> names;
  for (const Verdict verdict : kVerdicts) {
    names.push_back(ToString(verdict));
  }
  EXPECT_THAT(names, ElementsAre("PASS", "FAIL", "WARN", "FREE", "INCONSISTENT", "UNTESTED",
                                 "BLOCKED", "INFRA"));
  std::vector<std::string_view> run_names;
  for (const RunVerdict verdict : kRunVerdicts) {
    run_names.push_back(ToString(verdict));
  }
  EXPECT_THAT(run_names, ElementsAre("CONFORMS", "DEVIATES", "COULD NOT TEST", "INCOMPLETE"));
}

TEST(SummaryTest, ARunWithoutTimeHasNoRate) {
  EXPECT_EQ(RequestsPerSecond({.requests = 10}), 0);
  EXPECT_EQ(RequestsPerSecond({.requests = 10, .elapsed_s = 2}), 5);
}

}  // namespace
}  // namespace swc::reports
