#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/formats/json_parts.h"
#include "reports/formats/json_report.h"
#include "reports/json_members.h"
#include "reports/run_record.h"
#include "reports/summary.h"
#include "spec/clause.h"
#include "spec/outcome.h"
#include "spec/text/error.h"

namespace swc::reports {
namespace {

using spec::Error;
using spec::ErrorKind;

constexpr std::array kLevels = {spec::Level::kMust, spec::Level::kShould, spec::Level::kFree};

std::string ToolVersion(const Members& report) {
  const std::string tool = report.Text("tool");
  const std::string prefix = fmt::format("{} ", kToolName);
  if (!tool.starts_with(prefix)) {
    report.Misfit(report.Pointer("tool"), fmt::format("'{}' and a version", kToolName));
    return {};
  }
  return tool.substr(prefix.size());
}

// The first version that says how much was shown.
constexpr std::uint64_t kHowMuchSince = 2;

// The first version that tells causes.
constexpr std::uint64_t kCausesSince = 3;

// The same is the first that tells the date.
bool TellsCauses(const Members& report) {
  return report.Has("schema_version") && report.Count("schema_version") >= kCausesSince;
}

// Reads what reports of version 1 do not have.
void ParseHowMuch(const Members& report, RunRecord& record) {
  if (!report.Has("schema_version")) {
    return;
  }
  const std::uint64_t version = report.Count("schema_version");
  if (version < kHowMuchSince || version > kReportSchemaVersion) {
    report.Misfit(report.Pointer("schema_version"),
                  fmt::format("{} to {}, or absent", kHowMuchSince, kReportSchemaVersion));
    return;
  }
  const Members shown = report.Object("shown");
  record.shown = {.selected = shown.Count("selected"),
                  .can_show = shown.Count("can_show"),
                  .exercised = shown.Count("exercised")};
  record.interrupted = report.Flag("interrupted");
  record.limits_hit = report.Texts("limits_hit");
  const Members known = report.Object("known");
  record.known = {.fixed = known.Texts("fixed"),
                  .still_fail = known.Count("still_fail"),
                  .not_reproduced = known.Count("not_reproduced"),
                  .not_run = known.Count("not_run")};
  if (report.Has("left_behind")) {
    const Members left = report.Object("left_behind");
    record.left_behind = {.prefix = left.Text("prefix"),
                          .campaigns = left.Count("campaigns"),
                          .series = left.Count("series"),
                          .values = left.Count("values")};
  }
}

// The name that INCOMPLETE has in reports of version 1.
constexpr std::string_view kNothingExercised = "NOTHING EXERCISED";

RunVerdict VerdictIn(const Members& report) {
  const bool old = !report.Has("schema_version") && report.At("verdict") == kNothingExercised;
  return old ? RunVerdict::kIncomplete : report.OneOf("verdict", kRunVerdicts);
}

spec::Outcome OutcomeIn(const Members& report) {
  const auto outcome = spec::OutcomeOfExitCode(report.Count("exit_code"));
  if (!outcome) {
    report.Misfit(report.Pointer("exit_code"), "an exit code");
  }
  return outcome.value_or(spec::Outcome::kConforms);
}

RunStats ParseStats(const Members& stats) {
  const Members visible = stats.Object("visible_ms");
  RunStats record{.requests = stats.Count("requests"),
                  .cases = stats.Count("cases"),
                  .cases_not_run = stats.Count("cases_not_run"),
                  .values = stats.Count("values"),
                  .elapsed_s = stats.Number("elapsed_s"),
                  .visible_ms_p50 = visible.Number("p50"),
                  .visible_ms_p99 = visible.Number("p99"),
                  .visible_ms_max = visible.Number("max")};
  if (stats.Has("latency")) {
    for (const Members& each : stats.Objects("latency")) {
      const Members ms = each.Object("ms");
      record.latency.push_back({.operation = each.Text("operation"),
                                .answers = each.Count("answers"),
                                .ms_p50 = ms.Number("p50"),
                                .ms_p99 = ms.Number("p99"),
                                .ms_max = ms.Number("max")});
    }
  }
  return record;
}

PhaseRecord ParsePhase(const Members& phase) {
  const Members pairs = phase.Object("pairs");
  PhaseRecord record{.name = phase.Text("name"),
                     .cases = phase.Count("cases"),
                     .requests = phase.Has("requests") ? phase.Count("requests") : 0,
                     .pairs_covered = pairs.Count("covered"),
                     .pairs_possible = pairs.Count("possible")};
  for (const Members& item : phase.Objects("classes")) {
    record.classes[item.Text("name")] = item.Count("cases");
  }
  return record;
}

std::vector<std::string> ParseAlternatives(const Members& clause) {
  const Json& alternative = clause.At("alternative");
  if (alternative.is_null()) {
    return {};
  }
  if (alternative.is_string()) {
    return {alternative.get<std::string>()};
  }
  return clause.Texts("alternative");
}

ClauseRecord ParseClause(const Members& clause) {
  return {.id = clause.Text("id"),
          .level = clause.OneOf("level", kLevels),
          .verdict = clause.OneOf("verdict", kVerdicts),
          .accept_exercised = clause.Count("accept_exercised"),
          .reject_exercised = clause.Count("reject_exercised"),
          .observed = clause.Count("observed"),
          .alternatives = ParseAlternatives(clause),
          .reason = clause.Text("reason")};
}

MessageExcerpt ParseMessage(const Members& message) {
  return {.first_line = message.Text("first_line"),
          .headers = message.Texts("headers"),
          .body = message.Text("body")};
}

std::string ParseCase(const Members& finding) {
  const Json& value = finding.At("case");
  if (!value.is_null() && !value.is_object()) {
    finding.Misfit(finding.Pointer("case"), "a case or null");
  }
  // The text was parsed, so it is UTF-8 and printing it cannot throw.
  return value.is_object() ? value.dump() : std::string();
}

std::optional<Written> ParseWritten(const Members& finding) {
  // Reports of version 1 do not have it.
  if (!finding.Has("written_by") || finding.At("written_by").is_null()) {
    return std::nullopt;
  }
  const Members written = finding.Object("written_by");
  return Written{.request = ParseMessage(written.Object("request")),
                 .response = ParseMessage(written.Object("response"))};
}

Finding ParseFinding(const Members& finding) {
  return {.clause = finding.Text("clause"),
          .signature = finding.Text("signature"),
          .count = finding.Count("count"),
          .phase = finding.Text("phase"),
          .case_id = finding.Text("case_id"),
          .case_json = ParseCase(finding),
          .shrinking = finding.Text("shrinking"),
          .expected = finding.Text("expected"),
          .observed = finding.Text("observed"),
          .pointer = finding.Text("pointer"),
          .request = ParseMessage(finding.Object("request")),
          .response = ParseMessage(finding.Object("response")),
          .written_by = ParseWritten(finding),
          .reproduce = finding.Text("reproduce"),
          .script = finding.Has("script") ? finding.Text("script") : "",
          .curl = finding.Text("curl"),
          .at_request = finding.Count("at_request"),
          .verdict = finding.OneOf("verdict", kVerdicts)};
}

// Reads a cause, whose findings are places below `findings`.
Cause ParseCause(const Members& cause, std::size_t findings) {
  Cause record{
      .headline = cause.Text("headline"),
      .clause = cause.Text("clause"),
      .verdict = cause.OneOf("verdict", kVerdicts),
      .diagnosis = cause.Text("diagnosis"),
      .mutant = cause.Text("mutant"),
      .named = cause.Flag("named"),
      .known = cause.Flag("known"),
      .cases = cause.Count("cases"),
      .clauses = cause.Texts("clauses"),
      .hides = cause.Texts("hides"),
      .known_deviation = cause.Has("known_deviation") ? cause.Text("known_deviation") : ""};
  for (const std::uint64_t place : cause.Counts("findings")) {
    record.findings.push_back(place);
    if (place >= findings) {
      cause.Misfit(cause.Pointer("findings"), "places in the report's findings");
    }
  }
  if (record.findings.empty()) {
    cause.Misfit(cause.Pointer("findings"), "a list that is not empty");
  }
  if (record.clauses.empty()) {
    cause.Misfit(cause.Pointer("clauses"), "a list that is not empty");
  }
  return record;
}

}  // namespace

std::expected<RunRecord, Error> ParseJsonReport(std::string_view text) {
  bool too_deep = false;
  const auto is_shallow = [&too_deep](int depth, Json::parse_event_t /*event*/, Json& /*parsed*/) {
    too_deep |= depth >= kJsonDepthMax;
    return depth < kJsonDepthMax;
  };
  const Json json = Json::parse(text, is_shallow, /*allow_exceptions=*/false);
  if (json.is_discarded() || too_deep) {
    return std::unexpected(NoReport(too_deep ? fmt::format("nested deeper than {}", kJsonDepthMax)
                                             : "the text is not JSON; was the file cut short?"));
  }
  std::optional<Error> error;
  const Members report(json, "", error);
  RunRecord record = {.tool_version = ToolVersion(report),
                      .target = report.Text("target"),
                      .date = TellsCauses(report) ? report.Text("date") : "",
                      .seed = report.Count("seed"),
                      .digest = report.Text("digest"),
                      .strict = report.Flag("strict"),
                      .verdict = VerdictIn(report),
                      .outcome = OutcomeIn(report),
                      .message = report.Text("message"),
                      .stats = ParseStats(report.Object("stats"))};
  if (report.Has("stale_ledger")) {
    record.stale_ledger = report.Texts("stale_ledger");
  }
  ParseHowMuch(report, record);
  for (const Members& phase : report.Objects("phases")) {
    record.phases.push_back(ParsePhase(phase));
  }
  for (const Members& clause : report.Objects("clauses")) {
    record.clauses.push_back(ParseClause(clause));
  }
  for (const Members& finding : report.Objects("findings")) {
    record.findings.push_back(ParseFinding(finding));
  }
  if (TellsCauses(report)) {
    for (const Members& cause : report.Objects("causes")) {
      record.causes.push_back(ParseCause(cause, record.findings.size()));
    }
  }
  if (error) {
    return std::unexpected(*std::move(error));
  }
  return record;
}

}  // namespace swc::reports
