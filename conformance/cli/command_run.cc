// The command `run`.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "conformance/cli/commands.h"
#include "conformance/cli/ledger_file.h"
#include "conformance/cli/run_arguments.h"
#include "conformance/ledger/judge_ledger.h"
#include "conformance/output/case_folder.h"
#include "conformance/output/live_reports.h"
#include "conformance/output/report_options.h"
#include "conformance/preflight/waiting.h"
#include "conformance/program/standard_output.h"
#include "conformance/run/interrupts.h"
#include "conformance/run/run.h"
#include "conformance/tally/selection.h"
#include "conformance/target/opening.h"
#include "generators/case/case.h"
#include "generators/directed/directed_cases.h"
#include "reports/console/console.h"
#include "reports/listeners.h"
#include "reports/run_record.h"
#include "reports/text.h"
#include "spec/outcome.h"
#include "spec/text/error.h"
#include "spec/text/print.h"

namespace swc::conformance {
namespace {

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

// Writes what is left of a run. What cannot be written costs neither the rest nor the verdict.
spec::Outcome Leave(const RunArguments& arguments, const reports::RunRecord& record,
                    const OpenTarget& open, const CaseFolder& folder,
                    const std::vector<WantedReport>& wanted,
                    const std::optional<std::string>& lost_live) {
  if (auto written = folder.Write(record, open.target); !written) {
    spec::PrintError(
        fmt::format("warning: no case file: {}\n", reports::ForTerminal(written.error().message)));
  }
  if (arguments.prune) {
    spec::Print(
        fmt::format("{} case files of what is fixed were removed\n", folder.Prune(record.known)));
  }
  std::string lost = lost_live.value_or("");
  if (auto written = WriteReports(wanted, record); !written && lost.empty()) {
    lost = written.error().message;
  }
  if (!lost.empty()) {
    spec::PrintError(fmt::format("error: a report is lost: {}\n", reports::ForTerminal(lost)));
    return record.outcome == spec::Outcome::kConforms ? spec::Outcome::kWrongInput : record.outcome;
  }
  return record.outcome;
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
  return Leave(arguments, record, *open, *folder, *wanted, live.Lost());
}

}  // namespace

Command AddRunCommand(CLI::App& app) {
  auto arguments = std::make_shared<RunArguments>();
  CLI::App* command = app.add_subcommand(
      "run", "Test a target clause by clause (without one: the embedded reference server)");
  AddRunOptions(*command, *arguments);
  return {.app = command, .run = [arguments, &app] {
            arguments->run.program = app.get_name();
            return RunIt(*arguments);
          }};
}

}  // namespace swc::conformance
