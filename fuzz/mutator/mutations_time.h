// Mutations of the times of values, as timestamps or as the symbols of a case.
//
// Law: as of every mutation (mutation.h).
#pragma once

#include "fuzz/mutator/mutation.h"

namespace swc::fuzz {

[[nodiscard]] bool ShiftTime(Site& site);     // By a nanosecond, a millisecond, a second.
[[nodiscard]] bool TimesInARow(Site& site);   // Of one entry, oldest or newest first.
[[nodiscard]] bool MoveToEdge(Site& site);    // To where the window begins or ends.
[[nodiscard]] bool TimeAtALimit(Site& site);  // To what a timestamp can hold, and beside it.
[[nodiscard]] bool SameTime(Site& site);      // That of another value.

}  // namespace swc::fuzz
