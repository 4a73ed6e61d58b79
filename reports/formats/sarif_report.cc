#include "reports/formats/sarif_report.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "reports/console/console_summary.h"
#include "reports/formats/json_parts.h"
#include "reports/formats/json_report.h"
#include "reports/run_record.h"
#include "reports/summary.h"
#include "reports/text.h"
#include "spec/clause.h"
#include "spec/embedded.h"
#include "spec/hash.h"
#include "spec/outcome.h"

namespace swc::reports {
namespace {

constexpr std::string_view kCatalogue = "spec/clauses.json";

// Returns the line of the catalogue on which `clause` begins, from 1.
std::uint64_t LineOf(std::string_view clause) {
  const std::string_view catalogue = spec::EmbeddedClauses();
  const std::size_t place = catalogue.find(fmt::format(R"("id": "{}")", clause));
  return place == std::string_view::npos
             ? 1
             : 1 + static_cast<std::uint64_t>(std::ranges::count(catalogue.substr(0, place), '\n'));
}

Json Message(std::string_view text) { return {{"text", ForTerminal(text)}}; }

// A rule of the driver: the clause that names a cause.
Json RuleOf(const std::string& id) {
  Json rule = {{"id", id}};
  const spec::Clause* clause = spec::Catalogue::Get().Find(id);
  if (clause == nullptr) {
    return rule;
  }
  std::string sources;
  for (const spec::Source& source : clause->sources) {
    sources += fmt::format("\n{}", ToString(source));
  }
  rule["shortDescription"] = Message(clause->statement);
  rule["help"] = {{"text", fmt::format("{}{}", clause->statement, sources)}};
  rule["properties"] = {{"level", spec::ToString(clause->level)}};
  return rule;
}

// The same for the same bug in the next run: its clause and how its clearest finding deviates.
std::string FingerprintOf(const Cause& cause, const Finding& clearest) {
  return fmt::format("{:016x}", spec::HashOf(clearest.signature, spec::HashOf(cause.clause)));
}

Json ResultOf(const RunRecord& record, const Cause& cause) {
  const Finding& clearest = record.findings[cause.findings.front()];
  const bool fails = IsDeviation(cause.verdict, record.strict);
  std::string text = cause.headline;
  if (!cause.diagnosis.empty()) {
    text += " It " + cause.diagnosis + ".";
  }
  text += fmt::format(" Expected: {}. Observed: {}.", clearest.expected, clearest.observed);
  if (!clearest.reproduce.empty()) {
    text += " Reproduce: " + clearest.reproduce;
  }
  Json result = {
      {"ruleId", cause.clause}, {"level", fails ? "error" : "warning"}, {"message", Message(text)}};
  result["locations"] = Json::array({{{"physicalLocation",
                                       {{"artifactLocation", {{"uri", kCatalogue}}},
                                        {"region", {{"startLine", LineOf(cause.clause)}}}}}}});
  result["partialFingerprints"] = {{"cause/v1", FingerprintOf(cause, clearest)}};
  if (!cause.known_deviation.empty()) {
    result["suppressions"] = Json::array(
        {{{"kind", "external"}, {"justification", ForTerminal(cause.known_deviation)}}});
  }
  Json clauses = Json::array();
  for (const std::string& clause : cause.clauses) {
    clauses.push_back(clause);
  }
  result["properties"] = {{"verdict", ToString(cause.verdict)},
                          {"cases", cause.cases},
                          {"clauses", std::move(clauses)}};
  return result;
}

// How the run ended: one that showed too little was not successful, whatever it found.
Json InvocationOf(const RunRecord& record) {
  const bool ended =
      record.verdict == RunVerdict::kConforms || record.verdict == RunVerdict::kDeviates;
  Json invocation = {{"executionSuccessful", ended},
                     {"exitCode", spec::ExitCodeOf(record.outcome)},
                     {"exitCodeDescription", ForTerminal(VerdictLine(record))}};
  if (!record.date.empty()) {
    invocation["startTimeUtc"] = record.date;
  }
  if (!ended) {
    invocation["toolExecutionNotifications"] =
        Json::array({{{"level", "error"}, {"message", Message(VerdictLine(record))}}});
  }
  return invocation;
}

}  // namespace

std::string ToSarifReport(const RunRecord& record) {
  std::set<std::string> ids;
  Json results = Json::array();
  for (const Cause& cause : record.causes) {
    ids.insert(cause.clause);
    results.push_back(ResultOf(record, cause));
  }
  Json rules = Json::array();
  for (const std::string& id : ids) {
    rules.push_back(RuleOf(id));
  }
  for (Json& result : results) {
    const auto place = ids.find(result["ruleId"].get<std::string>());
    result["ruleIndex"] = std::distance(ids.begin(), place);
  }
  const Json report = {{"version", "2.1.0"},
                       {"$schema",
                        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
                        "sarif-schema-2.1.0.json"},
                       {"runs", Json::array({{{"tool",
                                               {{"driver",
                                                 {{"name", kToolName},
                                                  {"version", record.tool_version},
                                                  {"rules", std::move(rules)}}}}},
                                              {"invocations", Json::array({InvocationOf(record)})},
                                              {"columnKind", "utf16CodeUnits"},
                                              {"properties",
                                               {{"target", ForTerminal(record.target)},
                                                {"seed", record.seed},
                                                {"digest", record.digest}}},
                                              {"results", std::move(results)}}})}};
  return Indented(report);
}

}  // namespace swc::reports
