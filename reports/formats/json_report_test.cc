#include "reports/formats/json_report.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "reports/golden_testing.h"
#include "reports/run_record.h"
#include "reports/sample_record_testing.h"
#include "spec/sanitizer_testing.h"
#include "spec/schema_testing.h"
#include "spec/testing_paths.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"

namespace swc::reports {
namespace {

using nlohmann::json;
using spec::SchemaWalker;
using testing::HasSubstr;
using testing::IsEmpty;

SchemaWalker ReportSchema() {
  return SchemaWalker(json::parse(
      spec::ReadFile((spec::SourceFolder() / "reports/report.schema.json").string()).value_or("")));
}

// Returns the pointers of all members of `value`, those of case files left out.
std::vector<std::string> MembersOf(const json& value) {
  std::vector<std::string> pointers;
  // Named, because g++-12 does not keep the temporaries of a range alive as C++23 asks.
  const json leaves = value.flatten();
  for (const auto& [pointer, leaf] : leaves.items()) {
    for (std::size_t end = pointer.find('/', 1); end != std::string::npos;
         end = pointer.find('/', end + 1)) {
      pointers.push_back(pointer.substr(0, end));
    }
    pointers.push_back(pointer);
  }
  std::erase_if(pointers, [&](const std::string& pointer) {
    return pointer.contains("/case/") ||
           value.at(json::json_pointer(pointer).parent_pointer()).is_array();
  });
  std::ranges::sort(pointers);
  const auto repeated = std::ranges::unique(pointers);
  pointers.erase(repeated.begin(), repeated.end());
  return pointers;
}

TEST(JsonReportTest, MatchesTheGolden) {
  ExpectGolden("report.json", ToJsonReport(SampleRecord()));
}

TEST(JsonReportTest, ASampleAndAnEmptyRecordObeyTheSchema) {
  const SchemaWalker schema = ReportSchema();
  EXPECT_THAT(schema.Errors(json::parse(ToJsonReport(SampleRecord()))), IsEmpty());
  EXPECT_THAT(schema.Errors(json::parse(ToJsonReport(RunRecord()))), IsEmpty());
}

// Reports did not always count them.
bool IsRequestsOfPhase(const std::string& pointer) {
  return pointer.starts_with("/phases/") && pointer.ends_with("/requests");
}

TEST(JsonReportTest, SchemaAndParserMissEveryMemberThatIsRemoved) {
  const SchemaWalker schema = ReportSchema();
  const json report = json::parse(ToJsonReport(SampleRecord()));
  const std::vector<std::string> members = MembersOf(report);
  ASSERT_GT(members.size(), 100U);
  for (std::size_t i = 0; i < members.size(); i += spec::kSampleStride) {
    const std::string& pointer = members[i];
    json cut = report;
    const json::json_pointer member(pointer);
    cut.at(member.parent_pointer()).erase(member.back());
    EXPECT_EQ(schema.Errors(cut), std::vector{pointer + ": required"});
    const auto parsed = ParseJsonReport(cut.dump());
    // The one is derived from two others, without the other it is a report of version 1.
    // Findings of version 1 have neither the put nor the script; a run without a ledger needs no
    // word of it.
    if (pointer == "/stats/requests_per_s" || pointer == "/schema_version" ||
        pointer.ends_with("/written_by") || pointer.ends_with("/script") ||
        pointer == "/stale_ledger" || pointer.ends_with("/known_deviation") ||
        pointer == "/stats/latency" || IsRequestsOfPhase(pointer)) {
      EXPECT_TRUE(parsed.has_value());
      continue;
    }
    ASSERT_FALSE(parsed.has_value()) << pointer;
    EXPECT_EQ(parsed.error().kind, spec::ErrorKind::kInput);
    EXPECT_THAT(parsed.error().message, HasSubstr(pointer + " has to be"));
  }
}

TEST(JsonReportTest, SchemaAndParserRefuseEveryMemberOfAnotherType) {
  const SchemaWalker schema = ReportSchema();
  const json report = json::parse(ToJsonReport(SampleRecord()));
  const std::vector<std::string> members = MembersOf(report);
  for (std::size_t i = 0; i < members.size(); i += spec::kSampleStride) {
    const std::string& pointer = members[i];
    for (const json& wrong : {json(-1), json(json::array({json::array()}))}) {
      json changed = report;
      changed.at(json::json_pointer(pointer)) = wrong;
      EXPECT_FALSE(schema.Errors(changed).empty()) << pointer;
      const bool unread = pointer.starts_with("/stats/requests_per_s");
      const bool measure = pointer.starts_with("/stats/") && wrong.is_number();
      if (!unread && !measure) {
        EXPECT_FALSE(ParseJsonReport(changed.dump()).has_value()) << pointer << wrong;
      }
    }
  }
}

TEST(JsonReportTest, ParsingReturnsWhatWasWritten) {
  const std::string text = ToJsonReport(SampleRecord());
  const auto record = ParseJsonReport(text);
  ASSERT_TRUE(record.has_value()) << record.error().message;
  // Writing is injective but for bad UTF-8 and bad cases, which the text has replaced already.
  EXPECT_EQ(ToJsonReport(*record), text);
  EXPECT_EQ(record->tool_version, "0.1.0");
  EXPECT_EQ(record->seed, 18446744073709551615ULL);
  EXPECT_EQ(record->verdict, RunVerdict::kDeviates);
  EXPECT_EQ(record->stats.visible_ms_p99, 2.25);
  ASSERT_EQ(record->clauses.size(), SampleRecord().clauses.size());
  EXPECT_EQ(record->clauses[1].alternatives, SampleRecord().clauses[1].alternatives);
  EXPECT_EQ(record->clauses[5].verdict, Verdict::kFail);
  ASSERT_EQ(record->findings.size(), 3U);
  EXPECT_EQ(record->findings[0].case_json, SampleFailure().case_json);
  EXPECT_EQ(record->findings[0].response.body, SampleFailure().response.body);
  EXPECT_EQ(record->findings[1].case_json, "");
}

TEST(JsonReportTest, WhatCampaignsLeftIsWrittenAndRead) {
  RunRecord record = SampleRecord();
  record.left_behind = {.prefix = "/a/", .campaigns = 3, .series = 1'234, .values = 56'789};
  const std::string text = ToJsonReport(record);
  EXPECT_THAT(ReportSchema().Errors(json::parse(text)), IsEmpty());
  const auto parsed = ParseJsonReport(text);
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(ToJsonReport(*parsed), text);
  json damaged = json::parse(text);
  damaged["left_behind"]["series"] = -1;
  EXPECT_FALSE(ReportSchema().Errors(damaged).empty());
  EXPECT_FALSE(ParseJsonReport(damaged.dump()).has_value());
}

TEST(JsonReportTest, ReportsOfVersionOneAreRead) {
  json old = json::parse(ToJsonReport(SampleRecord()));
  for (const char* member : {"schema_version", "shown", "interrupted", "limits_hit"}) {
    old.erase(member);
  }
  old["verdict"] = "NOTHING EXERCISED";
  old["exit_code"] = 4;
  const auto record = ParseJsonReport(old.dump());
  ASSERT_TRUE(record.has_value()) << record.error().message;
  EXPECT_EQ(record->verdict, RunVerdict::kIncomplete);
  EXPECT_EQ(record->shown.can_show, 0U);
  EXPECT_EQ(record->clauses.size(), SampleRecord().clauses.size());
  old["verdict"] = "NOTHING";
  EXPECT_FALSE(ParseJsonReport(old.dump()).has_value());
}

TEST(JsonReportTest, ReportsOfALaterVersionAreRefused) {
  json later = json::parse(ToJsonReport(SampleRecord()));
  later["schema_version"] = 4;
  const auto record = ParseJsonReport(later.dump());
  ASSERT_FALSE(record.has_value());
  EXPECT_THAT(record.error().message, HasSubstr("/schema_version has to be 2 to 3, or absent"));
}

TEST(JsonReportTest, AnyBytesInAnyTextAreWrittenAsJson) {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) {
    bytes += static_cast<char>(byte);
  }
  RunRecord record = SampleRecord();
  record.message = record.target = record.clauses[0].reason = bytes;
  record.clauses[0].alternatives = {bytes};
  record.findings[0].observed = record.findings[0].response.body = bytes;
  record.findings[0].response.headers = {bytes};
  record.findings[0].case_json = bytes;
  record.stats.elapsed_s = std::nan("");
  EXPECT_THAT(ReportSchema().Errors(json::parse(ToJsonReport(record))), IsEmpty());
}

TEST(JsonReportTest, ACaseThatIsNoObjectOrTooDeepIsNull) {
  const std::string deep = std::string(100000, '[') + std::string(100000, ']');
  for (const std::string& text : {std::string("[1]"), std::string("{"), "{\"a\":" + deep + "}"}) {
    RunRecord record = SampleRecord();
    record.findings[0].case_json = text;
    EXPECT_TRUE(json::parse(ToJsonReport(record))["findings"][0]["case"].is_null());
  }
}

TEST(JsonReportTest, TextThatIsNoReportIsRefusedWithAReason) {
  const std::string deep = std::string(100000, '[') + std::string(100000, ']');
  const std::string foreign = [] {
    RunRecord record = SampleRecord();
    json report = json::parse(ToJsonReport(record));
    report["tool"] = "another 1.0";
    return report.dump();
  }();
  const auto message = [](const std::string& text) {
    const auto parsed = ParseJsonReport(text);
    return parsed ? "accepted" : parsed.error().message;
  };
  EXPECT_THAT(message(""), HasSubstr("not JSON"));
  EXPECT_THAT(message("{\"tool\": "), HasSubstr("not JSON"));
  EXPECT_THAT(message("[]"), HasSubstr("the document has to be an object"));
  EXPECT_THAT(message(deep), HasSubstr("nested deeper"));
  EXPECT_THAT(message(foreign), HasSubstr("/tool has to be 'sitewise-conformance'"));
}

}  // namespace
}  // namespace swc::reports
