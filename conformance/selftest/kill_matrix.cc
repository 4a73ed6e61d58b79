#include "conformance/selftest/kill_matrix.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <expected>
#include <iterator>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/selftest/selftest.h"
#include "conformance/selftest/selftest_causes.h"
#include "reference/mutants/mutants.h"
#include "reports/run_record.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/text/error.h"

namespace swc::conformance {
namespace {

MatrixMutant RowOfMutant(const MutantResult& result) {
  MatrixMutant row{.name = std::string(result.mutant->name),
                   .description = std::string(result.mutant->description),
                   .killed = result.killed,
                   .seeds = result.seeds,
                   .phase = result.phase,
                   .clause = result.clause,
                   .requests = MedianOf(result.requests)};
  for (const spec::ClauseId clause : result.mutant->clauses) {
    row.clauses.emplace_back(clause.text());
  }
  return row;
}

std::string NamedAs(const CausesRow& row) {
  for (const reports::Cause& cause : row.causes) {
    if (!cause.named) {
      continue;
    }
    if (cause.mutant == row.mutants.front()->name) {
      return "itself";
    }
    const bool equal = std::ranges::any_of(
        row.equals, [&](const reference::Mutant* each) { return each->name == cause.mutant; });
    return equal ? "an equal: " + cause.mutant : cause.mutant;
  }
  return "";
}

MatrixMutant RowOfCauses(const CausesRow& causes) {
  MatrixMutant row = RowOfMutant(causes.first_kill);
  row.causes = MatrixCauses{.count = causes.causes.size(),
                            .first_declared = causes.first_declared(),
                            .named = NamedAs(causes)};
  return row;
}

std::vector<MatrixClause> ClausesOfMutants(const std::vector<MatrixMutant>& mutants) {
  std::vector<MatrixClause> rows;
  for (const spec::Clause& clause : spec::Catalogue::Get().clauses()) {
    MatrixClause row{.id = clause.id, .level = std::string(spec::ToString(clause.level))};
    for (const MatrixMutant& mutant : mutants) {
      if (std::ranges::find(mutant.clauses, clause.id) == mutant.clauses.end()) {
        continue;
      }
      ++row.mutants;
      row.killed += mutant.killed == mutant.seeds ? 1 : 0;
      row.by_it += mutant.clause == clause.id ? 1 : 0;
    }
    if (row.mutants > 0) {
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

// Of all mutants that there are, whichever were tested.
std::vector<std::string> ClausesWithoutMutants() {
  std::vector<std::string> ids;
  for (const spec::Clause& clause : spec::Catalogue::Get().clauses()) {
    const auto breaks = [&](const reference::Mutant& mutant) {
      return std::ranges::find(mutant.clauses, clause.id, &spec::ClauseId::text) !=
             mutant.clauses.end();
    };
    if (clause.level != spec::Level::kFree &&
        std::ranges::none_of(reference::AllMutants(), breaks)) {
      ids.push_back(clause.id);
    }
  }
  return ids;
}

std::vector<MatrixPhase> PhasesThatKill(const std::vector<MatrixMutant>& mutants) {
  std::map<std::string, std::vector<std::uint64_t>> requests;
  for (const MatrixMutant& mutant : mutants) {
    if (!mutant.phase.empty()) {
      requests[mutant.phase].push_back(mutant.requests);
    }
  }
  std::vector<MatrixPhase> phases;
  for (const auto& [name, counts] : requests) {
    phases.push_back({.name = name, .mutants = counts.size(), .requests = MedianOf(counts)});
  }
  std::ranges::sort(phases, [](const MatrixPhase& one, const MatrixPhase& other) {
    return one.mutants != other.mutants ? one.mutants > other.mutants : one.name < other.name;
  });
  return phases;
}

constexpr std::array kMatrixFormats = {
    KillMatrixFormat{
        .name = "html", .summary = "one page without a script", .render = KillMatrixHtml},
    KillMatrixFormat{
        .name = "markdown", .summary = "for a repository", .render = KillMatrixMarkdown},
    KillMatrixFormat{.name = "json", .summary = "everything as data", .render = KillMatrixJson},
};

}  // namespace

KillMatrix MatrixOfRun(MatrixOrigin origin, const SelftestResult& result,
                       const CausesResult* causes) {
  KillMatrix matrix{.origin = std::move(origin), .without_any = ClausesWithoutMutants()};
  if (causes != nullptr) {
    std::ranges::transform(causes->rows, std::back_inserter(matrix.mutants), RowOfCauses);
    matrix.bars = causes->bars();
    matrix.requests = causes->requests;
  } else {
    for (const MutantResult& mutant : result.mutants) {
      matrix.mutants.push_back(RowOfMutant(mutant));
      matrix.requests += mutant.judged;
    }
  }
  for (const PolicyResult& policy : result.policies) {
    matrix.policies.push_back({.name = policy.name,
                               .requests = policy.requests,
                               .alarms = policy.alarms,
                               .named = policy.named});
    matrix.requests += policy.requests;
  }
  matrix.clauses = ClausesOfMutants(matrix.mutants);
  matrix.phases = PhasesThatKill(matrix.mutants);
  const bool sound = std::ranges::all_of(matrix.policies, [](const MatrixPolicy& policy) {
    return policy.alarms.empty() && policy.named;
  });
  const bool complete = std::ranges::all_of(
      matrix.mutants, [](const MatrixMutant& mutant) { return mutant.killed == mutant.seeds; });
  matrix.passed = sound && complete && !(matrix.mutants.empty() && matrix.policies.empty()) &&
                  (causes == nullptr || causes->passed());
  return matrix;
}

std::string OriginOf(const KillMatrix& matrix) {
  const MatrixOrigin& origin = matrix.origin;
  const std::uint64_t last = origin.first_seed + static_cast<std::uint64_t>(origin.seeds) - 1;
  return fmt::format(
      "sitewise-conformance {}, {}, {}, {} with {} random cases a run{}, {} requests judged",
      origin.tool_version, origin.date,
      origin.seeds == 1 ? fmt::format("seed {}", origin.first_seed)
                        : fmt::format("seeds {} to {}", origin.first_seed, last),
      origin.phases.empty() ? "all phases"
                            : fmt::format("phases {}", fmt::join(origin.phases, ", ")),
      origin.random_cases, origin.declared ? ", cases of a mutant's clauses first" : "",
      matrix.requests);
}

std::string HeadlineOf(const KillMatrix& matrix) {
  const auto killed = std::ranges::count_if(
      matrix.mutants, [](const MatrixMutant& mutant) { return mutant.killed == mutant.seeds; });
  const auto silent = std::ranges::count_if(
      matrix.policies, [](const MatrixPolicy& policy) { return policy.alarms.empty(); });
  std::string text = fmt::format("{} of {} mutants killed", killed, matrix.mutants.size());
  if (!matrix.policies.empty()) {
    text +=
        fmt::format(", {} of {} legal servers without an alarm", silent, matrix.policies.size());
  }
  return text + (matrix.passed ? "" : "; the selftest FAILED");
}

std::span<const KillMatrixFormat> KillMatrixFormats() { return kMatrixFormats; }

std::expected<KillMatrixFormat, spec::Error> FindKillMatrixFormat(std::string_view name) {
  std::string known;
  for (const KillMatrixFormat& format : kMatrixFormats) {
    if (format.name == name) {
      return format;
    }
    known += fmt::format("{}{}", known.empty() ? "" : ", ", format.name);
  }
  return std::unexpected(spec::Error{
      .kind = spec::ErrorKind::kUsage,
      .message =
          fmt::format("unknown format of a selftest's report '{}'; known are: {}", name, known)});
}

}  // namespace swc::conformance
