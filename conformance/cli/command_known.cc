// The command `known`: the ledger of known deviations, made from a report and held against one.
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "conformance/cli/commands.h"
#include "conformance/cli/ledger_file.h"
#include "conformance/ledger/judge_ledger.h"
#include "conformance/ledger/ledger.h"
#include "conformance/ledger/update_ledger.h"
#include "conformance/output/report_files.h"
#include "conformance/program/command_line.h"
#include "conformance/program/standard_output.h"
#include "conformance/run/phases.h"
#include "conformance/run/run.h"
#include "conformance/tally/tally.h"
#include "conformance/verdict/conclusion.h"
#include "reports/console/console_summary.h"
#include "reports/run_record.h"
#include "reports/text.h"
#include "spec/outcome.h"
#include "spec/text/error.h"
#include "spec/text/print.h"
#include "spec/text/text_file.h"

namespace swc::conformance {
namespace {

struct KnownArguments {
  std::string report;
  std::string ledger;
};

std::expected<reports::RunRecord, spec::Error> RecordOf(const KnownArguments& arguments) {
  auto report = LoadReport({.name = arguments.report, .path = arguments.report});
  if (!report) {
    return std::unexpected(report.error());
  }
  return std::move(report->record);
}

// The phases that a run has unless some are picked, without that of earlier findings.
std::vector<std::string_view> PhasesOfWholeRun() {
  std::vector<std::string_view> names;
  for (const PhaseRow& row : AllPhases()) {
    if (!row.on_demand && row.name != kKnownPhase) {
      names.push_back(row.name);
    }
  }
  return names;
}

CommandResult Update(const KnownArguments& arguments) {
  if (auto writable = spec::CheckWritable(arguments.ledger); !writable) {
    return UsageError("--ledger: " + writable.error().message);
  }
  std::error_code ignored;
  Ledger ledger;
  if (std::filesystem::exists(arguments.ledger, ignored)) {
    auto loaded = LoadLedger(arguments.ledger);
    if (!loaded) {
      return std::unexpected(loaded.error());
    }
    ledger = *std::move(loaded);
  }
  const auto record = RecordOf(arguments);
  if (!record) {
    return std::unexpected(record.error());
  }
  const auto updated = UpdateLedger(ledger, *record, PhasesOfWholeRun());
  if (!updated) {
    return std::unexpected(updated.error().WithContext(arguments.report));
  }
  if (auto written = spec::WriteFile(arguments.ledger, ToJson(updated->ledger)); !written) {
    return std::unexpected(written.error());
  }
  for (const std::string& change : updated->changes) {
    spec::Print(fmt::format("{}\n", reports::ForTerminal(change)));
  }
  for (const std::string& missing : updated->missing) {
    spec::Print(fmt::format("needs a reason: {}\n", reports::ForTerminal(missing)));
  }
  spec::Print(fmt::format("{} {} in {}\n", updated->ledger.entries.size(),
                          updated->ledger.entries.size() == 1 ? "entry" : "entries",
                          arguments.ledger));
  return spec::Weigh({.found = !updated->missing.empty()});
}

CommandResult Check(const KnownArguments& arguments) {
  const auto ledger = LoadLedger(arguments.ledger);
  if (!ledger) {
    return std::unexpected(ledger.error());
  }
  auto record = RecordOf(arguments);
  if (!record) {
    return std::unexpected(record.error());
  }
  record->stale_ledger.clear();  // Of the ledger that its run had.
  for (reports::Cause& cause : record->causes) {
    cause.known_deviation.clear();
  }
  ApplyLedger(*ledger, Today(), *record);
  ConcludeAgain(kMinCoverage, *record);
  const StandardOutput out = OpenStandardOutput();
  out.write(reports::ConsoleSummary(*record, {.color = out.color, .quiet = true}));
  return record->outcome;
}

}  // namespace

Command AddKnownCommand(CLI::App& app) {
  auto arguments = std::make_shared<KnownArguments>();
  auto chosen = std::make_shared<std::function<CommandResult()>>();
  CLI::App* command =
      app.add_subcommand("known", "The ledger of known deviations (docs/known-deviations.md)");
  command->require_subcommand(1);
  const auto add = [&](const char* name, const char* help,
                       CommandResult (*run)(const KnownArguments&)) {
    CLI::App* sub = command->add_subcommand(name, help);
    sub->add_option("report", arguments->report, "Report of `run --report json=FILE`")
        ->required()
        ->type_name("REPORT.json");
    sub->add_option("--ledger", arguments->ledger, "The ledger")
        ->required()
        ->type_name("FILE")
        ->check(NotEmpty("name a file"));
    sub->callback([arguments, chosen, run] { *chosen = [=] { return run(*arguments); }; });
  };
  add("update", "Write the causes of a whole run into the ledger, and keep what people wrote",
      Update);
  add("check", "Hold a report against the ledger: 0 if all that fails is listed", Check);
  return {.app = command, .run = [chosen] { return (*chosen)(); }};
}

}  // namespace swc::conformance
