// The instant at which the servers inside the harnesses stand, and the seed corpora with them.
#pragma once

#include "spec/tqv.h"

namespace swc::fuzz {

// Nanoseconds that are not round show confusion of units.
inline constexpr spec::Instant kFuzzNow{.seconds = 1'750'000'000, .nanos = 123'456'789};

}  // namespace swc::fuzz
