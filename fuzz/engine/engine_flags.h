// Flags that a user hands on to libFuzzer behind `--`.
//
// Law: a flag that the driver sets for its own ends, or whose lines it reads, is refused by a
// message that says what to use instead; so is what libFuzzer does not know, which it would pass
// over in silence. All others stand behind those of the driver, and the last one counts.
//
// Example: CheckEngineFlags({"-use_value_profile=1"})
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "spec/text/error.h"

namespace swc::fuzz {

// Error: the first flag that cannot be handed on.
[[nodiscard]] std::expected<void, spec::Error> CheckEngineFlags(
    const std::vector<std::string>& flags);

}  // namespace swc::fuzz
