#include "reports/report_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reports/golden.h"
#include "reports/listener_group.h"
#include "reports/run_record.h"
#include "reports/sample_record.h"
#include "reports/summary.h"

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
    EXPECT_EQ(ReadTextFile(path), format.render(RunRecord()));
    EXPECT_FALSE(format.summary.empty());
  }
}

TEST(ReportWriterTest, EveryFormatNamesThePathAndTheReasonWhenItCannotWrite) {
  for (const ReportFormat& format : ReportFormats()) {
    const auto written = WriteReport(format.name, "/nonexistent/report", SampleRecord());
    ASSERT_FALSE(written.has_value());
    EXPECT_EQ(written.error().kind, ErrorKind::kInput);
    EXPECT_THAT(written.error().message,
                AllOf(HasSubstr("'/nonexistent/report'"), HasSubstr("No such file or directory")));
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

class Recorder : public RunListener {
 public:
  Recorder(std::string name, std::vector<std::string>& heard)
      : name_(std::move(name)), heard_(heard) {}
  void PhaseStarted(std::string_view phase, std::uint64_t cases) override {
    heard_.push_back(name_ + " phase " + std::string(phase) + " " + std::to_string(cases));
  }
  void Progressed(std::uint64_t cases_done, std::uint64_t requests_sent) override {
    heard_.push_back(name_ + " at " + std::to_string(cases_done) + " " +
                     std::to_string(requests_sent));
  }
  void FindingFound(const Finding& finding) override {
    heard_.push_back(name_ + " found " + finding.clause);
  }
  void RunEnded(const RunRecord& record) override {
    heard_.push_back(name_ + " ended " + record.digest);
  }

 private:
  std::string name_;
  std::vector<std::string>& heard_;
};

TEST(ListenerGroupTest, EveryListenerHearsEveryFactInOrder) {
  std::vector<std::string> heard;
  Recorder first("1", heard);
  Recorder second("2", heard);
  RunListener deaf;
  ListenerGroup group;
  group.Add(first);
  group.Add(deaf);
  group.Add(second);
  group.PhaseStarted("directed", 3);
  group.Progressed(4, 5);
  group.FindingFound(SampleFailure());
  group.RunEnded(SampleRecord());
  EXPECT_THAT(heard, ElementsAre("1 phase directed 3", "2 phase directed 3", "1 at 4 5", "2 at 4 5",
                                 "1 found time.window.past", "2 found time.window.past",
                                 "1 ended 8c1f02aa", "2 ended 8c1f02aa"));
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
