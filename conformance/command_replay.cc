// The command `replay`: runs case files against a target.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "conformance/case_runner.h"
#include "conformance/client.h"
#include "conformance/command_line.h"
#include "conformance/commands.h"
#include "conformance/excerpt.h"
#include "conformance/leases.h"
#include "conformance/probe.h"
#include "conformance/task.h"
#include "generators/case.h"
#include "reports/text.h"

namespace swc::conformance {
namespace {

struct ReplayArguments {
  TargetOptions target;
  std::vector<std::string> files;
  bool strict = false;
};

std::expected<std::vector<generators::Case>, spec::Error> ReadCases(
    const std::vector<std::string>& files) {
  std::vector<generators::Case> cases;
  for (const std::string& file : files) {
    const auto text = ReadFile(file);
    if (!text) {
      return std::unexpected(text.error());
    }
    auto parsed = generators::ParseCase(std::string_view(*text), file);
    if (!parsed) {
      return std::unexpected(parsed.error());
    }
    cases.push_back(*std::move(parsed));
  }
  return cases;
}

Task<void> ReplayOne(CaseContext& context, const generators::Case& test_case,
                     std::optional<CaseOutcome>& outcome) {
  outcome = co_await RunCase(context, test_case);
}

Task<void> ProbeInto(Client& client, Target& target, std::string run_id,
                     std::optional<std::string>& reason) {
  reason = co_await Probe(client, target, std::move(run_id));
}

// What became of the cases so far.
struct Counts {
  int fixed = 0;
  int fails = 0;
  int could_not_run = 0;
};

void Print(const generators::Case& test_case, const CaseOutcome& outcome, bool strict,
           const std::string& endpoint, Counts& counts) {
  const std::string why = !outcome.missing.empty() ? "the target lacks " + outcome.missing
                          : outcome.error          ? outcome.error->message
                                                   : outcome.infra;
  if (!why.empty()) {
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
  auto open = Open(arguments.target);
  if (!open) {
    return std::unexpected(open.error());
  }
  Client client(*open->transport, open->clock, {});
  const std::string run_id = NewRunId();
  std::optional<std::string> reason;
  Spawn(ProbeInto(client, open->target, run_id, reason));
  while (open->transport->Poll()) {
  }
  if (reason) {
    return std::unexpected(spec::Error{.kind = spec::ErrorKind::kNetwork,
                                       .message = open->target.endpoint + ": " + *reason});
  }
  Leases leases(open->target, run_id);
  CaseContext context{.target = open->target, .client = client, .leases = leases};
  Counts counts;
  for (const generators::Case& test_case : *cases) {
    std::optional<CaseOutcome> outcome;
    Spawn(ReplayOne(context, test_case, outcome));
    while (open->transport->Poll()) {
    }
    Print(test_case, *outcome, arguments.strict, open->target.endpoint, counts);
  }
  fmt::print("{} fixed, {} fail, {} could not run\n", counts.fixed, counts.fails,
             counts.could_not_run);
  return counts.fails > 0 ? 1 : counts.could_not_run > 0 ? 3 : 0;
}

}  // namespace

Command AddReplayCommand(CLI::App& app) {
  auto arguments = std::make_shared<ReplayArguments>();
  CLI::App* command =
      app.add_subcommand("replay", "Run case files: FIXED, FAILS or COULD NOT RUN for each");
  command->add_option("cases", arguments->files, "Case files (docs/case-format.md)")
      ->required()
      ->type_name("CASE.json");
  arguments->target.AddTo(*command);
  command->add_flag("--strict", arguments->strict, "A warning counts as a failure");
  return {.app = command, .run = [arguments] { return Replay(*arguments); }};
}

}  // namespace swc::conformance
