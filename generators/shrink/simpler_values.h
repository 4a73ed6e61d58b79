// What is simpler than a value of a case: the leaves of shrinking (see case_shrinks.h).
//
// Law: whatever is returned costs less than what was given.
//
// Example: SimplerTexts("abc", 0) holds "", "a", "aaa", "a", "bc" ...
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace swc::generators {

// Returns how big `node` is; `member` is its name in its object, if it has one.
[[nodiscard]] std::uint64_t CostOfJson(const nlohmann::ordered_json& node, std::string_view member);

// Returns simpler texts of at least `length_min` bytes, cut between characters.
[[nodiscard]] std::vector<std::string> SimplerTexts(std::string_view text, std::size_t length_min);

// Returns simpler Variants: fewer members, or the same member with a simpler value.
[[nodiscard]] std::vector<nlohmann::ordered_json> SimplerVariants(
    const nlohmann::ordered_json& variant);

// Returns whether a Variant is null or NaN, which have to be BAD or UNCERTAIN (value.null.good,
// value.double.nan-good).
[[nodiscard]] bool IsNothing(const nlohmann::ordered_json& variant);

// Returns simpler time expressions than `at`; "t0" is the simplest one.
[[nodiscard]] std::vector<std::string> SimplerTimes(std::string_view at);

// Returns where the character that holds byte `offset` of UTF-8 `text` begins.
[[nodiscard]] std::size_t CharacterStart(std::string_view text, std::size_t offset);

}  // namespace swc::generators
