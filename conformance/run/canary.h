// A known-bad exchange that the judge must flag: proves that a run would notice.
#pragma once

namespace swc::conformance {

// Returns whether the judge flags a null errorEntries, a lost value and a wrong code, and is silent
// about a right answer.
[[nodiscard]] bool CanaryIsNoticed();

}  // namespace swc::conformance
