// Notices that a target refuses the history of everything, although it answered the preflight.
//
// Law: every case reads back by GetAssetPropertyValueHistory, so one fault of it is told by all of
// them and the rest of the run is wasted. If it refuses what it has to answer in many unlike cases
// in a row, each time with the same answer and without one right answer between them, it is dead:
// what depends on it is BLOCKED from then on (conformance/client/read_access.h). Other reads are
// asked by few cases, and what is refused that may be refused tells which checks there are.
//
// Example: refused.Note(test_case, outcome, client.reads_seen(), access)
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

#include "conformance/client/read_access.h"
#include "conformance/client/reads_seen.h"
#include "conformance/play/case_runner.h"
#include "generators/case/case.h"

namespace swc::conformance {

class RefusedHistory {
 public:
  // So many cases in a row, about so many clauses, bury the history.
  static constexpr std::size_t kCasesToBury = 30;
  static constexpr std::size_t kClausesToBury = 5;

  // Returns why the history is dead, if this case was the last that it needed; else nothing.
  std::string Note(const generators::Case& test_case, const CaseOutcome& outcome,
                   const ReadsSeen& seen, ReadAccess& access);

 private:
  std::string refusal_;
  std::uint64_t answered_ = 0;  // Before the first of the cases.
  std::set<std::string> cases_;
  std::set<std::string> clauses_;
};

}  // namespace swc::conformance
