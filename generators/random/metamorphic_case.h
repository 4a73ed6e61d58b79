// Cases of the metamorphic, the concurrency and the quota phase.
//
// Law: their puts touch nothing on which legal targets differ, but for the quota itself, so what
// comes of them can be compared without a model. Same seed and index: same case.
#pragma once

#include <cstdint>
#include <vector>

#include "generators/case/case.h"
#include "spec/tqv.h"

namespace swc::generators {

// Returns a case of one relation, each in turn: "metamorphic/<relation>/<seed>/<index>". It is
// about streams; for a target that has none, about properties, whose types are `properties`.
[[nodiscard]] Case MetamorphicCase(std::uint64_t seed, std::uint64_t index,
                                   const std::vector<spec::DataType>& properties = {});

// Returns a case of puts that are sent at once: two to four that write to the same keys, or, for an
// odd index, six to ten that write to different keys of one series; "concurrency/<seed>/<index>".
[[nodiscard]] Case ConcurrentCase(std::uint64_t seed, std::uint64_t index);

// Returns a case that writes more values into one second of one quality than a target has to keep
// (quota.points-per-second), in one entry, several entries or several puts: "quota/<seed>/<index>".
[[nodiscard]] Case QuotaCase(std::uint64_t seed, std::uint64_t index);

}  // namespace swc::generators
