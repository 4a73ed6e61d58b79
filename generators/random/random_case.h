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
#include <vector>

#include "generators/case/case.h"
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

}  // namespace swc::generators
