// How a harness says that its oracle failed.
#pragma once

#include <string_view>

namespace swc::fuzz {

// Prints one line that begins with "sitewise-conformance: " and aborts, so that libFuzzer keeps the
// input. An empty `reason` does nothing: oracles return why they object, or nothing.
void StopIf(std::string_view reason);

}  // namespace swc::fuzz
