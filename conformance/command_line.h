// What several commands share: targets, transports, durations, files.
#pragma once

#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "conformance/embedded_target.h"
#include "conformance/server_clock.h"
#include "conformance/target.h"
#include "conformance/transport.h"
#include "spec/error.h"

namespace swc::conformance {

// Says that the command line is wrong (exit 2).
[[nodiscard]] std::unexpected<spec::Error> UsageError(std::string message);

// How a command line names its target.
struct TargetOptions {
  std::string target_file;
  std::string endpoint;
  bool allow_live = false;
  int connections = 16;

  // Adds --target, --endpoint and --allow-live.
  void AddTo(CLI::App& app);
  // Returns the words that name the same target on another command line.
  [[nodiscard]] std::string AsWords() const;
};

// A target that can be talked to.
struct OpenTarget {
  Target target;
  std::unique_ptr<Transport> transport;
  ServerClock clock;
  std::optional<EmbeddedTarget> embedded;  // Keeps the embedded server alive.
};

// Opens the target of the command line; without any, the embedded reference server.
[[nodiscard]] std::expected<OpenTarget, spec::Error> Open(const TargetOptions& options);

// Reads "500ms", "30s", "5m", "6h" or a plain number of seconds.
[[nodiscard]] std::expected<std::chrono::milliseconds, spec::Error> ParseDuration(
    std::string_view text, std::string_view option);

// Reads "50/s" or "50": a number above 0, of requests per second.
[[nodiscard]] std::expected<double, spec::Error> ParseRate(std::string_view text,
                                                           std::string_view option);

[[nodiscard]] std::expected<std::string, spec::Error> ReadFile(const std::string& path);
// Writes a file, and makes its folder if there is none.
[[nodiscard]] std::expected<void, spec::Error> WriteFile(const std::string& path,
                                                         std::string_view content);

// Returns the wall clock.
[[nodiscard]] spec::Instant WallClock();

// Returns an id that no earlier run had.
[[nodiscard]] std::string NewRunId();

// Becomes true on SIGINT or SIGTERM once `CatchInterrupts` was called.
void CatchInterrupts();
[[nodiscard]] bool Interrupted();

}  // namespace swc::conformance
