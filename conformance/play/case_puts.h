// The puts of a case: sent, judged, and what they may have written believed.
#pragma once

#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_state.h"
#include "generators/case/case.h"
#include "spec/http_message.h"

namespace swc::conformance {

// Returns whether a request is one for the put itself, and not for a path of no operation.
[[nodiscard]] bool IsPutRequest(const spec::HttpRequest& request);

// REQUIRES: `step` is a put or a raw put.
Task<void> RunPut(CaseState& state, const generators::Step& step);

// Sends one put and judges it.
Task<void> SendPut(CaseState& state, spec::HttpRequest http);

// Sends the puts of a step of kind kTogether at once, and judges them when all have come back.
Task<void> RunTogether(CaseState& state, const generators::Step& step);

// Judges an answer that asks to try again, and never succeeds, like any other.
void JudgeLasting(CaseState& state, const Exchange& exchange);

}  // namespace swc::conformance
