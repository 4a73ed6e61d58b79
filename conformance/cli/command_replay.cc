// The command `replay`: runs case files against a target.
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "conformance/cli/command_line.h"
#include "conformance/cli/commands.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/case_session.h"
#include "conformance/run/excerpt.h"
#include "conformance/target/opening.h"
#include "generators/case/case.h"
#include "reports/text.h"
#include "spec/outcome.h"

namespace swc::conformance {
namespace {

struct ReplayArguments {
  TargetOptions target;
  std::vector<std::string> files;
  bool strict = false;
};

// What became of the cases so far.
struct Counts {
  int fixed = 0;
  int fails = 0;
  int could_not_run = 0;
};

void Print(const generators::Case& test_case, const CaseOutcome& outcome, bool strict,
           const std::string& endpoint, Counts& counts) {
  if (const std::string why = outcome.WhyNot(); !why.empty()) {
    ++counts.could_not_run;
    fmt::print("COULD NOT RUN  {}: {}\n", test_case.id, reports::ForTerminal(why));
    return;
  }
  bool fails = false;
  for (const Found& found : outcome.found) {
    fails |= strict || found.deviation.clause->level != spec::Level::kShould;
  }
  (fails ? counts.fails : counts.fixed)++;
  fmt::print("{:<13}  {}\n", fails ? "FAILS" : "FIXED", test_case.id);
  for (const Found& found : outcome.found) {
    const bool warn = found.deviation.clause->level == spec::Level::kShould;
    fmt::print("  {} {}: {}\n    expected: {}\n    observed: {}\n    {}\n", warn ? "WARN" : "FAIL",
               found.deviation.clause->id, found.deviation.clause->statement,
               reports::ForTerminal(found.deviation.expected),
               reports::ForTerminal(found.deviation.observed),
               CurlLine(found.exchange.request, endpoint));
  }
}

CommandResult Replay(const ReplayArguments& arguments) {
  const auto cases = ReadCases(arguments.files);
  if (!cases) {
    return std::unexpected(cases.error());
  }
  auto session = CaseSession::Begin(arguments.target);
  if (!session) {
    return std::unexpected(session.error());
  }
  Counts counts;
  for (const generators::Case& test_case : *cases) {
    const CaseOutcome outcome = (*session)->Finish(RunCase((*session)->context(), test_case));
    Print(test_case, outcome, arguments.strict, (*session)->endpoint(), counts);
  }
  fmt::print("{} fixed, {} fail, {} could not run\n", counts.fixed, counts.fails,
             counts.could_not_run);
  return spec::Weigh({.found = counts.fails > 0, .could_not_test = counts.could_not_run > 0});
}

}  // namespace

Command AddReplayCommand(CLI::App& app) {
  auto arguments = std::make_shared<ReplayArguments>();
  CLI::App* command =
      app.add_subcommand("replay", "Run case files: FIXED, FAILS or COULD NOT RUN for each");
  command->add_option("cases", arguments->files, "Case files (docs/case-format.md)")
      ->required()
      ->type_name("CASE.json");
  AddTargetOptions(*command, arguments->target);
  command->add_flag("--strict", arguments->strict, "A warning counts as a failure");
  return {.app = command, .run = [arguments] { return Replay(*arguments); }};
}

}  // namespace swc::conformance
