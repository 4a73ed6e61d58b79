// What a failure says of the target that trying again did not heal.
//
// Law: it is the input's fault only if a harmless request was answered meanwhile and the same
// request failed once more (robust.*). Throttling is never the input's fault (U30). An entry that
// fails for good, or a 408, is an answer like any other.
//
// Example: JudgeFailure({.failure = TransportFailure::kDropped}) deviates from robust.connection.
#pragma once

#include <string>

#include "conformance/judge/observations.h"
#include "conformance/net/transport.h"

namespace swc::conformance {

// Returns whether a failure may be the input's fault, so that it is worth asking once more.
[[nodiscard]] bool MayBeOfInput(const Exchange& failed, bool harmless_was_answered);

// Returns whether what came back once more is an answer, which the judge of answers judges.
[[nodiscard]] bool IsAnswer(const Exchange& again);

// Judges a failure that is the input's fault. REQUIRES: it is no answer.
[[nodiscard]] Observations JudgeFailure(const Exchange& again);

// Notes that the target answered, as robust.* asks.
void MarkAnswered(Observations& observations);

// Returns why there was no answer, or its status.
[[nodiscard]] std::string DescribeFailure(const Exchange& exchange);

}  // namespace swc::conformance
