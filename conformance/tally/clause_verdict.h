// The verdict of one clause, from what a run saw of it.
//
// Law: PASS needs that every side was seen, and that what the clause is about could be seen at all;
// a reason is true: that the target lacks something is said only if no case about the clause ran.
//
// Example: accepted 3 times, never refused, of a clause with both sides: UNTESTED.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "reports/run_record.h"
#include "spec/clause.h"

namespace swc::conformance {

// What was seen of a clause.
struct ClauseEvidence {
  std::uint64_t accepted = 0, rejected = 0, observed = 0;
  std::map<std::string, std::string, std::less<>> choices;  // To the case that showed it first.
  std::set<std::string> clean_choices;  // Those that a case without a finding showed,
  std::set<std::string> fixed_choices;  // and such a case that is the same in every run.
  std::uint64_t cases = 0;              // Cases about it that ran.
  std::string infra;              // Not empty: a case about it could not be asked, at last either.
  std::string blocked;            // Not empty: why a case about it was not asked to the end.
  std::string spoilt;             // Not empty: a clause that failed first in a case about it.
  std::set<std::string> missing;  // Capabilities for want of which cases about it did not run.
};

// What holds for all clauses of a run.
struct ClauseContext {
  std::set<std::string, std::less<>> capabilities;  // Of the target.
  std::map<std::string, std::string> blocked;       // Needs that could not be shown, and why not.
  std::string cut;                                  // Not empty: why the run ended before its end.
};

// Returns the clause's record without its findings: they decide before all else.
[[nodiscard]] reports::ClauseRecord VerdictOf(const spec::Clause& clause,
                                              const ClauseEvidence& evidence,
                                              const ClauseContext& context);

}  // namespace swc::conformance
