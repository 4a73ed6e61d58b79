// Opening a target: from what a command line says of it to something that can be talked to.
//
// Law: a host of AWS is opened only if that was permitted; credentials come from the environment,
// never from a target description.
//
// Example: auto open = Open({.endpoint = "http://127.0.0.1:9000"});
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "conformance/net/transport.h"
#include "conformance/target/embedded_target.h"
#include "conformance/target/server_clock.h"
#include "conformance/target/target.h"
#include "spec/http_message.h"
#include "spec/text/error.h"
#include "spec/tqv.h"

namespace swc::conformance {

// How a target is named: by a description, or by a URL alone; neither is the embedded reference
// server.
struct TargetOptions {
  std::string target_file;
  std::string endpoint;
  bool allow_live = false;
  int connections = 16;
  std::string ca_file;
  std::vector<std::string> headers;  // "name: value", which is a secret.

  // Returns the words that name the same target on another command line. Values of headers stand
  // there as the variables that have to hold them.
  [[nodiscard]] std::string AsWords() const;
};

// A target that can be talked to.
struct OpenTarget {
  Target target;
  std::unique_ptr<Transport> transport;
  ServerClock clock;
  std::optional<EmbeddedTarget> embedded;  // Keeps the embedded server alive.
};

// Returns the description of a target, with what the command line adds to it.
[[nodiscard]] std::expected<Target, spec::Error> DescribedTarget(const TargetOptions& options);

// Returns the headers that go out with every request to `target`, with their values: secrets. An
// error names the header, or the variable that does not hold its value.
[[nodiscard]] std::expected<spec::Headers, spec::Error> AddedHeadersOf(
    const Target& target, const TargetOptions& options);

// Opens a target.
[[nodiscard]] std::expected<OpenTarget, spec::Error> Open(const TargetOptions& options);

// Finds the credentials that `target` is opened with, so that they are masked in a process that
// only starts others which open it. Returns why it could not be opened.
[[nodiscard]] std::expected<void, spec::Error> KeepCredentials(const Target& target);

// Returns the wall clock.
[[nodiscard]] spec::Instant WallClock();

// Returns the wall clock as RFC 3339, cut to the second: the date of a report.
[[nodiscard]] std::string WallClockText();

// Returns an id that no earlier run had.
[[nodiscard]] std::string NewRunId();

}  // namespace swc::conformance
