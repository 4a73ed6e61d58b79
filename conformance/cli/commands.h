// The commands of sitewise-conformance: each adds its options to the command line and runs.
//
// Law: a command returns how it ended, which main turns into an exit code; what is wrong with its
// input comes back as an `Error`, which main prints as one line.
#pragma once

#include <expected>
#include <functional>

#include <CLI/CLI.hpp>

#include "spec/outcome.h"
#include "spec/text/error.h"

namespace swc::conformance {

using CommandResult = std::expected<spec::Outcome, spec::Error>;

// A command: its part of the command line, and what to do if it was chosen.
struct Command {
  CLI::App* app = nullptr;
  std::function<CommandResult()> run;
};

[[nodiscard]] Command AddRunCommand(CLI::App& app);
[[nodiscard]] Command AddMockCommand(CLI::App& app);
[[nodiscard]] Command AddReplayCommand(CLI::App& app);
[[nodiscard]] Command AddShrinkCommand(CLI::App& app);
[[nodiscard]] Command AddSelftestCommand(CLI::App& app);
[[nodiscard]] Command AddSpecCommand(CLI::App& app);
[[nodiscard]] Command AddExplainCommand(CLI::App& app);
[[nodiscard]] Command AddCompareCommand(CLI::App& app);
[[nodiscard]] Command AddKnownCommand(CLI::App& app);

}  // namespace swc::conformance
