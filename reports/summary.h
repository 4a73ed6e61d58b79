// What every report derives from a run record in the same way: counts, rates, and which findings
// belong to which clause.
//
// Law: a number that two formats print is computed here, so formats cannot disagree.
//
// Example: if (CountClauses(record, Verdict::kFail) > 0) { ... }
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "reports/run_record.h"

namespace swc::reports {

// All verdicts, in the order in which they are printed.
inline constexpr std::array kVerdicts = {
    Verdict::kPass,         Verdict::kFail,     Verdict::kWarn,    Verdict::kFree,
    Verdict::kInconsistent, Verdict::kUntested, Verdict::kBlocked, Verdict::kInfra};

// All verdicts of a run, in the order of their exit codes.
inline constexpr std::array kRunVerdicts = {RunVerdict::kConforms, RunVerdict::kDeviates,
                                            RunVerdict::kCouldNotTest, RunVerdict::kIncomplete};

// Returns whether a clause with `verdict` was exercised: whether it got a verdict of its own.
[[nodiscard]] constexpr bool IsExercised(Verdict verdict) {
  return verdict != Verdict::kUntested && verdict != Verdict::kBlocked &&
         verdict != Verdict::kInfra;
}

// Returns whether an exercised clause with `verdict` holds; what only earns a warning does not.
[[nodiscard]] constexpr bool Holds(Verdict verdict) {
  return verdict == Verdict::kPass || verdict == Verdict::kFree;
}

// Returns the first segment of the clause `id`, by which reports group clauses.
[[nodiscard]] std::string_view AreaOf(std::string_view id);

// Returns how many clauses of `record` have `verdict`.
[[nodiscard]] std::uint64_t CountClauses(const RunRecord& record, Verdict verdict);

// Returns whether a clause with `verdict` makes the target deviate; a warning does only if
// `strict`.
[[nodiscard]] bool IsDeviation(Verdict verdict, bool strict);

// Returns whether a cause of `record` fails its run: a ledger lets others be.
[[nodiscard]] bool FailsRun(const RunRecord& record, const Cause& cause);

// Returns whether something makes the target deviate that no ledger lets be.
[[nodiscard]] bool DeviatesBeyondLedger(const RunRecord& record);

// Returns how many causes a ledger lets be.
[[nodiscard]] std::uint64_t CountKnownDeviations(const RunRecord& record);

// Returns how many clauses make the target deviate.
[[nodiscard]] std::uint64_t CountDeviations(const RunRecord& record);

// Returns the findings about the clause `id`, in the record's order. They live as long as `record`.
[[nodiscard]] std::vector<const Finding*> FindingsOf(const RunRecord& record, std::string_view id);

// Returns the cause that the clause `id` only follows from, or null: it names a cause itself, has
// none, or the clause that names it is not in the report. It lives as long as `record`.
[[nodiscard]] const Cause* FollowsFrom(const RunRecord& record, std::string_view id);

// Returns the worst verdict of the causes that the clause `id` names; `verdict` if there is none.
[[nodiscard]] Verdict VerdictOfCause(const RunRecord& record, std::string_view id, Verdict verdict);

// Returns requests per second, or 0 for a run that took no time.
[[nodiscard]] double RequestsPerSecond(const RunStats& stats);

}  // namespace swc::reports
