#include "reports/formats/html_report.h"

#include <cstddef>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "reports/run_record.h"
#include "reports/sample_record_testing.h"

namespace swc::reports {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

// The data that lies in a page.
json DataOf(const std::string& html) {
  const std::string begin = R"(<script type="application/json" id="data">)";
  const std::size_t from = html.find(begin) + begin.size();
  return json::parse(html.substr(from, html.find("</script>", from) - from));
}

TEST(HtmlReportTest, HoldsTheWholeReportAndTheRulesOfItsClauses) {
  const RunRecord record = SampleRecord();
  const json data = DataOf(ToHtmlReport(record));
  EXPECT_EQ(data.at("report").at("causes").size(), 2U);
  EXPECT_EQ(data.at("seed"), "18446744073709551615");
  EXPECT_THAT(data.at("rules").at("time.window.past").at("statement").get<std::string>(),
              Not(testing::IsEmpty()));
}

TEST(HtmlReportTest, AsksNobodyForAnything) {
  const std::string html = ToHtmlReport(SampleRecord());
  EXPECT_THAT(html, HasSubstr("default-src 'none'"));
  EXPECT_THAT(html, HasSubstr("script-src 'sha256-"));
  for (const char* reference : {"src=", "href=\"http", "@import", "url("}) {
    EXPECT_THAT(html.substr(0, html.find("id=\"data\"")), Not(HasSubstr(reference))) << reference;
  }
}

TEST(HtmlReportTest, DataEndsNoScript) {
  RunRecord record = SampleRecord();
  record.target = "</script><script>alert(1)</script>";
  const std::string html = ToHtmlReport(record);
  EXPECT_EQ(DataOf(html).at("report").at("target"), record.target);
  EXPECT_THAT(html, Not(HasSubstr("<script>alert")));
}

}  // namespace
}  // namespace swc::reports
