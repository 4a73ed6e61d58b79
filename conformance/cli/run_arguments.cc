#include "conformance/cli/run_arguments.h"

#include <expected>
#include <string>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "conformance/output/report_options.h"
#include "conformance/program/command_line.h"
#include "conformance/run/phases.h"
#include "conformance/run/run.h"
#include "conformance/tally/selection.h"
#include "conformance/verdict/gate.h"
#include "generators/directed/directed_cases.h"
#include "spec/text/error.h"

namespace swc::conformance {
namespace {

std::string PhaseList() {
  std::string list = "Only these phases:";
  for (const PhaseRow& row : AllPhases()) {
    list += fmt::format("{}{} ({})", row.name == AllPhases().front().name ? " " : ", ", row.name,
                        row.summary);
  }
  return list;
}

void AddLimits(CLI::App& command, RunArguments& arguments) {
  RunOptions& run = arguments.run;
  command.add_option("--max-requests", run.requests_max, "Stop after so many requests")
      ->check(WholeNumber());
  command.add_option("--rate", arguments.rate, "Requests per second at most, e.g. 50/s");
  command
      .add_option("--min-coverage", run.min_coverage,
                  "Percent of the clauses that the target can show which have to be exercised")
      ->capture_default_str()
      ->check(Percent());
}

void AddCaseFolder(CLI::App& command, RunArguments& arguments) {
  RunOptions& run = arguments.run;
  command
      .add_option("--case-dir", run.case_folder,
                  "Folder for the case files of findings; those in it are run first")
      ->capture_default_str();
  command.add_flag("--prune", arguments.prune,
                   "Remove the case files of earlier findings that are fixed");
}

}  // namespace

void AddRunOptions(CLI::App& command, RunArguments& arguments) {
  RunOptions& run = arguments.run;
  run.case_folder = "sitewise-conformance-cases";
  run.min_coverage = kMinCoverage;
  AddTargetOptions(command, arguments.target);
  command.add_option("--seed", run.seed, "Seed of the random cases")
      ->capture_default_str()
      ->check(WholeNumber());
  command
      .add_option("--cases", run.random_cases,
                  "Random cases; other phases have numbers in proportion to it")
      ->capture_default_str()
      ->check(WholeNumber());
  command.add_option("--phase", run.phases, PhaseList())->type_name("NAME");
  command.add_flag("--quota", run.quota,
                   "Also write more values into a second than a target has to keep");
  command
      .add_option("--shrink-requests", run.shrink_requests,
                  "Requests to find the smallest case of a finding, 0 for none")
      ->capture_default_str()
      ->check(WholeNumber());
  command.add_option("--time", arguments.time, "Go on with random cases for so long, e.g. 10m");
  command.add_option("--only", run.selection.only, "Only clauses or cases under these prefixes");
  command.add_option("--skip", run.selection.skip, "No clauses or cases under these prefixes");
  command.add_flag("--strict", run.strict, "A warning fails the run");
  command.add_option("--jobs", run.jobs, "Cases under way at once")
      ->capture_default_str()
      ->check(CLI::Range(1, 256));
  command.add_option("--report", arguments.reports, "Write a report: " + ReportFormatList())
      ->type_name("FORMAT=PATH");
  command
      .add_option("--read-deadline", arguments.read_deadline,
                  "How long an acknowledged value may take to become readable")
      ->capture_default_str();
  AddLimits(command, arguments);
  auto* fail_fast = command.add_flag("--fail-fast", run.fail_fast, "Stop at the first failure");
  command
      .add_option(
          "--known", arguments.ledger,
          "Ledger of known deviations: what it lists fails no run (docs/known-deviations.md)")
      ->type_name("FILE")
      ->check(NotEmpty("name a ledger"))
      ->excludes(fail_fast);
  command
      .add_option("--gate", arguments.gate,
                  "Conditions beside the verdict, e.g. must=0,warn<=3,coverage>=95 (docs/ci.md)")
      ->type_name("CONDITIONS")
      ->check(NotEmpty("write e.g. must=0,warn<=3,coverage>=95"));
  AddCaseFolder(command, arguments);
  command
      .add_option("--wait", arguments.wait_text,
                  "Wait so long for a target that is starting, e.g. 30s")
      ->check(NotEmpty("write a duration, e.g. 30s"));
  command.add_flag("--list", arguments.list, "List the directed cases and stop");
  command.add_flag("--quiet", arguments.quiet, "Only causes and the last line");
  command.add_flag("--all", arguments.all, "Every finding, not only the clearest of each cause");
  command.add_flag("!--no-diagnosis", run.diagnosis, "Do not compare with seeded bugs");
}

std::expected<void, spec::Error> ParseNumbers(RunArguments& arguments) {
  if (arguments.time) {
    const auto time = ParseDuration(*arguments.time, "--time");
    if (!time) {
      return std::unexpected(time.error());
    }
    if (time->count() == 0) {
      return UsageError("--time: a run of no time tests nothing");
    }
    arguments.run.time_max = *time;
  }
  const auto deadline = ParseDuration(arguments.read_deadline, "--read-deadline");
  if (!deadline) {
    return std::unexpected(deadline.error());
  }
  arguments.run.read_deadline = *deadline;
  if (!arguments.wait_text.empty()) {
    const auto wait = ParseDuration(arguments.wait_text, "--wait");
    if (!wait) {
      return std::unexpected(wait.error());
    }
    arguments.wait = *wait;
  }
  if (arguments.rate) {
    const auto rate = ParseRate(*arguments.rate, "--rate");
    if (!rate) {
      return std::unexpected(rate.error());
    }
    arguments.run.requests_per_second = *rate;
  }
  if (!arguments.gate.empty()) {
    auto gate = ParseGate(arguments.gate);
    if (!gate) {
      return std::unexpected(gate.error());
    }
    arguments.run.gate = *std::move(gate);
  }
  if (auto checked = CheckPhases(arguments.run.phases); !checked) {
    return checked;
  }
  return CheckSelection(arguments.run.selection, generators::DirectedCases());
}

}  // namespace swc::conformance
