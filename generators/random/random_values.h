// Generators of the parts of a property value: typed values, qualities, timestamps.
//
// Law: what these yield breaks no clause, unless a name says so. Plausible values (as a plant sends
// them) and wild ones (limits from spec::Contract, subnormals, Unicode) are mixed. `Sample*` throws
// given dice.
//
// Example: const Json variant = SampleValueOf(spec::DataType::kDouble, true, dice);
#pragma once

#include <cstddef>
#include <string>

#include <nlohmann/json.hpp>

#include "generators/case/dice.h"
#include "generators/case/json.h"
#include "spec/tqv.h"

namespace swc::generators {

// Returns an object with room for `count` members: growing one copies all it holds.
[[nodiscard]] Json ObjectOf(std::size_t count);

// Returns a Variant of `type`, e.g. {"doubleValue":1.5}. A STRUCT is a string with JSON inside.
[[nodiscard]] Json SampleValueOf(spec::DataType type, bool wild, Dice& dice);

// Returns text without control characters, of 0 to the greatest uncontested number of bytes.
[[nodiscard]] std::string SampleText(bool wild, Dice& dice);

// Returns an entryId that matches the pattern, up to the greatest length.
[[nodiscard]] std::string SampleEntryId(Dice& dice);

// Returns a lower-case UUID that names nothing.
[[nodiscard]] std::string SampleUuid(Dice& dice);

// Returns an instant near "now" or near an edge of the window, surely inside it. Instants of
// different `number` (below 100) differ.
[[nodiscard]] std::string SampleTimeNearNow(std::size_t number, Dice& dice);

}  // namespace swc::generators
