// All ways to write a comparison, over the same reports.
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <tinyxml2.h>

#include "reports/compare/badge.h"
#include "reports/compare/baseline.h"
#include "reports/compare/comparison.h"
#include "reports/compare/comparison_console.h"
#include "reports/compare/comparison_html.h"
#include "reports/compare/comparison_json.h"
#include "reports/compare/comparison_markdown.h"
#include "reports/compare/named_report.h"
#include "reports/compare/sample_reports_testing.h"
#include "reports/compare/trend.h"
#include "reports/compare/trend_chart.h"
#include "reports/golden_testing.h"
#include "reports/markup.h"
#include "reports/run_record.h"
#include "reports/text.h"
#include "spec/outcome.h"
#include "spec/schema_testing.h"
#include "spec/testing_paths.h"
#include "spec/text/text_file.h"

namespace swc::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Comparison Everything() {
  const std::vector<NamedReport> reports = SampleReports();
  Comparison compared = Compare(reports);
  compared.baseline = BaselineChanges{
      .name = kHostile, .reports = {ChangesSince(reports[1].record, reports[0].record)}};
  compared.baseline->reports[0].name = "left";
  compared.trend = TrendOf(reports);
  return compared;
}

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

TEST(ComparisonWritersTest, MatchTheGoldens) {
  const Comparison compared = Everything();
  ExpectGolden("compare.txt", ConsoleComparison(compared, {.width = 80}));
  ExpectGolden("compare-all.txt", ConsoleComparison(compared, {.all = true, .width = 80}));
  ExpectGolden("compare.md", MarkdownComparison(compared, /*all=*/false));
  ExpectGolden("compare.json", JsonComparison(compared));
  ExpectGolden("compare.html", HtmlComparison(compared));
  ExpectGolden("badge.svg", Badge(compared.columns.back()));
}

TEST(ComparisonWritersTest, TheConsoleKeepsToItsColumns) {
  std::vector<NamedReport> reports = SampleReports();
  reports[1].name = "right";
  reports.push_back({.name = "third", .record = SampleLeft()});
  for (NamedReport& report : reports) {
    report.record.clauses.push_back(
        {.id = "response.error-entries.sent-timestamp",
         .verdict = &report == reports.data() ? Verdict::kInconsistent : Verdict::kPass});
  }
  const std::string text = ConsoleComparison(Compare(reports), {.all = true, .width = 80});
  EXPECT_THAT(text, HasSubstr("response.error-entries.sent-timestamp"));
  EXPECT_THAT(text, Not(HasSubstr("do not fit")));
  for (const std::string& line : LinesOf(text)) {
    EXPECT_LE(CharacterCount(line), 80U) << line;
  }
}

TEST(ComparisonWritersTest, TheConsoleNamesAFileForWhatDoesNotFit) {
  std::vector<NamedReport> reports = SampleReports();
  for (int i = 0; i < 8; ++i) {
    reports.push_back({.name = "another", .record = SampleLeft()});
  }
  EXPECT_THAT(ConsoleComparison(Compare(reports), {.width = 80}),
              HasSubstr("10 columns do not fit 80 characters; write --html FILE"));
}

TEST(ComparisonWritersTest, NothingOfAServerRuns) {
  const Comparison compared = Everything();
  for (const std::string& text :
       {ConsoleComparison(compared, {.all = true}), MarkdownComparison(compared, true),
        HtmlComparison(compared), Badge(compared.columns.back())}) {
    EXPECT_THAT(text, Not(HasSubstr("\x1b[2J")));
  }
  const std::string page = HtmlComparison(compared);
  for (const std::string_view wrong :
       {"<script", "onclick", "onload", "http-equiv=\"refresh", "src="}) {
    EXPECT_THAT(page, Not(HasSubstr(wrong)));
  }
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(&#39;1&#39;)"));
  EXPECT_THAT(MarkdownComparison(compared, true), Not(HasSubstr("<script")));
}

TEST(ComparisonWritersTest, JsonObeysItsSchema) {
  const spec::SchemaWalker schema(nlohmann::json::parse(
      spec::ReadFile((spec::SourceFolder() / "reports/compare/comparison.schema.json").string())
          .value_or("")));
  EXPECT_THAT(schema.Errors(nlohmann::json::parse(JsonComparison(Everything()))), IsEmpty());
  EXPECT_THAT(schema.Errors(nlohmann::json::parse(JsonComparison(Compare(SampleReports())))),
              IsEmpty());
  nlohmann::json changed = nlohmann::json::parse(JsonComparison(Everything()));
  changed["columns"][0]["score"].erase("exercised");
  EXPECT_THAT(schema.Errors(changed), Not(IsEmpty()));
}

TEST(BadgeTest, IsXmlAndSaysWhatARunThatTestedLittleIs) {
  RunRecord record = SampleLeft();
  for (const auto& [outcome, words] :
       {std::pair{spec::Outcome::kConforms, ">5 of 5<"},
        std::pair{spec::Outcome::kIncomplete, ">incomplete, 5 of 5<"},
        std::pair{spec::Outcome::kCouldNotTest, ">could not test<"}}) {
    Conclude(record, outcome);
    const std::string badge = Badge(Compare({{.name = "a", .record = record}}).columns.front());
    EXPECT_THAT(badge, HasSubstr(words));
    tinyxml2::XMLDocument document;
    EXPECT_EQ(document.Parse(badge.c_str()), tinyxml2::XML_SUCCESS) << badge;
  }
}

TEST(TrendChartTest, HasADotForEachPoint) {
  const std::string chart = TrendChart(TrendOf(SampleReports()));
  std::size_t dots = 0;
  for (std::size_t at = chart.find("<circle"); at != std::string::npos;
       at = chart.find("<circle", at + 1)) {
    ++dots;
  }
  EXPECT_EQ(dots, 6U);
  EXPECT_EQ(TrendChart({}), "");
}

TEST(MarkupTest, LeavesNothingThatAReaderTakesForATag) {
  EXPECT_EQ(ForMarkup("<a href=\"x\">&'\x01"),
            "&lt;a href=&quot;x&quot;&gt;&amp;&#39;\xEF\xBF\xBD");
}

}  // namespace
}  // namespace swc::reports
