// The command `run`.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "conformance/cli/case_folder.h"
#include "conformance/cli/command_line.h"
#include "conformance/cli/commands.h"
#include "conformance/cli/ledger_file.h"
#include "conformance/cli/live_reports.h"
#include "conformance/cli/report_options.h"
#include "conformance/cli/standard_output.h"
#include "conformance/ledger/judge_ledger.h"
#include "conformance/preflight/waiting.h"
#include "conformance/run/interrupts.h"
#include "conformance/run/phases.h"
#include "conformance/run/run.h"
#include "conformance/target/opening.h"
#include "conformance/verdict/selection.h"
#include "generators/case/case.h"
#include "generators/directed/directed_cases.h"
#include "reports/console.h"
#include "reports/listeners.h"
#include "reports/run_record.h"
#include "reports/text.h"
#include "spec/outcome.h"
#include "spec/text/error.h"
#include "spec/text/print.h"

namespace swc::conformance {
namespace {

struct RunArguments {
  TargetOptions target;
  RunOptions run;
  std::optional<std::string> time;
  std::string read_deadline = "5s";
  std::optional<std::string> rate;
  std::vector<std::string> reports;
  std::string ledger;
  std::string wait_text;
  std::optional<std::chrono::milliseconds> wait;
  bool prune = false;
  bool list = false;
  bool quiet = false;
  bool all = false;
};

std::string PhaseList() {
  std::string list = "Only these phases:";
  for (const PhaseRow& row : AllPhases()) {
    list += fmt::format("{}{} ({})", row.name == AllPhases().front().name ? " " : ", ", row.name,
                        row.summary);
  }
  return list;
}

spec::Outcome ListCases(const Selection& selection) {
  std::size_t count = 0;
  for (const generators::Case& test_case : generators::DirectedCases()) {
    if (selection.HoldsCase(test_case)) {
      spec::Print(fmt::format("{:<60} {}\n", test_case.id, test_case.title));
      ++count;
    }
  }
  spec::Print(fmt::format("{} cases\n", count));
  return spec::Weigh({.incomplete = count == 0});
}

reports::ConsoleOptions ConsoleFor(const RunArguments& arguments) {
  const StandardOutput out = OpenStandardOutput();
  reports::ConsoleOptions options{
      .write = out.write,
      .terminal = out.terminal,
      .style = {.color = out.color, .quiet = arguments.quiet, .all = arguments.all}};
  options.style.width = out.columns.value_or(options.style.width);
  return options;
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
  if (auto checked = CheckPhases(arguments.run.phases); !checked) {
    return checked;
  }
  return CheckSelection(arguments.run.selection, generators::DirectedCases());
}

void WarnOfSkipped(const CaseFolder& folder) {
  constexpr std::size_t kWarningsMax = 10;
  const std::vector<spec::Error>& skipped = folder.skipped();
  for (std::size_t i = 0; i < std::min(skipped.size(), kWarningsMax); ++i) {
    spec::PrintError(
        fmt::format("warning: skipped {}\n", reports::ForTerminal(skipped[i].message)));
  }
  if (skipped.size() > kWarningsMax) {
    spec::PrintError(
        fmt::format("warning: {} more files were skipped\n", skipped.size() - kWarningsMax));
  }
}

std::expected<void, spec::Error> TakeLedger(RunArguments& arguments) {
  if (arguments.ledger.empty()) {
    return {};
  }
  auto ledger = LoadLedger(arguments.ledger);
  if (!ledger) {
    return std::unexpected(ledger.error());
  }
  AddWitnesses(*ledger, arguments.run.known_cases);
  arguments.run.note_known = [ledger = *std::move(ledger),
                              today = Today()](reports::RunRecord& record) {
    ApplyLedger(ledger, today, record);
  };
  return {};
}

CommandResult RunIt(RunArguments& arguments) {
  if (auto read = ParseNumbers(arguments); !read) {
    return std::unexpected(read.error());
  }
  auto wanted = ParseReportOptions(arguments.reports);
  if (!wanted) {
    return std::unexpected(wanted.error());
  }
  if (arguments.list) {
    return ListCases(arguments.run.selection);
  }
  const auto folder = CaseFolder::Open(arguments.run.case_folder);
  if (!folder) {
    return std::unexpected(folder.error());
  }
  WarnOfSkipped(*folder);
  arguments.run.known_cases = folder->known();
  if (auto taken = TakeLedger(arguments); !taken) {
    return std::unexpected(taken.error());
  }
  arguments.run.classify = true;
  arguments.target.connections = arguments.run.jobs;
  auto open = Open(arguments.target);
  if (!open) {
    return std::unexpected(open.error());
  }
  CatchInterrupts();
  arguments.run.run_id = NewRunId();
  arguments.run.date = WallClockText();
  arguments.run.reproduce_target = arguments.target.AsWords();
  arguments.run.stop_requested = Interrupted;
  if (arguments.wait) {
    WaitForTarget(*open->transport, *arguments.wait, Interrupted);
  }
  reports::ConsoleReporter console(ConsoleFor(arguments));
  LiveReports live(*wanted);
  live.Began({.tool_version = std::string(kToolVersion),
              .target = open->target.endpoint,
              .date = arguments.run.date,
              .seed = arguments.run.seed});
  std::vector<reports::RunListener*> all = live.listeners();
  all.push_back(&console);
  reports::Listeners listeners(std::move(all));
  const reports::RunRecord record =
      Run(arguments.run, open->target, *open->transport, open->clock, listeners);
  // What cannot be written costs neither the rest nor the verdict.
  if (auto written = folder->Write(record, open->target); !written) {
    spec::PrintError(
        fmt::format("warning: no case file: {}\n", reports::ForTerminal(written.error().message)));
  }
  if (arguments.prune) {
    spec::Print(
        fmt::format("{} case files of what is fixed were removed\n", folder->Prune(record.known)));
  }
  std::string lost = live.Lost().value_or("");
  if (auto written = WriteReports(*wanted, record); !written && lost.empty()) {
    lost = written.error().message;
  }
  if (!lost.empty()) {
    spec::PrintError(fmt::format("error: a report is lost: {}\n", reports::ForTerminal(lost)));
    return record.outcome == spec::Outcome::kConforms ? spec::Outcome::kWrongInput : record.outcome;
  }
  return record.outcome;
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

Command AddRunCommand(CLI::App& app) {
  auto arguments = std::make_shared<RunArguments>();
  arguments->run.case_folder = "sitewise-conformance-cases";
  arguments->run.min_coverage = kMinCoverage;
  RunOptions& run = arguments->run;
  CLI::App* command = app.add_subcommand(
      "run", "Test a target clause by clause (without one: the embedded reference server)");
  AddTargetOptions(*command, arguments->target);
  command->add_option("--seed", run.seed, "Seed of the random cases")
      ->capture_default_str()
      ->check(WholeNumber());
  command
      ->add_option("--cases", run.random_cases,
                   "Random cases; other phases have numbers in proportion to it")
      ->capture_default_str()
      ->check(WholeNumber());
  command->add_option("--phase", run.phases, PhaseList())->type_name("NAME");
  command->add_flag("--quota", run.quota,
                    "Also write more values into a second than a target has to keep");
  command
      ->add_option("--shrink-requests", run.shrink_requests,
                   "Requests to find the smallest case of a finding, 0 for none")
      ->capture_default_str()
      ->check(WholeNumber());
  command->add_option("--time", arguments->time, "Go on with random cases for so long, e.g. 10m");
  command->add_option("--only", run.selection.only, "Only clauses or cases under these prefixes");
  command->add_option("--skip", run.selection.skip, "No clauses or cases under these prefixes");
  command->add_flag("--strict", run.strict, "A warning fails the run");
  command->add_option("--jobs", run.jobs, "Cases under way at once")
      ->capture_default_str()
      ->check(CLI::Range(1, 256));
  command->add_option("--report", arguments->reports, "Write a report: " + ReportFormatList())
      ->type_name("FORMAT=PATH");
  command
      ->add_option("--read-deadline", arguments->read_deadline,
                   "How long an acknowledged value may take to become readable")
      ->capture_default_str();
  AddLimits(*command, *arguments);
  auto* fail_fast = command->add_flag("--fail-fast", run.fail_fast, "Stop at the first failure");
  command
      ->add_option(
          "--known", arguments->ledger,
          "Ledger of known deviations: what it lists fails no run (docs/known-deviations.md)")
      ->type_name("FILE")
      ->check(NotEmpty("name a ledger"))
      ->excludes(fail_fast);
  AddCaseFolder(*command, *arguments);
  command
      ->add_option("--wait", arguments->wait_text,
                   "Wait so long for a target that is starting, e.g. 30s")
      ->check(NotEmpty("write a duration, e.g. 30s"));
  command->add_flag("--list", arguments->list, "List the directed cases and stop");
  command->add_flag("--quiet", arguments->quiet, "Only causes and the last line");
  command->add_flag("--all", arguments->all, "Every finding, not only the clearest of each cause");
  command->add_flag("!--no-diagnosis", run.diagnosis, "Do not compare with seeded bugs");
  return {.app = command, .run = [arguments, &app] {
            arguments->run.program = app.get_name();
            return RunIt(*arguments);
          }};
}

}  // namespace swc::conformance
