// The puts of a case: sent, judged, and what they may have written believed.
#pragma once

#include "conformance/case_state.h"
#include "conformance/task.h"
#include "generators/case.h"
#include "spec/http_message.h"

namespace swc::conformance {

// Returns whether a request is one for the put itself, and not for a path of no operation.
[[nodiscard]] bool IsPutRequest(const spec::HttpRequest& request);

// REQUIRES: `step` is a put or a raw put.
Task<void> RunPut(CaseState& state, const generators::Step& step);

}  // namespace swc::conformance
