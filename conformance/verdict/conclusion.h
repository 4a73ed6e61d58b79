// From the verdicts of the clauses to the verdict of the run.
//
// Law: a run says no more than was shown. CONFORMS needs that nothing failed, that the run reached
// its end, and that enough of the clauses that this target can show were exercised on all their
// sides. What the target's description excludes cannot be shown; what was found out about the
// target while it was tested excludes nothing.
//
// Example: 140 of 150 clauses exercised, and interrupted: INCOMPLETE, exit code 4.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "conformance/verdict/gate.h"
#include "reports/run_record.h"

namespace swc::conformance {

// How a run came to its end.
struct RunEnd {
  double min_coverage = 0;            // Percent of the clauses that the target can show.
  std::string could_not_test;         // Not empty: why the target could not be tested to the end.
  std::string blind;                  // Not empty: what the run could not see.
  std::set<std::string> cannot_show;  // Clauses that the target's description excludes.
  std::string note;                   // What the last line says of a run that conforms; may be "".
  std::vector<GateCondition> gate;    // That have to hold too.
};

// Returns why the run did not reach its end; empty if it did.
[[nodiscard]] std::string WhyCut(const reports::RunRecord& record);

// Fills in `shown`, verdict, outcome and message. REQUIRES: clauses, `interrupted` and `limits_hit`
// of `record` are filled in.
void ConcludeRun(const RunEnd& end, reports::RunRecord& record);

// Concludes a record of a report once more, after a ledger was held against it. What only the run
// knew is taken from the report: a run that could not test still could not.
void ConcludeAgain(double min_coverage, reports::RunRecord& record);

}  // namespace swc::conformance
