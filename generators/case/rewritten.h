// The same JSON, written in another way.
//
// Law: white space, the order of members, escapes and the forms of doubles mean nothing; all of
// them are decided by dice, and nothing else changes.
//
// Example: Rewritten(R"({"a":1,"b":"x"})", dice)
#pragma once

#include <string>
#include <string_view>

#include "generators/case/dice.h"

namespace swc::generators {

// Returns `json` written in another way; what is no JSON as it is.
[[nodiscard]] std::string Rewritten(std::string_view json, Dice& dice);

}  // namespace swc::generators
