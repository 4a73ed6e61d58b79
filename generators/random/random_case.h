// Random cases: one to four puts on one to three series, valid in about half of them, with weighted
// violations in the others (violation_table.h), and reads in between.
//
// Law: the same seed, index and size give the same case with every compiler; case `index` does not
// depend on any other case, so cases can be dealt to any number of workers. Safe to call from
// several threads. A series keeps one data type, no list is longer than the contract allows unless
// that is the violation, and every case can be parsed and rendered.
//
// Example: const Case test_case = RandomCase(seed, index, kSizeMax);  // "random/<seed>/<index>"
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string_view>
#include <vector>

#include <rapidcheck.h>

#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/random/violation_table.h"

namespace swc::generators {

// Returns the `index`-th random case of `seed`: the same on every compiler. `size` 0..100 is how
// far it may go towards the limits.
[[nodiscard]] Case RandomCase(std::uint64_t seed, std::uint64_t index, int size);

// A random case and the violations that were put into it.
struct RandomSample {
  Case test_case;
  std::vector<const ViolationRow*> violations;
};

// Returns the same case as `RandomCase`, for those who count what occurs.
[[nodiscard]] RandomSample RandomSampleOf(std::uint64_t seed, std::uint64_t index, int size);

// Yields any random case. Shrinks by `ShrinksOf`, towards one put of one plain value.
[[nodiscard]] rc::Gen<Case> ArbitraryCase();

// Yields a case of one put that breaks no clause and touches no free one. Shrinks towards one plain
// value and stays valid.
[[nodiscard]] rc::Gen<Case> ValidBatch();

// Yields a case of one put with a violation of each of `names`, and no other. Shrinks towards one
// plain value and keeps breaking the same clauses.
// REQUIRES: each name stands in `kViolations`, and one put can hold them all.
// Example: BatchWithViolations({"time.past", "quality.misspelt"})
[[nodiscard]] rc::Gen<Case> BatchWithViolations(const std::vector<std::string_view>& names);

// Prints a case as its JSON, for RapidCheck.
void showValue(const Case& test_case, std::ostream& stream);

}  // namespace swc::generators
