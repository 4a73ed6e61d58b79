// The signals that ask a command to come to its end.
#pragma once

namespace swc::conformance {

// From here on the first SIGINT or SIGTERM ends nothing by itself: `Interrupted` becomes true. The
// second ends the program at once.
void CatchInterrupts();
[[nodiscard]] bool Interrupted();

}  // namespace swc::conformance
