// Finds AWS credentials where the AWS tools do: in the environment, else in the profile file.
//
// Law: no secret ever reaches a message, a log or a report: all parts are kept as secrets
// (spec/text/secrets.h) as soon as they are read. An error names the place that was
// searched, and a broken line by its number, never by its text.
//
// Example: const auto credentials = FindCredentials(environment);  // AWS_ACCESS_KEY_ID, ...
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>

#include "spec/text/error.h"

namespace swc::conformance {

// There is no operator<<, ToString or PrintTo for this on purpose: nothing may print it.
struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::optional<std::string> session_token;
};

// Returns the value of an environment variable, or nothing when it is not set.
using Environment = std::function<std::optional<std::string>(const std::string&)>;

// Returns AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN if the first two are set,
// else the profile AWS_PROFILE ("default") of AWS_SHARED_CREDENTIALS_FILE (~/.aws/credentials).
// An empty variable counts as not set.
[[nodiscard]] std::expected<Credentials, spec::Error> FindCredentials(
    const Environment& environment);

}  // namespace swc::conformance
