// What the suite is told about an endpoint: target.json (docs/target.md).
//
// Law: every field but `endpoint` is optional; what is not told is found out or stays UNTESTED.
// Credentials never stand in this file.
#pragma once

#include <expected>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "reference/reading/directory.h"
#include "spec/error.h"
#include "spec/operation.h"
#include "spec/tqv.h"

namespace swc::conformance {

struct Target {
  std::string endpoint;  // "http://127.0.0.1:9000", without a slash at its end.
  std::string region = "us-east-1";
  bool sigv4 = false;
  reference::Directory directory;
  std::set<spec::Operation> no_reads;   // Read operations that it is said not to have.
  std::set<spec::Operation> has_reads;  // Those that it is said to have.
  bool exact_clock = false;             // The suite shares the target's clock to the nanosecond.
  std::optional<spec::Instant> frozen_clock;  // The target's clock stands still here.
};

// Returns the target that a server inside this process is: its clock is the suite's.
[[nodiscard]] Target InProcessTarget(reference::Directory directory);

// Reads a target description. `origin` (a file name) stands in front of every error.
[[nodiscard]] std::expected<Target, spec::Error> ParseTarget(std::string_view text,
                                                             std::string_view origin);

// Returns the description as it stands in a file.
[[nodiscard]] std::string ToJson(const Target& target);

// Returns whether the endpoint's host is one of AWS: such a target needs --allow-live.
[[nodiscard]] bool IsAwsEndpoint(std::string_view endpoint);

// Returns what the target can show: "property", "property.aliased", "unassociated-aliases", ...
// (the words of `needs` in spec/clauses.json).
[[nodiscard]] std::set<std::string, std::less<>> CapabilitiesOf(const Target& target);

// Returns the clauses that the description of `target` excludes, for they need what it says, or by
// its silence about properties says, that the target lacks. What is unknown excludes nothing.
[[nodiscard]] std::set<std::string> ExcludedBy(const Target& target);

}  // namespace swc::conformance
