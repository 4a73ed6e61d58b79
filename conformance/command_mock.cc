// The command `mock`: the reference server on a port, until it is interrupted.
#include <csignal>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include "conformance/command_line.h"
#include "conformance/commands.h"
#include "conformance/target.h"
#include "reference/http_server.h"
#include "reference/mutants.h"
#include "reference/policies.h"
#include "reference/reference_server.h"

namespace swc::conformance {
namespace {

struct MockArguments {
  std::uint16_t port = 9000;
  std::string target_out;
  std::vector<std::string> policies;
  std::vector<std::string> mutants;
  std::string latency = "0ms";
  bool list = false;
};

int List() {
  fmt::print("POLICIES (the first alternative is the default)\n");
  for (const reference::PolicyRow& row : reference::AllPolicies()) {
    fmt::print("  {}={}\n", row.name, fmt::join(row.alternatives, "|"));
  }
  fmt::print("\nMUTANTS\n");
  for (const reference::Mutant& mutant : reference::AllMutants()) {
    fmt::print("  {:<44} {}\n    breaks {}\n", mutant.name, mutant.description,
               fmt::join(mutant.clauses, ", "));
  }
  return 0;
}

std::expected<reference::ServerOptions, spec::Error> ServerOptionsOf(
    const MockArguments& arguments) {
  reference::ServerOptions options;
  options.now = WallClock;
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

CommandResult Serve(const MockArguments& arguments) {
  if (arguments.list) {
    return List();
  }
  auto options = ServerOptionsOf(arguments);
  if (!options) {
    return std::unexpected(options.error());
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
  if (!arguments.target_out.empty()) {
    if (auto written = WriteFile(arguments.target_out, ToJson(target)); !written) {
      return std::unexpected(written.error());
    }
  }
  fmt::print("sitewise-conformance mock listens on {}\n", target.endpoint);
  std::fflush(stdout);
  int received = 0;
  sigwait(&signals, &received);
  return 0;
}

}  // namespace

Command AddMockCommand(CLI::App& app) {
  auto arguments = std::make_shared<MockArguments>();
  CLI::App* command = app.add_subcommand("mock", "Serve the reference server on a loopback port");
  command->add_option("--port", arguments->port, "Port; 0 for any free one")->capture_default_str();
  command->add_option("--target-out", arguments->target_out,
                      "Write a target description for `run --target`");
  command->add_option("--policy", arguments->policies, "Choose a legal alternative")
      ->type_name("NAME=ALTERNATIVE");
  command->add_option("--mutant", arguments->mutants, "Switch on a seeded bug")->type_name("NAME");
  command->add_option("--latency", arguments->latency, "Wait before each answer, e.g. 20ms");
  command->add_flag("--list", arguments->list, "List all policies and mutants and stop");
  return {.app = command, .run = [arguments] { return Serve(*arguments); }};
}

}  // namespace swc::conformance
