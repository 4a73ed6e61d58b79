// The choices that a target was seen to make, as policies of the server that stands in for it.
//
// Law: a clause that was not asked about, or answered in ways that no legal server mixes, is played
// at its default: a bug may have made the choice.
//
// Example: StandIn stand_in{.policies = FingerprintOf(evidence)};
#pragma once

#include "conformance/diagnosis/evidence.h"
#include "reference/model/policies.h"

namespace swc::conformance {

[[nodiscard]] reference::Policies FingerprintOf(const Evidence& evidence);

// Returns the contested points whose other side the target was seen to take: their warning came.
[[nodiscard]] reference::Assignments ContestedSides(const Evidence& evidence);

}  // namespace swc::conformance
