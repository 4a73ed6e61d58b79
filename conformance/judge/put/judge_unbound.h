// The judge of requests whose method and path belong to no operation.
//
// Law: such a request is refused (wire.path). One that was answered all the same was taken for a
// put: what its body says may have been stored, and is no phantom.
//
// Example: JudgeUnbound(ParsePut({.method = "PUT", ...}), {.status = 405}, beliefs) finds nothing.
#pragma once

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "reference/reading/reading.h"
#include "spec/http_message.h"

namespace swc::conformance {

// Judges the answer to a request without an operation, and updates `beliefs`. `reading` reads it as
// if it were a put, in context.
[[nodiscard]] Observations JudgeUnbound(const reference::Reading& reading,
                                        const spec::HttpResponse& response, Beliefs& beliefs);

}  // namespace swc::conformance
