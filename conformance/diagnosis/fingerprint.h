// The choices that a target was seen to make, as policies of the server that stands in for it.
//
// Law: a clause that was not asked about, or answered in ways that no legal server mixes, is played
// at its default: a bug may have made the choice. For the same reason several tries are made, and
// one that has no other choices than those before it is left out.
//
// Example: StandIn stand_in{.policies = reference::PoliciesFrom(Fingerprints(evidence).front())};
#pragma once

#include <vector>

#include "conformance/diagnosis/evidence.h"
#include "reference/model/policies.h"

namespace swc::conformance {

// Returns, without contested points and what is the default anyway: the choices that were always
// the same; none, for bugs that choose; and all of them, where what may be mixed was mixed.
[[nodiscard]] std::vector<reference::Assignments> Fingerprints(const Evidence& evidence);

// Returns the contested points whose other side the target may take: their warning came.
[[nodiscard]] reference::Assignments ContestedSides(const Evidence& evidence);

}  // namespace swc::conformance
