// The command `selftest`: every policy sound, every mutant killed, each of them one cause.
#include <algorithm>
#include <cstddef>
#include <expected>
#include <memory>
#include <string_view>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "conformance/cli/commands.h"
#include "conformance/run/phases.h"
#include "conformance/selftest/selftest.h"
#include "conformance/selftest/selftest_causes.h"
#include "conformance/selftest/selftest_doubles.h"
#include "conformance/shell/command_line.h"
#include "spec/outcome.h"
#include "spec/text/print.h"

namespace swc::conformance {
namespace {

// What is measured instead of policies and mutants, on the command line: the causes of mutants, or
// doubles of policies.
struct MeasureFlags {
  bool causes = false;
  bool withheld = false;
  std::size_t pairs = 0;
  int doubles = 0;
};

void AddMeasureFlags(CLI::App& command, MeasureFlags& flags) {
  CLI::Option* causes = command.add_flag(
      "--causes", flags.causes,
      "Measure the diagnosis: whether each mutant is one cause, under its clause and name");
  CLI::Option* withheld =
      command
          .add_flag("--withheld", flags.withheld,
                    "With --causes: diagnosis does not know the mutant, nor those that show the "
                    "same")
          ->needs(causes);
  command
      .add_option("--pairs", flags.pairs,
                  "With --causes: so many random pairs of mutants at once, instead of each alone")
      ->needs(causes)
      ->excludes(withheld)
      ->check(CLI::Range(1, 100'000));
  command
      .add_option("--doubles", flags.doubles,
                  "Instead: so many random legal servers, each rebuilt from its report as `mock "
                  "--like` does, have to tell the same choices")
      ->check(CLI::Range(1, 100'000));
}

CausesOptions CausesOptionsOf(const SelftestOptions& selftest, const MeasureFlags& flags) {
  CausesOptions options{.selftest = selftest};
  if (flags.withheld) {
    options.test = CauseTest::kWithheld;
  } else if (flags.pairs > 0) {
    options.test = CauseTest::kPairs;
    options.pairs = flags.pairs;
  }
  return options;
}

// Prints a matrix, and what it comes to.
spec::Outcome Conclude(std::string_view matrix, bool passed) {
  spec::Print(matrix);
  spec::Print(fmt::format("{}\n", passed ? "SELFTEST PASSED" : "SELFTEST FAILED"));
  return spec::Weigh({.found = !passed});
}

}  // namespace

Command AddSelftestCommand(CLI::App& app) {
  auto options = std::make_shared<SelftestOptions>();
  options->threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  auto quiet = std::make_shared<bool>(false);
  auto flags = std::make_shared<MeasureFlags>();
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
  command->add_option("--every", options->every, "One in so many of the mutants that are left")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000));
  command->add_flag("--declared", options->declared,
                    "Quicker: each mutant meets the cases of the clauses that it breaks first, and "
                    "all others only if it lives (one in 32 meets all in any case)");
  command->add_option("--threads", options->threads, "Runs at once")->check(CLI::Range(1, 256));
  command->add_flag("--quiet", *quiet, "Only the matrix");
  AddMeasureFlags(*command, *flags);
  return {.app = command, .run = [options, quiet, flags]() -> CommandResult {
            if (auto checked = CheckPhases(options->phases); !checked) {
              return std::unexpected(checked.error());
            }
            const auto progress = [&](std::string_view line) {
              if (!*quiet) {
                spec::PrintError(fmt::format("{}\n", line));
              }
            };
            if (flags->doubles > 0) {
              const DoublesResult result = TestDoubles(*options, flags->doubles, progress);
              return Conclude(TextOf(result), result.passed());
            }
            if (flags->causes) {
              const CausesResult result = TestCauses(CausesOptionsOf(*options, *flags), progress);
              return Conclude(CausesMatrixOf(result), result.passed());
            }
            const SelftestResult result = RunSelftest(*options, progress);
            return Conclude(MatrixOf(result), result.passed());
          }};
}

}  // namespace swc::conformance
