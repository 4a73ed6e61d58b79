// How the program ends when it breaks: with the exit code of an internal error, for the codes of
// signals say nothing to whoever called it, and 1 would blame the target.
#pragma once

namespace swc::conformance {

// From now on a failed check, a fault of memory or an unknown instruction ends the process with one
// line on standard error and the exit code of spec::Outcome::kDefect. Under a sanitizer, which has
// more to tell, only a failed check does.
void EndAsDefectOnCrash();

}  // namespace swc::conformance
