// A whole run against one target: canary, probe, the phases, shrinking, verdict.
//
// Law: the canary proves first that a wrong answer is noticed, or the run is void. The same seed,
// target description and options give the same cases, whose puts are the same but for the run id
// and the instant. What is sent beyond them depends on the answers: reads that are repeated, cases
// that settle an open choice, shrinking; a limit may end a run anywhere. The digest of the record
// is a hash of the cases that were begun, those that settle a choice too: of a put its method, path
// and body, not its headers; of any other step what the case says. Cases run in parallel on one
// thread.
//
// Example: reports::RunRecord record = Run(options, target, transport, clock, listener);
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/net/transport.h"
#include "conformance/tally/selection.h"
#include "conformance/target/server_clock.h"
#include "conformance/target/target.h"
#include "conformance/verdict/gate.h"
#include "generators/case/case.h"
#include "reference/mutants/mutants.h"
#include "reports/run_record.h"

namespace swc::conformance {

struct RunOptions {
  std::uint64_t seed = 1;
  std::uint64_t random_cases = 2'000;           // Other phases have numbers in proportion to it.
  std::vector<std::string> phases;              // Their names; empty: all that are not on demand.
  bool quota = false;                           // The quota phase too.
  std::vector<generators::Case> known_cases;    // Of earlier findings.
  std::uint64_t shrink_requests = 2'000;        // For each finding; 0: no shrinking.
  bool diagnosis = true;                        // Compare with seeded bugs (docs/causes.md).
  std::set<const reference::Mutant*> withheld;  // Seeded bugs that are not compared with.
  bool model = true;                            // False: only metamorphic relations are judged.
  bool digest = true;                           // Tell what was sent, for the report.
  bool classify = false;                        // Count what was generated, for the report.
  std::chrono::milliseconds time_max{0};  // 0: no limit. With one, random cases go on until then.
  Selection selection;
  bool strict = false;
  bool fail_fast = false;
  int jobs = 16;  // Cases under way at once.
  std::chrono::milliseconds read_deadline{5'000};
  std::uint64_t requests_max = 0;   // 0: no limit.
  double requests_per_second = 0;   // 0: no limit.
  double min_coverage = 0;          // Percent of the clauses that the target can show.
  std::vector<GateCondition> gate;  // That have to hold too.
  // Marks what is known of the record, before its verdict (conformance/ledger/judge_ledger.h); may
  // be empty.
  std::function<void(reports::RunRecord&)> note_known;
  std::string run_id;                            // New for every run; part of every alias.
  std::string program = "sitewise-conformance";  // As it was called.
  std::string date;                              // For the report; may be empty.
  std::string reproduce_target;                  // For the reproduction lines of findings.
  std::string case_folder;
  // Asked all the time; once it is true nothing is sent any more. May be empty.
  std::function<bool()> stop_requested;
};

// The version that reports name.
inline constexpr std::string_view kToolVersion = "0.1.0";

// What a run has to exercise unless its user says otherwise, percent.
inline constexpr double kMinCoverage = 90;

// REQUIRES: `clock` tells what is known of the target's clock so far.
[[nodiscard]] reports::RunRecord Run(const RunOptions& options, Target target, Transport& transport,
                                     ServerClock clock, reports::RunListener& listener);

}  // namespace swc::conformance
