// What a case does with a request to which no proper answer came.
//
// Law: a failure is the input's fault only if a harmless request succeeds and the input fails once
// more; then it is a finding on robust.*, whatever the input is: a put, a read, a raw request. What
// does not come back is nobody's fault yet: the case is asked again at the end of the run.
#pragma once

#include "conformance/client/client.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_state.h"
#include "conformance/play/series_reader.h"
#include "spec/http_message.h"

namespace swc::conformance {

// Judges a failure that retries did not heal.
Task<void> JudgeFailure(CaseState& state, Sent sent, spec::HttpRequest request);

// Returns whether a read came through; if not, the case has judged why, and is over.
Task<bool> CameThrough(CaseState& state, bool transient, bool stopped, const Exchange& last);

// The same for a series that was read. A history without an end tells nothing else: what was found
// is kept, and the case is over.
Task<bool> CameThrough(CaseState& state, SeriesResult& result);

// Returns whether requests like this one hang, as was proven; then the case ends here, BLOCKED.
[[nodiscard]] bool IsBlocked(CaseState& state, const spec::HttpRequest& request);

}  // namespace swc::conformance
