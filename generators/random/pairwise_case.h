// The pairwise phase: every pair of violation kinds, and of a kind and a feature of the batch, in
// some put.
//
// Law: the factors are two violations, the place of the first, whether both are in one entry, the
// flag, how the series is named, its type, the quality, and the sizes of the lists. The rows are
// those of a covering array; the seed only chooses among the forms of a violation.
//
// Example: for (std::size_t i = 0; i < PairwiseRows().size(); ++i) { Run(PairwiseCase(seed, i)); }
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "generators/case/case.h"
#include "generators/random/covering_array.h"
#include "generators/random/violation_table.h"

namespace swc::generators {

// The factors of a row, in this order.
enum PairwiseFactor : std::uint8_t {
  kFirstViolation,  // 0: none; else 1 + the number of a row of `kViolations`.
  kSecondViolation,
  kEntryPlace,  // First, middle, last.
  kValuePlace,
  kTogether,  // Both violations in one entry, or in two.
  kPartialFlag,
  kNaming,
  kType,
  kQuality,
  kEntryCount,
  kValueCount,
};

[[nodiscard]] const std::vector<Factor>& PairwiseFactors();

// Says whether levels go together: a fault needs a place, and a series that it fits.
[[nodiscard]] bool PairwiseAllowed(const Levels& levels);

[[nodiscard]] const std::vector<Levels>& PairwiseRows();

// Returns the violations of a row: none, one or two.
[[nodiscard]] std::vector<const ViolationRow*> PairwiseViolations(const Levels& levels);

// Returns the case of a row. REQUIRES: `index` is below the number of rows.
[[nodiscard]] Case PairwiseCase(std::uint64_t seed, std::size_t index);

// Returns the number of the row of such a case. REQUIRES: `PairwiseCase` made it.
[[nodiscard]] std::size_t PairwiseIndexOf(const Case& test_case);

}  // namespace swc::generators
