// The symbols of a case, "${s1.alias}" or "${t0+1s}", and what they stand for on a target.
//
// Example: auto body = Substitute(R"({"alias": "${s1.alias}"})", binding, Into::kBody);
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "generators/case/case.h"
#include "generators/case/json.h"
#include "spec/text/error.h"
#include "spec/tqv.h"

namespace swc::generators {

// Returns a TimeInNanos, without its offset if that is 0.
[[nodiscard]] Json TimeObject(spec::Instant time);

// Where a text with symbols is sent.
enum class Into : std::uint8_t {
  kBody,    // What a symbol stands for is written as JSON, strings without quotation marks.
  kTarget,  // It is percent-encoded, for a path or query.
};

// Returns `symbolic` with every symbol replaced by what it stands for.
[[nodiscard]] std::expected<std::string, spec::Error> Substitute(std::string_view symbolic,
                                                                 const Binding& binding, Into into);

// Replaces the strings below `node` that are one symbol and nothing else; all others are kept.
[[nodiscard]] std::expected<void, spec::Error> ReplaceSymbols(Json& node, const Binding& binding);

}  // namespace swc::generators
