// The stateful phase: long stories told on a few series.
//
// Law: 2 to 50 puts and reads on one to three series that all of them share; the times come from a
// small pool, so overwrites with the same and another quality, late arrivals and neighbours by a
// nanosecond are frequent; earlier puts are sent again; one put in four has violations; a property
// is named by its alias and by its ids; or the series are two streams whose aliases are nearly the
// same, and get values of the same times. Same seed, index and size: same case.
//
// Example: const Case test_case = StatefulCase(seed, index, kSizeMax);  //
// "stateful/<seed>/<index>"
#pragma once

#include <cstddef>
#include <cstdint>

#include "generators/case/case.h"

namespace swc::generators {

inline constexpr std::size_t kStatefulStepsMin = 2;
inline constexpr std::size_t kStatefulStepsMax = 50;

[[nodiscard]] Case StatefulCase(std::uint64_t seed, std::uint64_t index, int size);

}  // namespace swc::generators
