// The kill matrix as Markdown and as JSON.
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "conformance/selftest/kill_matrix.h"
#include "conformance/selftest/selftest_causes.h"
#include "reports/formats/json_parts.h"
#include "reports/formats/markdown_report.h"

namespace swc::conformance {
namespace {

using reports::ForMarkdown;
using reports::Json;

std::string KilledText(const MatrixMutant& mutant) {
  return mutant.killed == mutant.seeds
             ? (mutant.seeds == 1 ? "yes" : fmt::format("{} of {}", mutant.killed, mutant.seeds))
             : fmt::format("**{} of {}**", mutant.killed, mutant.seeds);
}

std::string CausesText(const MatrixMutant& mutant) {
  if (!mutant.causes) {
    return "";
  }
  return fmt::format("{}{}{}", mutant.causes->count,
                     mutant.causes->named.empty() ? "" : ": " + ForMarkdown(mutant.causes->named),
                     mutant.causes->first_declared ? "" : " (under another clause)");
}

std::string MutantRows(const KillMatrix& matrix) {
  const bool causes = !matrix.bars.empty();
  std::string text = fmt::format(
      "\n| mutant | what it does | breaks | killed | phase | by | requests |{}\n"
      "|---|---|---|---|---|---|--:|{}\n",
      causes ? " causes |" : "", causes ? "---|" : "");
  for (const MatrixMutant& mutant : matrix.mutants) {
    text += fmt::format("| {} | {} | {} | {} | {} | {} | {} |{}\n", ForMarkdown(mutant.name),
                        ForMarkdown(mutant.description),
                        ForMarkdown(fmt::format("{}", fmt::join(mutant.clauses, ", "))),
                        KilledText(mutant), ForMarkdown(mutant.phase), ForMarkdown(mutant.clause),
                        mutant.requests, causes ? fmt::format(" {} |", CausesText(mutant)) : "");
  }
  return text;
}

std::string PolicyRows(const KillMatrix& matrix) {
  std::string text = "\n| legal server | requests | alarms |\n|---|--:|---|\n";
  for (const MatrixPolicy& policy : matrix.policies) {
    std::string alarms = policy.named ? "" : "its choice was not told";
    for (const std::string& alarm : policy.alarms) {
      alarms += (alarms.empty() ? "" : "<br>") + ForMarkdown(alarm);
    }
    text += fmt::format("| {} | {} | {} |\n", ForMarkdown(policy.name), policy.requests,
                        alarms.empty() ? "none" : alarms);
  }
  return text;
}

Json MutantJson(const MatrixMutant& mutant) {
  Json json = {{"name", mutant.name},        {"description", mutant.description},
               {"clauses", mutant.clauses},  {"killed", mutant.killed},
               {"seeds", mutant.seeds},      {"phase", mutant.phase},
               {"by_clause", mutant.clause}, {"requests", mutant.requests},
               {"causes", nullptr}};
  if (mutant.causes) {
    json["causes"] = {{"count", mutant.causes->count},
                      {"first_declared", mutant.causes->first_declared},
                      {"named", mutant.causes->named}};
  }
  return json;
}

}  // namespace

std::string KillMatrixMarkdown(const KillMatrix& matrix) {
  std::string text = fmt::format("# Kill matrix\n\n{}.\n\n{}.\n", ForMarkdown(HeadlineOf(matrix)),
                                 ForMarkdown(OriginOf(matrix)));
  text += "\n## Phases\n\n| phase | first to kill | after requests (median) |\n|---|--:|--:|\n";
  for (const MatrixPhase& phase : matrix.phases) {
    text +=
        fmt::format("| {} | {} | {} |\n", ForMarkdown(phase.name), phase.mutants, phase.requests);
  }
  if (!matrix.bars.empty()) {
    text += "\n## Causes\n\n| what | measured | bar |\n|---|--:|---|\n";
    for (const Bar& bar : matrix.bars) {
      text += fmt::format("| {} | {:.1f} | {} {}{} |\n", ForMarkdown(bar.what), bar.measured,
                          bar.at_most ? "at most" : "at least", bar.limit,
                          bar.met() ? "" : ", **missed**");
    }
  }
  text +=
      "\n## Clauses\n\n| clause | level | mutants | killed | by this clause "
      "|\n|---|---|--:|--:|--:|\n";
  for (const MatrixClause& clause : matrix.clauses) {
    text += fmt::format("| {} | {} | {} | {} | {} |\n", ForMarkdown(clause.id), clause.level,
                        clause.mutants, clause.killed, clause.by_it);
  }
  text += fmt::format("\nNo seeded bug breaks: {}.\n",
                      matrix.without_any.empty()
                          ? "none"
                          : ForMarkdown(fmt::format("{}", fmt::join(matrix.without_any, ", "))));
  text += "\n## Mutants\n" + MutantRows(matrix);
  return text + (matrix.policies.empty() ? "" : "\n## Legal servers\n" + PolicyRows(matrix));
}

std::string KillMatrixJson(const KillMatrix& matrix) {
  Json json = {{"schema_version", 1},
               {"tool", fmt::format("sitewise-conformance {}", matrix.origin.tool_version)},
               {"date", matrix.origin.date},
               {"first_seed", matrix.origin.first_seed},
               {"seeds", matrix.origin.seeds},
               {"only_phases", matrix.origin.phases},
               {"random_cases", matrix.origin.random_cases},
               {"declared_first", matrix.origin.declared},
               {"requests", matrix.requests},
               {"passed", matrix.passed},
               {"headline", HeadlineOf(matrix)},
               {"phases", Json::array()},
               {"bars", Json::array()},
               {"clauses", Json::array()},
               {"clauses_without_mutant", matrix.without_any},
               {"mutants", Json::array()},
               {"policies", Json::array()}};
  for (const MatrixPhase& phase : matrix.phases) {
    json["phases"].push_back(
        {{"name", phase.name}, {"mutants", phase.mutants}, {"requests", phase.requests}});
  }
  for (const Bar& bar : matrix.bars) {
    json["bars"].push_back({{"what", bar.what},
                            {"measured", bar.measured},
                            {"limit", bar.limit},
                            {"at_most", bar.at_most},
                            {"met", bar.met()}});
  }
  for (const MatrixClause& clause : matrix.clauses) {
    json["clauses"].push_back({{"id", clause.id},
                               {"level", clause.level},
                               {"mutants", clause.mutants},
                               {"killed", clause.killed},
                               {"by_it", clause.by_it}});
  }
  for (const MatrixMutant& mutant : matrix.mutants) {
    json["mutants"].push_back(MutantJson(mutant));
  }
  for (const MatrixPolicy& policy : matrix.policies) {
    json["policies"].push_back({{"name", policy.name},
                                {"requests", policy.requests},
                                {"alarms", policy.alarms},
                                {"named", policy.named}});
  }
  return reports::Indented(json);
}

}  // namespace swc::conformance
