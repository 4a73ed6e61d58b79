// What a selftest gave, as tables for people and as data: which mutants die, of which clause and in
// which phase, after how many requests, told as which causes; which policies raise alarms.
//
// Law: the tables are made once, and every format prints them, so that formats cannot disagree. The
// date is handed in.
//
// Example: const KillMatrix matrix = MatrixOfRun({.date = "2026-11-30T20:00:00Z"}, result,
// nullptr);
//          spec::WriteFile("matrix.html", KillMatrixHtml(matrix));
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/selftest/selftest.h"
#include "conformance/selftest/selftest_causes.h"
#include "spec/text/error.h"

namespace swc::conformance {

// How a mutant was told by a run that went to its end.
struct MatrixCauses {
  std::size_t count = 0;
  bool first_declared = false;  // The clause of the first cause is one that the mutant breaks.
  std::string named;            // "itself", "an equal: NAME", another name; may be empty.
};

struct MatrixMutant {
  std::string name;
  std::string description;
  std::vector<std::string> clauses;  // That it breaks.
  int killed = 0;                    // Of `seeds` runs.
  int seeds = 0;
  std::string phase;           // That killed it first; empty if none did.
  std::string clause;          // Whose finding did.
  std::uint64_t requests = 0;  // To the first finding, median over seeds.
  std::optional<MatrixCauses> causes;
};

struct MatrixClause {
  std::string id;
  std::string level;
  std::size_t mutants = 0;  // That break it.
  std::size_t killed = 0;   // Of them, on every seed.
  std::size_t by_it = 0;    // Of them, by a finding on this clause.
};

struct MatrixPhase {
  std::string name;
  std::size_t mutants = 0;     // That it was the first to kill.
  std::uint64_t requests = 0;  // To the first finding, median.
};

struct MatrixPolicy {
  std::string name;
  std::uint64_t requests = 0;
  std::vector<std::string> alarms;
  bool named = true;  // Runs told the alternative, where they can.
};

// Of which runs the matrix is.
struct MatrixOrigin {
  std::string tool_version;
  std::string date;
  std::uint64_t first_seed = 1;
  int seeds = 1;
  std::vector<std::string> phases;  // Empty: all.
  std::uint64_t random_cases = 0;   // Of each run; other phases have numbers in proportion.
  bool declared = false;            // Mutants met the cases of their clauses first.
};

struct KillMatrix {
  MatrixOrigin origin;
  std::vector<MatrixMutant> mutants;
  std::vector<MatrixClause> clauses;     // With mutants among these, in the catalogue's order.
  std::vector<std::string> without_any;  // Clauses of must and should that no seeded bug breaks.
  std::vector<MatrixPhase> phases;       // The one that kills most first.
  std::vector<MatrixPolicy> policies;    // Each alone, presets, combinations.
  std::vector<Bar> bars;                 // Of causes; empty if they were not tested.
  std::uint64_t requests = 0;            // Judged, in all runs.
  bool passed = false;
};

// `causes` of each mutant alone, or null; with them the mutants are those of its rows.
[[nodiscard]] KillMatrix MatrixOfRun(MatrixOrigin origin, const SelftestResult& result,
                                     const CausesResult* causes);

// Returns "sitewise-conformance 0.1.0, 2026-11-30T20:00:00Z, seed 1, all phases with ... judged".
[[nodiscard]] std::string OriginOf(const KillMatrix& matrix);

// Returns "326 of 326 mutants killed, 3 legal servers without an alarm".
[[nodiscard]] std::string HeadlineOf(const KillMatrix& matrix);

struct KillMatrixFormat {
  std::string_view name;
  std::string_view summary;
  std::string (*render)(const KillMatrix&);
};

[[nodiscard]] std::span<const KillMatrixFormat> KillMatrixFormats();
[[nodiscard]] std::expected<KillMatrixFormat, spec::Error> FindKillMatrixFormat(
    std::string_view name);

[[nodiscard]] std::string KillMatrixJson(const KillMatrix& matrix);
[[nodiscard]] std::string KillMatrixMarkdown(const KillMatrix& matrix);
[[nodiscard]] std::string KillMatrixHtml(const KillMatrix& matrix);

}  // namespace swc::conformance
