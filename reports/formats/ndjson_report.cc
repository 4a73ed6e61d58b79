#include "reports/formats/ndjson_report.h"

#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "reports/formats/json_parts.h"
#include "reports/formats/json_report.h"
#include "reports/run_record.h"
#include "spec/outcome.h"

namespace swc::reports {
namespace {

// Puts the name of the event before all else.
Json Event(std::string_view name, const Json& members) {
  Json event = {{"event", name}};
  event.update(members);
  return event;
}

std::string BeganLine(const RunRecord& record) {
  return OneLine(Event("began", {{"schema_version", kReportSchemaVersion},
                                 {"tool", fmt::format("{} {}", kToolName, record.tool_version)},
                                 {"target", record.target},
                                 {"seed", record.seed},
                                 {"date", record.date}}));
}

std::string EndLines(const RunRecord& record) {
  std::string lines;
  for (const ClauseRecord& clause : record.clauses) {
    lines += OneLine(Event("clause", ClauseJson(clause)));
  }
  for (const Finding& finding : record.findings) {
    lines += OneLine(Event("finding", FindingJson(finding)));
  }
  for (const Cause& cause : record.causes) {
    lines += OneLine(Event("cause", CauseJson(cause)));
  }
  Json ended = {
      {"verdict", ToString(record.verdict)}, {"exit_code", spec::ExitCodeOf(record.outcome)},
      {"message", record.message},           {"digest", record.digest},
      {"shown", ShownJson(record.shown)},    {"interrupted", record.interrupted},
      {"limits_hit", record.limits_hit},     {"known", KnownJson(record.known)},
      {"stats", StatsJson(record.stats)}};
  AddLeftBehind(record, ended);
  return lines + OneLine(Event("ended", ended));
}

}  // namespace

void NdjsonReporter::Began(const RunRecord& record) { write_(BeganLine(record)); }

void NdjsonReporter::Said(std::string_view headline) {
  write_(OneLine(Event("said", {{"text", headline}})));
}

void NdjsonReporter::PhaseStarted(std::string_view phase, std::uint64_t cases) {
  write_(OneLine(Event("phase", {{"name", phase}, {"cases", cases}})));
}

void NdjsonReporter::FindingFound(const Finding& finding) {
  write_(OneLine(Event("found", {{"clause", finding.clause},
                                 {"signature", finding.signature},
                                 {"verdict", ToString(finding.verdict)},
                                 {"phase", finding.phase},
                                 {"case_id", finding.case_id},
                                 {"at_request", finding.at_request},
                                 {"expected", finding.expected},
                                 {"observed", finding.observed}})));
}

void NdjsonReporter::RunEnded(const RunRecord& record) { write_(EndLines(record)); }

std::string ToNdjsonReport(const RunRecord& record) { return BeganLine(record) + EndLines(record); }

}  // namespace swc::reports
