// The suite's test of its diagnosis: each seeded bug is one cause, under its clause and its name.
//
// Law: a run goes to its end, and what is measured is what its user reads. Bugs that no case tells
// apart may stand for each other. What is promised are the bars; a bar that is missed fails.
//
// Example: const CausesResult result = TestCauses({.selftest = {.every = 16}}, progress);
//          fmt::print("{}", CausesMatrixOf(result));
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/selftest/selftest.h"
#include "reference/mutants/mutants.h"
#include "reports/run_record.h"

namespace swc::conformance {

enum class CauseTest : std::uint8_t {
  kAlone,     // Each mutant by itself: is it named?
  kWithheld,  // Diagnosis does not know the mutant, nor its equals: is it called something else?
  kPairs,     // Two mutants of which neither hides the other: are they told apart?
};

struct CausesOptions {
  SelftestOptions selftest;  // Of its seeds the first.
  CauseTest test = CauseTest::kAlone;
  std::size_t pairs = 100;  // How many, for kPairs.
};

using MutantPair = std::vector<const reference::Mutant*>;

// What one run told, and of whom.
struct CausesRow {
  std::vector<const reference::Mutant*> mutants;  // At once: one, or a pair.
  std::vector<const reference::Mutant*> equals;   // That no case tells apart from it, if asked.
  std::vector<reports::Cause> causes;             // In the order of the report.
  MutantResult first_kill;                        // Of a mutant alone, by the same run.

  // The clause of the first cause is one that the mutants declare.
  [[nodiscard]] bool first_declared() const;
  // A cause has the name of the mutant, or of one of its equals.
  [[nodiscard]] bool rightly_named() const;
  // Names of mutants, said or resembled, that declare none of the clauses.
  [[nodiscard]] std::vector<std::string> strangers() const;
};

// A promise about all rows.
struct Bar {
  std::string what;  // "at most 2 causes, percent".
  double measured = 0;
  double limit = 0;
  bool at_most = false;  // Otherwise `limit` has to be reached.

  [[nodiscard]] bool met() const { return at_most ? measured <= limit : measured >= limit; }
};

struct CausesResult {
  CauseTest test = CauseTest::kAlone;
  std::vector<CausesRow> rows;
  std::vector<MutantPair> hiding;  // Were drawn, and replaced.
  std::uint64_t requests = 0;

  [[nodiscard]] std::vector<Bar> bars() const;
  // There are rows, and all bars are met.
  [[nodiscard]] bool passed() const;
};

// Runs everything; `progress` is called with one line for each finished run.
[[nodiscard]] CausesResult TestCauses(const CausesOptions& options,
                                      const std::function<void(std::string_view)>& progress);

// Returns the matrix as text: a row for each run, and the bars.
[[nodiscard]] std::string CausesMatrixOf(const CausesResult& result);

}  // namespace swc::conformance
