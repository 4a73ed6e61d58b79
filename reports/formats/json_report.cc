#include "reports/formats/json_report.h"

#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/formats/json_parts.h"
#include "reports/run_record.h"
#include "spec/outcome.h"

namespace swc::reports {
std::string ToJsonReport(const RunRecord& record) {
  Json report = {{"schema_version", kReportSchemaVersion},
                 {"tool", fmt::format("{} {}", kToolName, record.tool_version)},
                 {"target", record.target},
                 {"date", record.date},
                 {"seed", record.seed},
                 {"digest", record.digest},
                 {"strict", record.strict},
                 {"verdict", ToString(record.verdict)},
                 {"exit_code", spec::ExitCodeOf(record.outcome)},
                 {"message", record.message},
                 {"shown", ShownJson(record.shown)},
                 {"interrupted", record.interrupted},
                 {"limits_hit", record.limits_hit},
                 {"known", KnownJson(record.known)},
                 {"stale_ledger", record.stale_ledger},
                 {"stats", StatsJson(record.stats)},
                 {"phases", Json::array()},
                 {"clauses", Json::array()},
                 {"causes", Json::array()},
                 {"findings", Json::array()}};
  AddLeftBehind(record, report);
  for (const PhaseRecord& phase : record.phases) {
    report["phases"].push_back(PhaseJson(phase));
  }
  for (const ClauseRecord& clause : record.clauses) {
    report["clauses"].push_back(ClauseJson(clause));
  }
  for (const Cause& cause : record.causes) {
    report["causes"].push_back(CauseJson(cause));
  }
  for (const Finding& finding : record.findings) {
    report["findings"].push_back(FindingJson(finding));
  }
  return Indented(report);
}

}  // namespace swc::reports
