// The command `selftest`: every policy sound, every mutant killed.
#include <algorithm>
#include <cstdio>
#include <expected>
#include <memory>
#include <string_view>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "conformance/cli/command_line.h"
#include "conformance/cli/commands.h"
#include "conformance/run/phases.h"
#include "conformance/selftest/selftest.h"
#include "spec/outcome.h"

namespace swc::conformance {

Command AddSelftestCommand(CLI::App& app) {
  auto options = std::make_shared<SelftestOptions>();
  options->threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  auto quiet = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand(
      "selftest", "Prove the suite: no alarm under any policy, every mutant killed");
  command->add_option("--seeds", options->seeds, "Seeds for each policy and mutant")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000));
  command->add_option("--seed", options->first_seed, "First seed")
      ->capture_default_str()
      ->check(WholeNumber());
  command->add_option("--cases", options->random_cases, "Random cases of each run")
      ->capture_default_str()
      ->check(WholeNumber());
  command
      ->add_option("--combinations", options->combinations,
                   "Random combinations of policies, beside each policy alone")
      ->capture_default_str();
  command
      ->add_option("--phase", options->phases,
                   "Only these phases of each run (`run --help` lists them)")
      ->type_name("NAME");
  command->add_flag("!--no-model", options->model,
                    "Judge nothing but metamorphic relations: to see what they find alone");
  command->add_flag("!--no-policies", options->policies, "Mutants only");
  command->add_flag("!--no-mutants", options->mutants, "Policies only");
  command->add_option("--only", options->only, "Only policies and mutants with this in the name");
  command->add_option("--threads", options->threads, "Runs at once")->check(CLI::Range(1, 256));
  command->add_flag("--quiet", *quiet, "Only the matrix");
  return {.app = command, .run = [options, quiet]() -> CommandResult {
            if (auto checked = CheckPhases(options->phases); !checked) {
              return std::unexpected(checked.error());
            }
            const SelftestResult result = RunSelftest(*options, [&](std::string_view line) {
              if (!*quiet) {
                fmt::print(stderr, "{}\n", line);
              }
            });
            fmt::print("{}", MatrixOf(result));
            fmt::print("{}\n", result.passed() ? "SELFTEST PASSED" : "SELFTEST FAILED");
            return spec::Weigh({.found = !result.passed()});
          }};
}

}  // namespace swc::conformance
