// report.json: a run as data, for machines and for the commands `merge` and `compare`.
//
// Law: the members and their order are stable and described by reports/report.schema.json. Text
// that is not UTF-8 has its bad bytes replaced by U+FFFD; otherwise
// `ParseJsonReport(ToJsonReport(record))` returns the record, with case files in compact form.
//
// Example: const auto record = ParseJsonReport(text); if (!record) { return record.error(); }
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "reports/run_record.h"
#include "spec/text/error.h"

namespace swc::reports {

// Of report.json; reports without a version are of version 1.
inline constexpr unsigned kReportSchemaVersion = 3;

// The member `tool` is this name, a space and the version; it tells a report from any other JSON.
inline constexpr std::string_view kToolName = "sitewise-conformance";

// Reports and case files are far flatter; printing deeper JSON could exhaust the stack.
inline constexpr int kJsonDepthMax = 200;

// Returns `record` as the text of a report.json, which ends with a newline.
[[nodiscard]] std::string ToJsonReport(const RunRecord& record);

// Reads a report.json. An error names the JSON pointer of the member that is missing or misshapen;
// members that it does not know are ignored.
[[nodiscard]] std::expected<RunRecord, spec::Error> ParseJsonReport(std::string_view text);

}  // namespace swc::reports
