// What follows for causes from answers to what was asked again (asking_again.h).
//
// Law: what a target stumbles over is what none of the answers without it shows. It gives a cause
// without a name its clause, and of two causes that need the same thing one follows from the other.
// A named bug is explained already: it follows from nothing.
//
// Example: if (const auto owner = FollowsFrom(causes, place)) { ... }
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "conformance/diagnosis/diagnosis.h"

namespace swc::conformance {

// Returns the place of the cause that `causes[place]` follows from, if there is one.
[[nodiscard]] std::optional<std::size_t> FollowsFrom(
    const std::vector<const DiagnosedCause*>& causes, std::size_t place);

// Returns the clause that names a cause, by its answers if they tell.
[[nodiscard]] std::string ClauseByAnswers(const DiagnosedCause& cause);

// Returns e.g. "is gone without the null members and stays without the flag, asked again"; empty
// without answers.
[[nodiscard]] std::string WhatAnswersSay(const DiagnosedCause& cause);

}  // namespace swc::conformance
