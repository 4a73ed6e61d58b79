// Where a harness crashed: the functions on top of the stack that a sanitizer or libFuzzer printed.
//
// Law: the same place gives the same text, whatever the input was: no address, no line, no
// arguments of functions or templates. What every crash has on top (the runtime of sanitizers,
// libFuzzer, the C and C++ libraries) does not count, and nothing below the entry of the harness.
//
// Example: CrashFrames(output.tail()) == "ParsePage < HandleRead < sitewise_plugin_handle"
#pragma once

#include <deque>
#include <string>

namespace swc::fuzz {

// Returns the topmost functions of the first stack behind an error, at most three, the innermost
// first; nothing if there is no stack.
[[nodiscard]] std::string CrashFrames(const std::deque<std::string>& lines);

}  // namespace swc::fuzz
