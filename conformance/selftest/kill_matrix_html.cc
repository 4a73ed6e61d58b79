// The kill matrix as a page.
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/selftest/kill_matrix.h"
#include "conformance/selftest/selftest_causes.h"
#include "reports/markup.h"
#include "reports/tables_page.h"

namespace swc::conformance {
namespace {

using reports::ForMarkup;
using reports::ScrollingTable;
using reports::TableHead;

std::string YesOrNo(bool yes, std::string_view words) {
  return fmt::format(R"(<span class="{}"><span aria-hidden="true">{}</span> {}</span>)",
                     yes ? "pass" : "fail", yes ? "✓" : "✗", ForMarkup(words));
}

std::string Codes(const std::vector<std::string>& ids) {
  std::string text;
  for (const std::string& id : ids) {
    text += fmt::format("{}<code>{}</code>", text.empty() ? "" : "<br>", ForMarkup(id));
  }
  return text;
}

std::string OriginLine(const KillMatrix& matrix) {
  return fmt::format(
      "<p>{}. A mutant is the reference server with one seeded bug; a run kills it by a finding on "
      "a clause that it breaks.</p>\n",
      ForMarkup(OriginOf(matrix)));
}

std::string PhasesPart(const KillMatrix& matrix) {
  std::string rows;
  for (const MatrixPhase& phase : matrix.phases) {
    rows += fmt::format(
        "<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td><td "
        "class=\"number\">{}</td></tr>\n",
        ForMarkup(phase.name), phase.mutants, phase.requests);
  }
  return "<h2>Phases</h2>\n" +
         ScrollingTable("Phases", TableHead({"phase", "first to kill", "after requests (median)"}),
                        rows);
}

std::string BarsPart(const KillMatrix& matrix) {
  std::string rows;
  for (const Bar& bar : matrix.bars) {
    rows += fmt::format(
        "<tr><th scope=\"row\">{}</th><td class=\"number\">{:.1f}</td><td>{} {}</td><td>{}</td>"
        "</tr>\n",
        ForMarkup(bar.what), bar.measured, bar.at_most ? "at most" : "at least", bar.limit,
        YesOrNo(bar.met(), bar.met() ? "met" : "missed"));
  }
  return rows.empty()
             ? ""
             : "<h2>Causes</h2>\n" +
                   ScrollingTable("Causes", TableHead({"what", "measured", "bar", ""}), rows);
}

std::string ClausesPart(const KillMatrix& matrix) {
  std::string rows;
  for (const MatrixClause& clause : matrix.clauses) {
    rows += fmt::format(
        "<tr><th scope=\"row\"><code>{}</code> <small>{}</small></th><td class=\"number\">{}</td>"
        "<td>{}</td><td class=\"number\">{}</td></tr>\n",
        ForMarkup(clause.id), ForMarkup(clause.level), clause.mutants,
        YesOrNo(clause.killed == clause.mutants, fmt::format("{}", clause.killed)), clause.by_it);
  }
  return "<h2>Clauses</h2>\n" +
         ScrollingTable("Clauses", TableHead({"clause", "mutants", "killed", "by this clause"}),
                        rows) +
         (matrix.without_any.empty()
              ? "<p>Each clause of must and should is broken by a seeded bug.</p>\n"
              : fmt::format("<p>No seeded bug breaks: {}.</p>\n",
                            ForMarkup(fmt::format("{}", fmt::join(matrix.without_any, ", ")))));
}

std::string CausesCell(const MatrixMutant& mutant) {
  if (!mutant.causes) {
    return "<td></td>";
  }
  const MatrixCauses& causes = *mutant.causes;
  const bool right = causes.count == 1 && causes.first_declared;
  return fmt::format("<td>{}<br><small>{}</small></td>",
                     YesOrNo(right, fmt::format("{}", causes.count)),
                     causes.named.empty() ? "not named" : "named: " + ForMarkup(causes.named));
}

std::string MutantsPart(const KillMatrix& matrix) {
  std::string rows;
  for (const MatrixMutant& mutant : matrix.mutants) {
    const bool killed = mutant.killed == mutant.seeds;
    rows += fmt::format(
        "<tr><th scope=\"row\">{}<br><small>{}</small></th><td>{}</td><td>{}</td><td>{}<br>"
        "<small><code>{}</code></small></td><td class=\"number\">{}</td>{}</tr>\n",
        ForMarkup(mutant.name), ForMarkup(mutant.description), Codes(mutant.clauses),
        YesOrNo(killed, fmt::format("{} of {}", mutant.killed, mutant.seeds)),
        ForMarkup(mutant.phase), ForMarkup(mutant.clause), mutant.requests,
        matrix.bars.empty() ? "" : CausesCell(mutant));
  }
  std::vector<std::string> names = {"mutant", "breaks", "killed", "first by", "requests"};
  if (!matrix.bars.empty()) {
    names.emplace_back("causes");
  }
  return "<h2>Mutants</h2>\n" + ScrollingTable("Mutants", TableHead(names), rows);
}

std::string PoliciesPart(const KillMatrix& matrix) {
  std::string rows;
  for (const MatrixPolicy& policy : matrix.policies) {
    std::string alarms = YesOrNo(policy.alarms.empty(), policy.alarms.empty() ? "none" : "alarms");
    for (const std::string& alarm : policy.alarms) {
      alarms += "<br>" + ForMarkup(alarm);
    }
    rows +=
        fmt::format("<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td><td>{}{}</td></tr>\n",
                    ForMarkup(policy.name), policy.requests, alarms,
                    policy.named ? "" : "<br>its choice was not told");
  }
  return rows.empty() ? ""
                      : "<h2>Legal servers</h2>\n<p>Every choice that the documents leave open, "
                        "alone and combined.</p>\n" +
                            ScrollingTable("Legal servers",
                                           TableHead({"choices", "requests", "alarms"}), rows);
}

}  // namespace

std::string KillMatrixHtml(const KillMatrix& matrix) {
  return reports::TablesPage({.title = "Kill matrix", .headline = HeadlineOf(matrix)},
                             OriginLine(matrix) + PhasesPart(matrix) + BarsPart(matrix) +
                                 ClausesPart(matrix) + MutantsPart(matrix) + PoliciesPart(matrix));
}

}  // namespace swc::conformance
