#include "conformance/output/report_files.h"

#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/output/output_files.h"
#include "reports/formats/json_report.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"

namespace swc::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> NamesOf(const std::vector<std::string>& words) {
  std::vector<std::string> names;
  for (const ReportFile& file : NameReports(words)) {
    names.push_back(file.name);
  }
  return names;
}

std::string PathOf(const std::string& name) {
  return (std::filesystem::path(testing::TempDir()) / name).string();
}

TEST(ReportFilesTest, NamesAreGivenOrThoseOfTheFiles) {
  EXPECT_THAT(NamesOf({"emulator=out/a.json", "out/b.json"}), ElementsAre("emulator", "b"));
  EXPECT_EQ(NameReports({"emulator=out/a.json"}).front().path, "out/a.json");
  EXPECT_THAT(NamesOf({"mon/report.json", "tue/report.json", "tue/report.json"}),
              ElementsAre("mon/report.json", "tue/report.json", "tue/report.json (2)"));
}

TEST(ReportFilesTest, AReportIsReadWithItsDate) {
  const std::string text = reports::ToJsonReport(
      {.tool_version = "0.1.0", .target = "t", .date = "2026-02-03T04:05:06Z"});
  ASSERT_TRUE(spec::WriteFile(PathOf("dated.json"), text));
  const auto report = LoadReport({.name = "a", .path = PathOf("dated.json")});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->name, "a");
  EXPECT_EQ(report->date, "2026-02-03T04:05:06Z");
  EXPECT_EQ(report->record.target, "t");
}

TEST(ReportFilesTest, WhatIsNoReportIsRefusedByItsName) {
  ASSERT_TRUE(spec::WriteFile(PathOf("none.json"), "{}"));
  const auto report = LoadReport({.name = "a", .path = PathOf("none.json")});
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error().message, HasSubstr("none.json: not a report.json"));
  EXPECT_EQ(report.error().kind, spec::ErrorKind::kInput);
}

TEST(OutputFilesTest, WhatCannotBeWrittenIsRefused) {
  EXPECT_TRUE(CheckOutputs({{"--html", PathOf("a.html")}, {"--json", PathOf("b.json")}}));
  EXPECT_TRUE(CheckOutputs({{"--html", "/dev/null"}, {"--json", "/dev/null"}}));
  const auto twice = CheckOutputs({{"--html", PathOf("a")}, {"--json", PathOf("./a")}});
  ASSERT_FALSE(twice);
  EXPECT_THAT(twice.error().message, HasSubstr("--json: two reports go to"));
  EXPECT_FALSE(CheckOutputs({{"--html", "not-there"}, {"--json", "./not-there"}}));
  const auto input = CheckOutputs({{"--json", PathOf("a")}}, {PathOf("a")});
  ASSERT_FALSE(input);
  EXPECT_THAT(input.error().message, HasSubstr("is a file that is read"));
  const auto folder = CheckOutputs({{"--badge", testing::TempDir()}});
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().kind, spec::ErrorKind::kUsage);
}

}  // namespace
}  // namespace swc::conformance
