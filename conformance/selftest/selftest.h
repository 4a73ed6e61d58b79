// The suite's test of itself: sound under every policy, complete over every mutant.
//
// Law: every run is an ordinary run, with the ordinary budget, against the reference server in
// process. Sound: a legal server earns no FAIL, no WARN, no INCONSISTENT (a contested policy: its
// one WARN). Complete: every mutant earns a finding on one of the clauses that it breaks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/run/run.h"
#include "reference/model/policies.h"
#include "reference/mutants/mutants.h"
#include "reports/run_record.h"

namespace swc::conformance {

struct SelftestOptions {
  int seeds = 1;
  std::uint64_t first_seed = 1;
  std::uint64_t random_cases = 2'000;
  std::vector<std::string> phases;  // Of each run; empty: all that are not on demand.
  bool model = true;                // False: only metamorphic relations are judged.
  int threads = 2;
  int combinations = 0;           // Random combinations of policies, beside each one alone.
  bool policies = true;           // Whether policies are tested,
  bool mutants = true;            // and mutants.
  std::vector<std::string> only;  // Names of mutants or policies; empty: all.
  std::size_t every = 1;          // Of the mutants that are left, one in so many.
  bool declared = false;  // Mutants meet the cases of their clauses first, all others if they live.
};

// Returns the mutants that are wanted, in the order of the table.
[[nodiscard]] std::vector<const reference::Mutant*> WantedMutants(const SelftestOptions& options);

// Returns the options of one of the runs.
[[nodiscard]] RunOptions RunOptionsOf(const SelftestOptions& selftest, std::uint64_t seed);

// Runs the suite against the reference server in process, with a clock that stands still.
[[nodiscard]] reports::RunRecord RunInProcess(RunOptions options,
                                              const reference::Assignments& policies,
                                              const reference::Mutant* mutant,
                                              reports::RunListener& listener);
// The same with several seeded bugs at once.
[[nodiscard]] reports::RunRecord RunInProcess(RunOptions options,
                                              const reference::Assignments& policies,
                                              std::vector<const reference::Mutant*> mutants,
                                              reports::RunListener& listener);

// Policies of one legal server.
struct PolicySet {
  std::string name;  // "partial.omitted=as-true", several with '+', or "preset aws-like".
  reference::Assignments policies;
  bool all_seen = true;  // A run of all phases can name each: none hides another.

  friend bool operator==(const PolicySet&, const PolicySet&) = default;
};

// Returns the sets of policies that have to be silent: none, each alternative alone, each preset,
// and `options.combinations` random choices of an alternative for every policy, the same for the
// same `options.first_seed`.
[[nodiscard]] std::vector<PolicySet> PolicySets(const SelftestOptions& options);

// What one set of policies gave over all seeds.
struct PolicyResult {
  std::string name;  // Of the set.
  std::uint64_t requests = 0;
  std::vector<std::string> alarms;  // "seed 1: FAIL clause: observed"; empty is right.
  bool named = true;                // A run of all phases named the chosen alternative.
};

// What one mutant gave over all seeds.
struct MutantResult {
  const reference::Mutant* mutant = nullptr;
  int killed = 0;  // Of `seeds` runs.
  int seeds = 0;
  std::uint64_t judged = 0;             // Requests of all runs.
  std::string phase;                    // That killed it first.
  std::string clause;                   // Whose finding did.
  std::vector<std::uint64_t> requests;  // To the first kill, one for each kill.
  std::vector<std::string> strangers;   // Findings on clauses that it does not declare.
};

struct SelftestResult {
  std::vector<PolicyResult> policies;
  std::vector<MutantResult> mutants;
  [[nodiscard]] bool passed() const;
};

// Runs everything; `progress` is called with one line for each finished policy or mutant.
[[nodiscard]] SelftestResult RunSelftest(const SelftestOptions& options,
                                         const std::function<void(std::string_view)>& progress);

// Returns the number in the middle, or 0 of none.
[[nodiscard]] std::uint64_t MedianOf(std::vector<std::uint64_t> numbers);

// Returns the matrix as text.
[[nodiscard]] std::string MatrixOf(const SelftestResult& result);

}  // namespace swc::conformance
