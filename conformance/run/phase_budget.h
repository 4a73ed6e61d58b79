// How the limits of a run are shared among its phases, and what is said when they end it.
//
// Law: a small limit reaches every phase, for each may use an equal part of what is left; what a
// phase leaves over goes to those after it, and at last to those that were cut.
//
// Example: 900 requests left, and 3 phases to come: the next may use 300.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "conformance/net/transport.h"
#include "conformance/run/phases.h"

namespace swc::conformance {

// Where a phase has to stop; 0: nowhere.
struct PhaseLimit {
  std::uint64_t requests = 0;  // In all, counted from the start of the run.
  Transport::Clock time{0};    // Since the start of the run.
};

// Returns the part of `limit` for the next of `phases_left` phases, when `used` is spent so far.
[[nodiscard]] PhaseLimit ShareOf(const PhaseLimit& limit, const PhaseLimit& used,
                                 std::uint64_t phases_left);

// Returns whether `used` has come to `limit`.
[[nodiscard]] bool IsSpent(const PhaseLimit& limit, const PhaseLimit& used);

// Returns the limits that kept phases from their end, each with what was left to do; none if all
// phases ended. A phase without an end is no reason.
// `named` are the limits as the user wrote them, `limit` what of them was for the phases.
[[nodiscard]] std::vector<std::string> LimitsHit(const PhaseLimit& named, const PhaseLimit& limit,
                                                 const PhaseLimit& used,
                                                 std::span<const Phase> phases);

}  // namespace swc::conformance
