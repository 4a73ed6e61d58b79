// The command `selftest`: every policy sound, every mutant killed, each of them one cause.
#include <algorithm>
#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "conformance/cli/commands.h"
#include "conformance/output/report_options.h"
#include "conformance/program/command_line.h"
#include "conformance/run/phases.h"
#include "conformance/run/run.h"
#include "conformance/selftest/kill_matrix.h"
#include "conformance/selftest/selftest.h"
#include "conformance/selftest/selftest_causes.h"
#include "conformance/selftest/selftest_doubles.h"
#include "conformance/target/opening.h"
#include "spec/outcome.h"
#include "spec/text/error.h"
#include "spec/text/print.h"
#include "spec/text/text_file.h"

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

void AddMeasureFlags(CLI::App& command, MeasureFlags& flags, CLI::Option& report) {
  CLI::Option* causes = command.add_flag(
      "--causes", flags.causes,
      "Measure the diagnosis: whether each mutant is one cause, under its clause and name");
  CLI::Option* withheld =
      command
          .add_flag("--withheld", flags.withheld,
                    "With --causes: diagnosis does not know the mutant, nor those that show the "
                    "same")
          ->needs(causes)
          ->excludes(&report);
  command
      .add_option("--pairs", flags.pairs,
                  "With --causes: so many random pairs of mutants at once, instead of each alone")
      ->needs(causes)
      ->excludes(withheld)
      ->excludes(&report)
      ->check(CLI::Range(1, 100'000));
  command
      .add_option("--doubles", flags.doubles,
                  "Instead: so many random legal servers, each rebuilt from its report as `mock "
                  "--like` does, have to tell the same choices")
      ->excludes(&report)
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

struct SelftestArguments {
  SelftestOptions options;
  MeasureFlags flags;
  std::vector<std::string> reports;
  bool quiet = false;
};

// Prints a matrix, and what it comes to.
spec::Outcome Conclude(std::string_view matrix, bool passed) {
  spec::Print(matrix);
  spec::Print(fmt::format("{}\n", passed ? "SELFTEST PASSED" : "SELFTEST FAILED"));
  return spec::Weigh({.found = !passed});
}

std::string MatrixFormatList() {
  std::string list;
  for (const KillMatrixFormat& format : KillMatrixFormats()) {
    list += fmt::format("{}{} ({})", list.empty() ? "" : ", ", format.name, format.summary);
  }
  return list;
}

std::expected<void, spec::Error> IsMatrixFormat(std::string_view name) {
  if (auto format = FindKillMatrixFormat(name); !format) {
    return std::unexpected(format.error());
  }
  return {};
}

std::expected<void, spec::Error> WriteMatrix(const std::vector<WantedReport>& wanted,
                                             const SelftestOptions& options,
                                             const SelftestResult& result,
                                             const CausesResult* causes) {
  const KillMatrix matrix = MatrixOfRun({.tool_version = std::string(kToolVersion),
                                         .date = WallClockText(),
                                         .first_seed = options.first_seed,
                                         .seeds = causes == nullptr ? options.seeds : 1,
                                         .phases = options.phases,
                                         .random_cases = options.random_cases,
                                         .declared = options.declared},
                                        result, causes);
  for (const WantedReport& report : wanted) {
    const auto format = FindKillMatrixFormat(report.format);
    if (auto written = spec::WriteFile(report.path, format->render(matrix)); !written) {
      return std::unexpected(written.error());
    }
  }
  return {};
}

CommandResult Selftest(const SelftestArguments& arguments) {
  if (auto checked = CheckPhases(arguments.options.phases); !checked) {
    return std::unexpected(checked.error());
  }
  const auto wanted = ParseReportOptions(arguments.reports, IsMatrixFormat);
  if (!wanted) {
    return std::unexpected(wanted.error());
  }
  const auto progress = [&](std::string_view line) {
    if (!arguments.quiet) {
      spec::PrintError(fmt::format("{}\n", line));
    }
  };
  if (arguments.flags.doubles > 0) {
    const DoublesResult result = TestDoubles(arguments.options, arguments.flags.doubles, progress);
    return Conclude(TextOf(result), result.passed());
  }
  SelftestOptions options = arguments.options;
  CausesResult causes;
  if (arguments.flags.causes) {
    causes = TestCauses(CausesOptionsOf(options, arguments.flags), progress);
    options.mutants = false;
    options.policies = options.policies && !wanted->empty();  // A page tells of both.
  }
  const SelftestResult result = RunSelftest(options, progress);
  const CausesResult* told = arguments.flags.causes ? &causes : nullptr;
  if (auto written = WriteMatrix(*wanted, options, result, told); !written) {
    return std::unexpected(written.error());
  }
  if (told == nullptr) {
    return Conclude(MatrixOf(result), result.passed());
  }
  const std::string policies = result.policies.empty() ? "" : MatrixOf(result);
  return Conclude(policies + CausesMatrixOf(causes),
                  causes.passed() && (result.policies.empty() || result.passed()));
}

}  // namespace

Command AddSelftestCommand(CLI::App& app) {
  auto arguments = std::make_shared<SelftestArguments>();
  SelftestOptions* options = &arguments->options;
  options->threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
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
  command->add_flag("--quiet", arguments->quiet, "Only the matrix");
  CLI::Option* report =
      command
          ->add_option("--report", arguments->reports,
                       "Write the kill matrix: " + MatrixFormatList() +
                           "; with --causes the causes of mutants too, and policies beside them")
          ->type_name("FORMAT=PATH");
  AddMeasureFlags(*command, arguments->flags, *report);
  return {.app = command, .run = [arguments] { return Selftest(*arguments); }};
}

}  // namespace swc::conformance
