// Waiting for a target that is starting.
#pragma once

#include <chrono>
#include <functional>

#include "conformance/net/transport.h"

namespace swc::conformance {

// Waits until anything answers HTTP, for `longest` at most, or until `stop` is true.
void WaitForTarget(Transport& transport, std::chrono::nanoseconds longest,
                   const std::function<bool()>& stop);

}  // namespace swc::conformance
