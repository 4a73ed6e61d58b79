// How a command ended, and the exit code that says so (docs/verdicts.md).
//
// Law: no other place knows the number of an exit code, or which of two things that happened
// counts.
//
// Example: ExitCodeOf(Weigh({.found = fails > 0, .could_not_test = unable > 0}))  // 1, 3 or 0
#pragma once

#include <cstdint>
#include <optional>

#include "spec/text/error.h"

namespace swc::spec {

enum class Outcome : std::uint8_t {
  kConforms,      // Nothing was found; there may be warnings.
  kFound,         // A clause failed, a case shows a finding, the suite did not prove itself.
  kWrongInput,    // The command line, a file or its content is wrong.
  kCouldNotTest,  // The target, or a case, could not be tested.
  kIncomplete,    // Too little was exercised, or the end was not reached.
  kDefect,        // An error of the suite itself.
};

[[nodiscard]] int ExitCodeOf(Outcome outcome);
[[nodiscard]] std::optional<Outcome> OutcomeOfExitCode(std::uint64_t code);

// Returns how a command ends that comes back with such an error.
[[nodiscard]] Outcome OutcomeOf(ErrorKind kind);

// What happened while a command ran.
struct Happened {
  bool found = false;
  bool wrong_input = false;
  bool could_not_test = false;
  bool incomplete = false;
};

// Returns what counts: a finding before all, then why there was none.
[[nodiscard]] Outcome Weigh(const Happened& happened);

}  // namespace swc::spec
