// The command `mock`: the reference server on a port, until it is interrupted.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <expected>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/cli/commands.h"
#include "conformance/diagnosis/likeness.h"
#include "conformance/output/report_files.h"
#include "conformance/program/command_line.h"
#include "conformance/target/opening.h"
#include "conformance/target/target.h"
#include "conformance/target/target_file.h"
#include "reference/model/policies.h"
#include "reference/model/preset.h"
#include "reference/mutants/mutants.h"
#include "reference/server/http_server.h"
#include "reference/server/reference_server.h"
#include "reports/text.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/http_message.h"
#include "spec/outcome.h"
#include "spec/rfc3339.h"
#include "spec/text/error.h"
#include "spec/text/print.h"
#include "spec/text/text_file.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

// What is under way when the mock is told to end has this long; it is gone within two seconds.
constexpr std::chrono::milliseconds kFinishTimeout{1500};

struct MockArguments {
  std::uint16_t port = 9000;
  std::string target_out;
  std::string preset;
  std::string like;
  bool with_causes = false;
  std::vector<std::string> policies;
  std::vector<std::string> mutants;
  std::string latency = "0ms";
  std::string frozen_clock;
  bool list = false;
};

void ListPresets() {
  spec::Print("\nPRESETS\n");
  for (const reference::Preset& preset : reference::AllPresets()) {
    spec::Print(fmt::format("  {:<14} {}\n", preset.name, preset.statement));
    for (const reference::PresetChoice& choice : preset.choices) {
      spec::Print(fmt::format("    {:<58} {}\n", choice.policy + "=" + choice.alternative,
                              fmt::join(choice.facts, ", ")));
    }
  }
}

spec::Outcome List() {
  spec::Print(
      "POLICIES (the first is the default; `varying` draws from all that may vary, a+b from "
      "these)\n");
  for (const reference::PolicyRow& row : reference::AllPolicies()) {
    spec::Print(fmt::format("  {}={}\n", row.name, fmt::join(row.alternatives, "|")));
  }
  ListPresets();
  spec::Print("\nMUTANTS\n");
  for (const reference::Mutant& mutant : reference::AllMutants()) {
    spec::Print(fmt::format(
        "  {:<44} {}\n    breaks {}\n", mutant.name, mutant.description,
        fmt::join(mutant.clauses | std::views::transform(&spec::ClauseId::text), ", ")));
  }
  return spec::Outcome::kConforms;
}

// Makes the server like the one that a report tells of.
std::expected<void, spec::Error> TakeAfter(const MockArguments& arguments,
                                           reference::ServerOptions& options) {
  const auto report = LoadReport({.name = arguments.like, .path = arguments.like});
  if (!report) {
    return std::unexpected(report.error().WithContext("--like"));
  }
  Likeness likeness = LikenessOf(report->record);
  options.policies = reference::PoliciesFrom(likeness.choices);
  if (arguments.with_causes) {
    options.mutants = std::move(likeness.mutants);
    std::ranges::move(likeness.cause_notes, std::back_inserter(likeness.notes));
  }
  for (const std::string& note : likeness.notes) {
    spec::PrintError(fmt::format("note: {}\n", reports::ForTerminal(note)));
  }
  spec::PrintError(fmt::format(
      "like {}: {} choices beside the defaults{}\n", reports::ForTerminal(report->record.target),
      likeness.choices.size(),
      arguments.with_causes ? fmt::format(", {} seeded bugs", options.mutants.size()) : ""));
  return {};
}

std::expected<reference::ServerOptions, spec::Error> ServerOptionsOf(
    const MockArguments& arguments) {
  reference::ServerOptions options;
  options.now = WallClock;
  if (!arguments.preset.empty()) {
    const reference::Preset* preset = reference::FindPreset(arguments.preset);
    if (preset == nullptr) {
      return std::unexpected(spec::Error{
          .kind = spec::ErrorKind::kUsage,
          .message =
              "--preset: there is no preset '" + arguments.preset + "'; `mock --list` shows them"});
    }
    reference::Apply(*preset, options.policies);
  }
  if (!arguments.like.empty()) {
    if (auto taken = TakeAfter(arguments, options); !taken) {
      return std::unexpected(taken.error());
    }
  }
  for (const std::string& assignment : arguments.policies) {
    if (auto set = options.policies.Set(assignment); !set) {
      return std::unexpected(set.error());
    }
  }
  for (const std::string& name : arguments.mutants) {
    const reference::Mutant* mutant = reference::FindMutant(name);
    if (mutant == nullptr) {
      return std::unexpected(spec::Error{
          .kind = spec::ErrorKind::kUsage,
          .message = "--mutant: there is no mutant '" + name + "'; `mock --list` shows them"});
    }
    options.mutants.push_back(mutant);
  }
  return options;
}

// A mutant of the very edges of the window cannot be seen by the clock on the wall.
bool NeedsExactClock(const reference::Mutant& mutant) {
  const spec::Clause& clause = spec::Catalogue::Get().At(mutant.clauses.front());
  return std::ranges::find(clause.needs, "exact-clock") != clause.needs.end();
}

