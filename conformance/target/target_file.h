// A target description as it stands in a file: target.json (docs/target.md).
//
// Law: a member that is not known is an error, as is a word that is not: a slip of the pen must not
// turn off what it was meant to turn on.
//
// Example: const auto target = ParseTarget(text, "target.json");
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "conformance/target/target.h"
#include "spec/text/error.h"

namespace swc::conformance {

// Reads a target description. `origin` (a file name) stands in front of every error.
[[nodiscard]] std::expected<Target, spec::Error> ParseTarget(std::string_view text,
                                                             std::string_view origin);

// Returns the description as it stands in a file.
[[nodiscard]] std::string ToJson(const Target& target);

}  // namespace swc::conformance
