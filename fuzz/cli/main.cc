// sitewise-conformance: parses the command line, runs one command, prints one line for an error.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "conformance/cli/commands.h"
#include "conformance/run/run.h"
#include "fuzz/cli/commands.h"
#include "reports/text.h"
#include "spec/outcome.h"

namespace {

using swc::spec::ExitCodeOf;
using swc::spec::Outcome;

int Main(int argc, char** argv) {
  CLI::App app("Conformance suite for AWS IoT SiteWise BatchPutAssetPropertyValue");
  // Lines to reproduce a finding call the program as it was called.
  app.name(argc > 0 ? argv[0] : "sitewise-conformance");
  app.set_version_flag("--version", std::string(swc::conformance::kToolVersion));
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 conforms, 1 a clause failed, 2 wrong usage or input, 3 the target could not\n"
      "be tested, 4 incomplete: interrupted, cut or too little exercised, 5 internal error.");
  const std::vector<swc::conformance::Command> commands = {
      swc::conformance::AddRunCommand(app),      swc::conformance::AddMockCommand(app),
      swc::conformance::AddReplayCommand(app),   swc::conformance::AddShrinkCommand(app),
      swc::conformance::AddSelftestCommand(app), swc::conformance::AddSpecCommand(app),
      swc::conformance::AddExplainCommand(app),  swc::conformance::AddCompareCommand(app),
      swc::conformance::AddKnownCommand(app),    swc::fuzz::AddFuzzCommand(app)};
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::CallForVersion& version) {
    return app.exit(version);
  } catch (const CLI::ParseError& error) {
    const bool unknown =
        argc > 1 && argv[1][0] != '-' && std::ranges::none_of(commands, [&](const auto& command) {
          return command.app->get_name() == argv[1];
        });
    fmt::print(stderr, "sitewise-conformance: {}; --help shows the usage\n",
               unknown ? fmt::format("there is no command '{}'", swc::reports::ForTerminal(argv[1]))
                       : std::string(error.what()));
    return ExitCodeOf(Outcome::kWrongInput);
  }
  for (const swc::conformance::Command& command : commands) {
    if (!command.app->parsed()) {
      continue;
    }
    const swc::conformance::CommandResult result = command.run();
    if (!result) {
      fmt::print(stderr, "sitewise-conformance: {}\n", result.error().message);
      return ExitCodeOf(swc::spec::OutcomeOf(result.error().kind));
    }
    return ExitCodeOf(*result);
  }
  return ExitCodeOf(Outcome::kWrongInput);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return Main(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "sitewise-conformance: internal error: %s\n", error.what());
    return swc::spec::ExitCodeOf(swc::spec::Outcome::kDefect);
  }
}