std::expected<std::optional<spec::Instant>, spec::Error> FrozenClockOf(
    const MockArguments& arguments, const reference::ServerOptions& options) {
  if (arguments.frozen_clock.empty()) {
    const bool needed = std::ranges::any_of(
        options.mutants, [](const reference::Mutant* mutant) { return NeedsExactClock(*mutant); });
    return needed ? std::optional(WallClock()) : std::nullopt;
  }
  if (arguments.frozen_clock == "now") {
    return WallClock();
  }
  const auto time = spec::ParseRfc3339(arguments.frozen_clock);
  if (!time) {
    return std::unexpected(
        spec::Error{.kind = spec::ErrorKind::kUsage,
                    .message = "--frozen-clock: '" + arguments.frozen_clock +
                               "' is no time; write now, or e.g. 2025-01-01T00:00:00Z"});
  }
  return time;
}

// An SDK puts "data." before the host of its endpoint, and that name leads nowhere.
void PrintHowToReach(const std::string& endpoint) {
  spec::Print(fmt::format("sitewise-conformance mock listens on {}\n", endpoint));
  spec::Print(
      fmt::format("An AWS SDK or the CLI reaches it with HTTP_PROXY={} "
                  "AWS_ENDPOINT_URL=http://sitewise.test,\n",
                  endpoint));
  spec::Print(
      fmt::format("or with AWS_DISABLE_HOST_PREFIX_INJECTION=true AWS_ENDPOINT_URL={}; other ways: "
                  "docs/clients.md\n",
                  endpoint));
  std::fflush(stdout);
}

CommandResult Serve(const MockArguments& arguments) {
  if (arguments.list) {
    return List();
  }
  auto options = ServerOptionsOf(arguments);
  if (!options) {
    return std::unexpected(options.error());
  }
  const auto frozen = FrozenClockOf(arguments, *options);
  if (!frozen) {
    return std::unexpected(frozen.error());
  }
  if (*frozen) {
    options->now = [now = **frozen] { return now; };
  }
  const auto latency = ParseDuration(arguments.latency, "--latency");
  if (!latency) {
    return std::unexpected(latency.error());
  }
  // Blocked before any thread starts, so that only `sigwait` below receives them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  reference::ReferenceServer server(*std::move(options));
  auto http = reference::HttpServer::Start(
      {.port = arguments.port, .latency = *latency},
      [&server](const spec::HttpRequest& request) { return server.Handle(request); });
  if (!http) {
    return std::unexpected(http.error());
  }
  Target target;
  target.endpoint = fmt::format("http://127.0.0.1:{}", (*http)->port());
  target.directory = server.directory();
  target.frozen_clock = *frozen;
  if (!arguments.target_out.empty()) {
    if (auto written = spec::WriteFile(arguments.target_out, ToJson(target)); !written) {
      return std::unexpected(written.error());
    }
  }
  PrintHowToReach(target.endpoint);
  int received = 0;
  sigwait(&signals, &received);
  if (!(*http)->Finish(kFinishTimeout)) {
    std::_Exit(0);  // Whoever works on a request for so long is not waited for.
  }
  return spec::Outcome::kConforms;
}

}  // namespace

Command AddMockCommand(CLI::App& app) {
  auto arguments = std::make_shared<MockArguments>();
  CLI::App* command = app.add_subcommand("mock", "Serve the reference server on a loopback port");
  command->add_option("--port", arguments->port, "Port; 0 for any free one")->capture_default_str();
  command->add_option("--target-out", arguments->target_out,
                      "Write a target description for `run --target`");
  auto* preset =
      command
          ->add_option("--preset", arguments->preset,
                       "Choose a named set of alternatives, e.g. aws-like; --policy goes over it")
          ->type_name("NAME");
  auto* like =
      command
          ->add_option(
              "--like", arguments->like,
              "Choose what the tested server chose, by its report (docs/compare.md); --policy goes "
              "over it")
          ->type_name("REPORT.json")
          ->check(NotEmpty("name a report.json"))
          ->excludes(preset);
  command
      ->add_flag("--with-causes", arguments->with_causes,
                 "With --like: switch on the seeded bugs that the report's causes name")
      ->needs(like);
  command->add_option("--policy", arguments->policies, "Choose a legal alternative")
      ->type_name("NAME=ALTERNATIVE");
  command->add_option("--mutant", arguments->mutants, "Switch on a seeded bug")->type_name("NAME");
  command->add_option("--latency", arguments->latency, "Wait before each answer, e.g. 20ms");
  command
      ->add_option(
          "--frozen-clock", arguments->frozen_clock,
          "Let the clock stand still, so that the window's edges can be tested; mutants of "
          "the edges imply it")
      ->type_name("now|TIME");
  command->add_flag("--list", arguments->list, "List all policies, presets and mutants and stop");
  return {.app = command, .run = [arguments] { return Serve(*arguments); }};
}

}  // namespace swc::conformance
