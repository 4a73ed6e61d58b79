// sitewise-conformance: parses the command line, runs one command, prints one line for an error.
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "conformance/cli/commands.h"
#include "conformance/program/own_crash.h"
#include "conformance/run/run.h"
#include "fuzz/cli/commands.h"
#include "reports/text.h"
#include "spec/outcome.h"
#include "spec/text/print.h"
#include "spec/text/secrets.h"

namespace {

using swc::reports::ErrorLine;
using swc::reports::Shortened;
using swc::spec::ExitCodeOf;
using swc::spec::Outcome;
using swc::spec::PrintError;

constexpr std::size_t kUsageBytesMax = 500;  // Of what the command line repeats.

// Whatever thread asked for memory: an exception would end the process by a signal in most of them.
[[noreturn]] void EndForLackOfMemory() {
  constexpr std::string_view kLine = "sitewise-conformance: internal error: out of memory\n";
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, kLine.data(), kLine.size());
  _exit(ExitCodeOf(Outcome::kDefect));
}

// Who reads standard output must not take a part of it for the whole.
int CodeAfterOutput(int code) {
  const bool flushed = std::fflush(stdout) == 0;
  if (flushed && std::ferror(stdout) == 0) {
    return code;
  }
  PrintError("sitewise-conformance: standard output cannot be written to its end\n");
  return code == 0 ? ExitCodeOf(Outcome::kWrongInput) : code;
}

// Returns the command line as CLI11 wants it, from behind. An option with a list of values takes
// the
// "--" that ends it with it, so that it stands there twice.
std::vector<std::string> WordsFromBehind(int argc, char** argv) {
  std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
  if (const auto mark = std::ranges::find(words, "--"); mark != words.end()) {
    words.insert(mark, "--");
  }
  std::ranges::reverse(words);
  return words;
}

int Main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    swc::spec::KeepPasswordsOfUrls(argv[i]);
  }
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
    app.parse(WordsFromBehind(argc, argv));
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::CallForVersion& version) {
    return app.exit(version);
  } catch (const CLI::ParseError& error) {
    const bool unknown =
        argc > 1 && argv[1][0] != '-' && std::ranges::none_of(commands, [&](const auto& command) {
          return command.app->get_name() == argv[1];
        });
    const std::string why =
        unknown ? fmt::format("there is no command '{}'", argv[1]) : error.what();
    PrintError(ErrorLine(Shortened(why, kUsageBytesMax) + "; --help shows the usage"));
    return ExitCodeOf(Outcome::kWrongInput);
  }
  for (const swc::conformance::Command& command : commands) {
    if (!command.app->parsed()) {
      continue;
    }
    const swc::conformance::CommandResult result = command.run();
    if (!result) {
      PrintError(ErrorLine(result.error().message));
      return ExitCodeOf(swc::spec::OutcomeOf(result.error().kind));
    }
    return ExitCodeOf(*result);
  }
  return ExitCodeOf(Outcome::kWrongInput);
}

}  // namespace

int main(int argc, char** argv) {
  swc::conformance::EndAsDefectOnCrash();
  std::set_new_handler(EndForLackOfMemory);
  try {
    return CodeAfterOutput(Main(argc, argv));
  } catch (const std::exception& error) {
    if (std::ferror(stdout) != 0) {
      return CodeAfterOutput(ExitCodeOf(Outcome::kDefect));
    }
    PrintError(ErrorLine(fmt::format("internal error: {}", error.what())));
    return ExitCodeOf(Outcome::kDefect);
  }
}
