// The signals that ask a command to come to its end.
#pragma once

namespace swc::conformance {

// From here on SIGINT and SIGTERM end nothing by themselves: `Interrupted` becomes true.
void CatchInterrupts();
[[nodiscard]] bool Interrupted();

}  // namespace swc::conformance
