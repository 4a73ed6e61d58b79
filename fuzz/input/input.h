// What a fuzzer's bytes mean to the harnesses whose input is a case.
//
// Law: an input is a case file and nothing else (docs/case-format.md), so whatever a fuzzer finds
// can be replayed as it is. The number at the end of its id chooses what a case does not say: the
// policies, the mutant, the steps of the clock.
//
// Example: const auto test_case = CaseOf(input); const std::uint64_t number = NumberOf(*test_case);
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "generators/case/case.h"

namespace swc::fuzz {

// Longer inputs are refused: what a long case shows, a short one shows faster.
inline constexpr std::size_t kCaseBytesMax = 16'384;
inline constexpr std::size_t kStepsMax = 40;

// Returns `data` as text.
[[nodiscard]] std::string_view TextOf(const std::uint8_t* data, std::size_t size);

// Returns the case that an input holds, or nothing. What clauses it was once about says nothing any
// more after mutations, so it is about none, and findings are named after what they show.
[[nodiscard]] std::optional<generators::Case> CaseOf(std::string_view input);

// Returns the digits at the end of the case's id as a number, or 0.
[[nodiscard]] std::uint64_t NumberOf(const generators::Case& test_case);

// Returns the id of an input with this number.
[[nodiscard]] std::string IdOf(std::uint64_t number);

}  // namespace swc::fuzz
