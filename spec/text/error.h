// The one error type of the suite: what went wrong, where, and what to do next.
//
// An `Error` stands for bad input, a bad file or a network that cannot be used. A verdict about an
// endpoint is never an `Error`, and a programmer's mistake is an `SWC_CHECK`.
//
// Example: return std::unexpected(Error{ErrorKind::kInput, "t.json: /endpoint is missing"});
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace swc::spec {

// Who has to act. The command line maps each kind to an exit code (docs/verdicts.md).
enum class ErrorKind : std::uint8_t {
  kUsage,     // The command line is wrong: exit 2.
  kInput,     // A file or its content is wrong: exit 2.
  kNetwork,   // The target could not be reached or does not speak HTTP: exit 3.
  kInternal,  // A defect of the suite: exit 5.
};

struct Error {
  ErrorKind kind = ErrorKind::kInternal;
  std::string message;

  // Returns the same error with `context` in front of its message.
  [[nodiscard]] Error WithContext(std::string_view context) const {
    return Error{.kind = kind, .message = std::string(context) + ": " + message};
  }
};

}  // namespace swc::spec
