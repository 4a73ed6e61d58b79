#include "reports/formats/json_parts.h"

#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "reports/formats/json_report.h"
#include "reports/run_record.h"
#include "reports/summary.h"
#include "spec/clause.h"
#include "spec/text/plain_json.h"

namespace swc::reports {
namespace {

constexpr int kIndent = 2;

// JSON has no infinity and no NaN.
double Finite(double number) { return std::isfinite(number) ? number : 0; }

Json AlternativeJson(const ClauseRecord& clause) {
  switch (clause.alternatives.size()) {
    case 0:
      return nullptr;
    case 1:
      return clause.alternatives.front();
    default:
      return clause.alternatives;
  }
}

Json MessageJson(const MessageExcerpt& message) {
  Json json = {{"first_line", message.first_line}, {"headers", Json::array()}};
  for (const std::string& header : message.headers) {
    json["headers"].push_back(header);
  }
  json["body"] = message.body;
  return json;
}

Json WrittenJson(const std::optional<Written>& written) {
  if (!written) {
    return nullptr;
  }
  return {{"request", MessageJson(written->request)}, {"response", MessageJson(written->response)}};
}

// Returns the case as JSON, or null if it is not a JSON object of a sane depth.
Json CaseJson(std::string_view text) {
  bool too_deep = false;
  const auto is_shallow = [&too_deep](int depth, Json::parse_event_t /*event*/, Json& /*parsed*/) {
    too_deep |= depth >= kJsonDepthMax;
    return depth < kJsonDepthMax;
  };
  Json json = Json::parse(text, is_shallow, /*allow_exceptions=*/false);
  return json.is_object() && !too_deep ? json : Json(nullptr);
}

}  // namespace

Json StatsJson(const RunStats& stats) {
  Json latency = Json::array();
  for (const OperationLatency& each : stats.latency) {
    latency.push_back({{"operation", each.operation},
                       {"answers", each.answers},
                       {"ms",
                        {{"p50", Finite(each.ms_p50)},
                         {"p99", Finite(each.ms_p99)},
                         {"max", Finite(each.ms_max)}}}});
  }
  return {{"requests", stats.requests},
          {"cases", stats.cases},
          {"cases_not_run", stats.cases_not_run},
          {"values", stats.values},
          {"elapsed_s", Finite(stats.elapsed_s)},
          {"requests_per_s", Finite(RequestsPerSecond(stats))},
          {"visible_ms",
           {{"p50", Finite(stats.visible_ms_p50)},
            {"p99", Finite(stats.visible_ms_p99)},
            {"max", Finite(stats.visible_ms_max)}}},
          {"latency", std::move(latency)}};
}

Json PhaseJson(const PhaseRecord& phase) {
  Json json = {{"name", phase.name},
               {"cases", phase.cases},
               {"requests", phase.requests},
               {"pairs", {{"covered", phase.pairs_covered}, {"possible", phase.pairs_possible}}},
               {"classes", Json::array()}};
  for (const auto& [name, cases] : phase.classes) {
    json["classes"].push_back({{"name", name}, {"cases", cases}});
  }
  return json;
}

Json ClauseJson(const ClauseRecord& clause) {
  return {{"id", clause.id},
          {"level", spec::ToString(clause.level)},
          {"verdict", ToString(clause.verdict)},
          {"accept_exercised", clause.accept_exercised},
          {"reject_exercised", clause.reject_exercised},
          {"observed", clause.observed},
          {"alternative", AlternativeJson(clause)},
          {"reason", clause.reason}};
}

Json KnownJson(const KnownCases& known) {
  return {{"fixed", known.fixed},
          {"still_fail", known.still_fail},
          {"not_reproduced", known.not_reproduced},
          {"not_run", known.not_run}};
}

void AddLeftBehind(const RunRecord& record, Json& json) {
  if (record.left_behind) {
    json["left_behind"] = {{"prefix", record.left_behind->prefix},
                           {"campaigns", record.left_behind->campaigns},
                           {"series", record.left_behind->series},
                           {"values", record.left_behind->values}};
  }
}

Json FindingJson(const Finding& finding) {
  return {{"clause", finding.clause},
          {"signature", finding.signature},
          {"count", finding.count},
          {"phase", finding.phase},
          {"case", CaseJson(finding.case_json)},
          {"case_id", finding.case_id},
          {"shrinking", finding.shrinking},
          {"expected", finding.expected},
          {"observed", finding.observed},
          {"pointer", finding.pointer},
          {"request", MessageJson(finding.request)},
          {"response", MessageJson(finding.response)},
          {"written_by", WrittenJson(finding.written_by)},
          {"reproduce", finding.reproduce},
          {"script", finding.script},
          {"curl", finding.curl},
          {"at_request", finding.at_request},
          {"verdict", ToString(finding.verdict)}};
}

Json CauseJson(const Cause& cause) {
  return {{"headline", cause.headline},
          {"clause", cause.clause},
          {"verdict", ToString(cause.verdict)},
          {"diagnosis", cause.diagnosis},
          {"mutant", cause.mutant},
          {"named", cause.named},
          {"known", cause.known},
          {"cases", cause.cases},
          {"clauses", cause.clauses},
          {"hides", cause.hides},
          {"known_deviation", cause.known_deviation},
          {"findings", cause.findings}};
}

Json ShownJson(const Shown& shown) {
  return {
      {"selected", shown.selected}, {"can_show", shown.can_show}, {"exercised", shown.exercised}};
}

std::string OneLine(const Json& json) {
  return spec::PlainJson(
             json.dump(-1, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace)) +
         "\n";
}

std::string Indented(const Json& json) {
  return spec::PlainJson(
             json.dump(kIndent, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace)) +
         "\n";
}

}  // namespace swc::reports
