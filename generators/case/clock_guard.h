// How far a timestamp keeps away from an edge of the window, in a case that does not need the
// capability "exact-clock": the server's clock is known only roughly.
#pragma once

#include <cstdint>

namespace swc::generators {

inline constexpr std::int64_t kClockGuardS = 3;

}  // namespace swc::generators
