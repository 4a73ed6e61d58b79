// What the command line of `run` says.
//
// Example: AddRunOptions(*command, arguments); ... CheckNumbers(arguments)
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "conformance/run/run.h"
#include "conformance/target/opening.h"
#include "spec/text/error.h"

namespace swc::conformance {

struct RunArguments {
  TargetOptions target;
  RunOptions run;
  std::optional<std::string> time;
  std::string read_deadline = "5s";
  std::optional<std::string> rate;
  std::vector<std::string> reports;
  std::string ledger;
  std::string gate;
  std::string wait_text;
  std::optional<std::chrono::milliseconds> wait;
  bool prune = false;
  bool list = false;
  bool quiet = false;
  bool all = false;
};

// Adds the options to `command`, which fill in `arguments`.
void AddRunOptions(CLI::App& command, RunArguments& arguments);

// Reads the texts among them: durations, rates, and names of phases, clauses and cases.
[[nodiscard]] std::expected<void, spec::Error> ParseNumbers(RunArguments& arguments);

}  // namespace swc::conformance
