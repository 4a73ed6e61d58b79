#include "spec/outcome.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>

#include "spec/text/error.h"

namespace swc::spec {
namespace {

// The place in this list is the exit code.
constexpr std::array kByExitCode = {Outcome::kConforms,   Outcome::kFound,
                                    Outcome::kWrongInput, Outcome::kCouldNotTest,
                                    Outcome::kIncomplete, Outcome::kDefect};
static_assert(static_cast<std::size_t>(Outcome::kDefect) + 1 == kByExitCode.size());

}  // namespace

int ExitCodeOf(Outcome outcome) {
  return static_cast<int>(
      std::distance(kByExitCode.begin(), std::ranges::find(kByExitCode, outcome)));
}

std::optional<Outcome> OutcomeOfExitCode(std::uint64_t code) {
  return code < kByExitCode.size() ? std::optional(kByExitCode.at(code)) : std::nullopt;
}

Outcome OutcomeOf(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kUsage:
    case ErrorKind::kInput:
      return Outcome::kWrongInput;
    case ErrorKind::kNetwork:
      return Outcome::kCouldNotTest;
    case ErrorKind::kInternal:
      break;
  }
  return Outcome::kDefect;
}

Outcome Weigh(const Happened& happened) {
  return happened.found            ? Outcome::kFound
         : happened.wrong_input    ? Outcome::kWrongInput
         : happened.could_not_test ? Outcome::kCouldNotTest
         : happened.incomplete     ? Outcome::kIncomplete
                                   : Outcome::kConforms;
}

}  // namespace swc::spec
