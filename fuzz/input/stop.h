// How a harness says that its oracle failed.
#pragma once

#include <string_view>

namespace swc::fuzz {

// Prints one line that begins with "sitewise-conformance: " and aborts, so that libFuzzer keeps the
// input. An empty `reason` does nothing: oracles return why they object, or nothing.
//
// What stands before the first ": " or "; " is the key of the objection. A campaign takes crashes
// of one key for one finding, so a key names the clause or the check, and nothing of the input.
void StopIf(std::string_view reason);

}  // namespace swc::fuzz
