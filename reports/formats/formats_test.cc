// What every format has in common: the same facts, and texts of a hostile server that stay text.
#include <cstddef>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <tinyxml2.h>

#include "reports/formats/report_writer.h"
#include "reports/run_record.h"
#include "reports/sample_record_testing.h"

namespace swc::reports {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

// What a server sends that wants to be more than text in one format or another.
constexpr std::string_view kHostile =
    "</script><script>alert(1)</script>\x1b[2J\"'&\n# head\n```\n|x|]]>\xE2\x80\xAE\xff";

RunRecord HostileRecord() {
  RunRecord record = SampleRecord();
  const std::string hostile(kHostile);
  record.target = record.message = hostile;
  record.limits_hit = {hostile};
  for (Finding& finding : record.findings) {
    finding.signature = finding.case_id = finding.expected = finding.observed = hostile;
    finding.pointer = finding.reproduce = finding.curl = hostile;
    finding.request =
        finding.response = {.first_line = hostile, .headers = {hostile}, .body = hostile};
    finding.written_by = Written{.request = finding.request, .response = finding.response};
  }
  for (Cause& cause : record.causes) {
    cause.headline = cause.diagnosis = hostile;
  }
  return record;
}

// Returns Markdown without its blocks of code, in which nothing is markup.
std::string WithoutCode(const std::string& text) {
  std::string rest;
  std::string fence;
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    const std::string line = text.substr(begin, end - begin);
    begin = end + 1;
    if (fence.empty() && line.starts_with("```")) {
      fence = line;
    } else if (line == fence) {
      fence.clear();
    } else if (fence.empty()) {
      rest += line + "\n";
    }
  }
  return rest;
}

class FormatTest : public testing::TestWithParam<ReportFormat> {
 protected:
  [[nodiscard]] static std::string Render(const RunRecord& record) {
    return GetParam().render(record);
  }
};

TEST_P(FormatTest, TellsEachCauseByItsClauseAndItsWords) {
  const RunRecord record = SampleRecord();
  const std::string text = Render(record);
  for (const Cause& cause : record.causes) {
    const bool no_exchange = record.findings[cause.findings[0]].request.first_line.empty();
    if (GetParam().name != "har" || !no_exchange) {
      EXPECT_THAT(text, HasSubstr(cause.clause));
    }
  }
  EXPECT_THAT(text, HasSubstr("A timestamp of exactly seven days ago is refused."));
}

TEST_P(FormatTest, ARunWithoutCausesIsWrittenToo) { EXPECT_FALSE(Render(RunRecord()).empty()); }

TEST_P(FormatTest, NothingThatAServerSendsCommandsATerminal) {
  const std::string text = Render(HostileRecord());
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\xff")));
}

TEST_P(FormatTest, IsWhatItsNameSays) {
  const std::string name(GetParam().name);
  for (const RunRecord& record : {SampleRecord(), HostileRecord(), RunRecord()}) {
    const std::string text = Render(record);
    if (name == "junit") {
      tinyxml2::XMLDocument document;
      EXPECT_EQ(document.Parse(text.c_str()), tinyxml2::XML_SUCCESS) << document.ErrorStr();
    } else if (name == "ndjson") {
      std::size_t begin = 0;
      for (std::size_t end = text.find('\n'); end != std::string::npos;
           end = text.find('\n', begin)) {
        EXPECT_TRUE(json::accept(text.substr(begin, end - begin)));
        begin = end + 1;
      }
      EXPECT_EQ(begin, text.size());
    } else if (name == "json" || name == "sarif" || name == "har") {
      EXPECT_TRUE(json::accept(text));
    } else if (name == "github") {
      EXPECT_THAT(text, MatchesRegex("(::(error|warning|notice) title=[^:,\n]*::[^\n]*\n)+"));
    } else {
      EXPECT_THAT(WithoutCode(text), Not(HasSubstr("<script>alert")));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, FormatTest, testing::ValuesIn(ReportFormats()),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace swc::reports
