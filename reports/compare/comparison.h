// Several reports side by side: clause by target.
//
// Law: two reports agree or differ only about what both exercised; what one of them did not
// exercise is said, and counts for nobody. A score is never above what was exercised, and both
// numbers are told. Order is that of the reports, and of the first report that has a clause.
//
// Example: const Comparison compared = Compare({{.name = "a", .record = a}, {.name = "b", .record =
// b}});
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/compare/baseline.h"
#include "reports/compare/named_report.h"
#include "reports/compare/trend.h"
#include "reports/run_record.h"
#include "spec/clause.h"

namespace swc::reports {

struct Score {
  std::uint64_t holds = 0;      // Exercised clauses that hold.
  std::uint64_t exercised = 0;  // Clauses with a verdict of their own,
  std::uint64_t clauses = 0;    // of those that the report has.

  void Add(Verdict verdict);
};

// Returns "31 of 33 exercised clauses hold; 33 of 36 were exercised".
[[nodiscard]] std::string ToString(const Score& score);

struct ComparedColumn {
  std::string name;
  std::string target;
  std::string tool_version;
  std::string date;
  RunVerdict verdict = RunVerdict::kIncomplete;
  std::string message;
  Score score;
  std::uint64_t holds_in_common = 0;  // Of the clauses that all reports exercised.
};

// What one report says of a clause.
struct ComparedCell {
  Verdict verdict = Verdict::kUntested;
  std::vector<std::string> alternatives;
  std::string reason;
};

struct ComparedClause {
  std::string id;
  spec::Level level = spec::Level::kMust;
  std::vector<std::optional<ComparedCell>> cells;  // One a column; none: it is not in that report.
  bool compared = false;                           // At least two reports exercised it.
  bool differs = false;                            // Their verdicts are not the same.
  bool chooses_otherwise = false;                  // Nor are the alternatives that they chose.
};

struct ComparedArea {
  std::string name;
  std::vector<Score> scores;  // One a column.
};

// One bug, in all reports that show it.
struct ComparedCause {
  std::string headline;
  std::string clause;
  Verdict verdict = Verdict::kFail;  // The worst.
  std::vector<bool> shown;           // One a column.
};

struct Comparison {
  std::vector<ComparedColumn> columns;
  std::uint64_t common = 0;        // Clauses that all reports exercised.
  std::vector<std::string> notes;  // What a reader has to know before believing the rest.
  std::vector<ComparedClause> clauses;
  std::vector<ComparedArea> areas;
  std::vector<ComparedCause> causes;
  std::optional<BaselineChanges> baseline;  // Against the first column.
  std::vector<TrendPoint> trend;            // Empty: not asked for.
};

// Compares `reports` as they stand. REQUIRES: there is one.
[[nodiscard]] Comparison Compare(const std::vector<NamedReport>& reports);

// Returns the clauses whose verdicts differ.
[[nodiscard]] std::vector<const ComparedClause*> DisagreementsOf(const Comparison& comparison);

// Returns the clauses about which the documents are silent and where some report tells a choice,
// those with different choices first.
[[nodiscard]] std::vector<const ComparedClause*> FingerprintsOf(const Comparison& comparison);

// Returns what a cell says: "PASS", "-" if the clause is not in the report.
[[nodiscard]] std::string VerdictIn(const std::optional<ComparedCell>& cell);

// Returns which alternatives a cell tells: "first-wins", "a, b", or the verdict if it tells none.
[[nodiscard]] std::string ChoiceIn(const std::optional<ComparedCell>& cell);

// Returns in one sentence how the reports compare.
[[nodiscard]] std::string HeadlineOf(const Comparison& comparison);

}  // namespace swc::reports
