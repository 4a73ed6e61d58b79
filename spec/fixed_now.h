// The instant at which clocks stand still where nothing else asks for another: servers inside the
// process, rendered digests, seeds, tests.
#pragma once

#include "spec/tqv.h"

namespace swc::spec {

// Nanoseconds that are not round show confusion of units.
inline constexpr Instant kFixedNow{.seconds = 1'750'000'000, .nanos = 123'456'789};

}  // namespace swc::spec
