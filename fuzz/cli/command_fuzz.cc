// The command `fuzz`: makes the plan, runs the campaign, writes reports.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "conformance/cli/commands.h"
#include "conformance/output/report_options.h"
#include "conformance/preflight/waiting.h"
#include "conformance/program/command_line.h"
#include "conformance/program/standard_output.h"
#include "conformance/run/interrupts.h"
#include "conformance/target/opening.h"
#include "fuzz/campaign/campaign.h"
#include "fuzz/campaign/campaign_console.h"
#include "fuzz/campaign/campaign_record.h"
#include "fuzz/campaign/left_behind.h"
#include "fuzz/campaign/told_causes.h"
#include "fuzz/cli/commands.h"
#include "fuzz/cli/fuzz_arguments.h"
#include "fuzz/corpora/corpus_folder.h"
#include "fuzz/corpora/corpus_pruning.h"
#include "fuzz/corpora/seed_progress.h"
#include "fuzz/input/status_file.h"
#include "fuzz/plan/campaign_folder.h"
#include "fuzz/plan/campaign_plan.h"
#include "reports/run_record.h"
#include "reports/text.h"
#include "spec/outcome.h"
#include "spec/text/error.h"
#include "spec/text/print.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

CampaignConsoleOptions ConsoleOptionsFor(const FuzzArguments& arguments,
                                         const CampaignHooks& hooks) {
  const conformance::StandardOutput out = conformance::OpenStandardOutput();
  CampaignConsoleOptions options{.write = out.write,
                                 .now = hooks.now,
                                 .terminal = out.terminal,
                                 .color = out.color,
                                 .quiet = arguments.quiet};
  options.width = out.columns.value_or(options.width);
  return options;
}

void TellWhatIsThere(const CampaignPlan& plan, const OpenedCorpus& corpus,
                     const CampaignFolder& folder, CampaignConsole& console) {
  console.Began(plan, corpus.inputs);
  if (corpus.torn > 0) {
    console.Said(fmt::format("{} {} removed from the corpus: torn by a kill", corpus.torn,
                             corpus.torn == 1 ? "input" : "inputs"));
  }
  if (folder.goes_on()) {
    console.Said("the campaign before was killed: its findings count as those of this one");
  }
}

// Chooses the seeds of a campaign that may not get through all of them. Returns what is known of
// them, or nothing: all are played, or their names cannot be listed.
std::expected<std::optional<SeedProgress>, spec::Error> ChooseSeeds(CampaignPlan& plan,
                                                                    CampaignConsole& console) {
  if (!plan.harness.needs_target) {
    return std::nullopt;
  }
  SeedProgress progress =
      SeedProgress::Open(plan.findings / "seeds-played.txt", plan.target_name, plan.seeds);
  plan.seed_files = progress.Order(plan.seed);
  const auto is_listable = [](const std::filesystem::path& file) {
    return file.string().find(',') == std::string::npos;
  };
  if (!std::ranges::all_of(plan.seed_files, is_listable)) {
    plan.seed_files.clear();
  }
  if (!progress.problem().empty()) {
    console.Said(reports::ForTerminal(progress.problem()));
  }
  if (plan.seed_files.empty()) {
    return std::nullopt;
  }
  if (progress.played() > 0) {
    console.Said(fmt::format("seeds that earlier campaigns played: {} of {}; now come the others",
                             progress.played(), progress.total()));
  }
  if (auto written = spec::WriteFile(SeedListFile(plan), SeedListText(plan)); !written) {
    return std::unexpected(written.error());
  }
  return progress;
}

// Notes which seeds were played. Not where the target went silent: who knows since when.
void NoteSeeds(const CampaignPlan& plan, const CampaignResult& result, SeedProgress& progress,
               CampaignConsole& console) {
  const std::uint64_t listed = plan.seed_files.size();
  const std::uint64_t of_corpus = result.seeds.total - std::min(result.seeds.total, listed);
  if (result.could_not_test.empty() && result.seeds.executed > of_corpus) {
    if (auto noted = progress.Note(plan.seed_files, result.seeds.executed - of_corpus); !noted) {
      console.Said(reports::ForTerminal(noted.error().message));
    }
  }
}

// Adds what the campaign left on its target to what earlier ones did.
void CountWhatIsLeft(const CampaignPlan& plan, const Counts& counts, CampaignConsole& console,
                     reports::RunRecord& record) {
  if (!plan.harness.needs_target) {
    return;
  }
  LeftBehind left =
      LeftBehind::Read(plan.findings / "left-behind.json", plan.target_name, SeriesFolder(plan));
  if (!left.problem().empty()) {
    console.Said(reports::ForTerminal(left.problem()));
  }
  left.Add(counts);
  if (auto written = left.Write(); !written) {
    console.Said(reports::ForTerminal(written.error().message));
  }
  record.left_behind = left.OfTarget();
}

// Waits for a target that is starting. Whether it has started the harness finds out.
std::expected<void, spec::Error> WaitForStart(const FuzzArguments& arguments,
                                              const CampaignPlan& plan) {
  if (!plan.harness.needs_target || plan.wait.count() == 0) {
    return {};
  }
  const auto open = conformance::Open(arguments.target);
  if (!open) {
    return std::unexpected(open.error());
  }
  conformance::WaitForTarget(*open->transport, plan.wait, conformance::Interrupted);
  return {};
}

// Runs the campaign and shows its verdict: a report that cannot be written must not take that with
// it. Error: the campaign cannot begin.
std::expected<reports::RunRecord, spec::Error> RunIn(const CampaignFolder& folder,
                                                     const FuzzArguments& arguments,
                                                     CampaignPlan& plan, const CampaignHooks& hooks,
                                                     CampaignConsole& console) {
  const auto corpus = OpenCorpus(plan.corpus);
  if (!corpus) {
    return std::unexpected(corpus.error());
  }
  if (auto written = WriteTargetFile(arguments, plan); !written) {
    return std::unexpected(written.error());
  }
  TellWhatIsThere(plan, *corpus, folder, console);
  if (auto waited = WaitForStart(arguments, plan); !waited) {
    return std::unexpected(waited.error());
  }
  auto seeds = ChooseSeeds(plan, console);
  if (!seeds) {
    return std::unexpected(seeds.error());
  }
  const std::string date = conformance::WallClockText();
  const Counts killed = folder.goes_on() ? CountedByKilled(plan.findings) : Counts{};
  const auto result = RunCampaign(plan, folder, hooks, console);
  if (!result) {
    return std::unexpected(result.error());
  }
  if (*seeds) {
    NoteSeeds(plan, *result, **seeds, console);
  }
  reports::RunRecord record = RecordOf(plan, *result);
  record.date = date;
  RememberCauses(folder, result->known, record);
  CountWhatIsLeft(plan, Sum(killed, result->left), console, record);
  console.Ended(plan, *result, record);
  return record;
}

conformance::CommandResult Fuzz(const FuzzArguments& arguments) {
  if (arguments.list) {
    spec::Print(HarnessList(PlacesOf(arguments)));
    return spec::Outcome::kConforms;
  }
  const auto wanted = conformance::ParseReportOptions(arguments.reports);
  if (!wanted) {
    return std::unexpected(wanted.error());
  }
  auto plan = PlanOf(arguments);
  if (!plan) {
    return std::unexpected(plan.error());
  }
  // From here on Ctrl-C ends in order, so that no folder looks like that of a killed campaign.
  conformance::CatchInterrupts();
  auto folder = CampaignFolder::Open(plan->findings);
  if (!folder) {
    return std::unexpected(folder.error());
  }
  const CampaignHooks hooks = {.now =
                                   [] {
                                     return std::chrono::duration_cast<std::chrono::milliseconds>(
                                         std::chrono::steady_clock::now().time_since_epoch());
                                   },
                               .stop_requested = conformance::Interrupted};
  CampaignConsole console(ConsoleOptionsFor(arguments, hooks));
  const auto record = RunIn(*folder, arguments, *plan, hooks, console);
  if (!record) {
    // Only what a killed campaign found before is still to be reported.
    if (!folder->goes_on()) {
      folder->Finish();
    }
    return std::unexpected(record.error());
  }
  if (auto written = conformance::WriteReports(*wanted, *record); !written) {
    spec::PrintError(fmt::format("error: a report is lost: {}\n",
                                 reports::ForTerminal(written.error().message)));
    return record->outcome == spec::Outcome::kConforms ? spec::Outcome::kWrongInput
                                                       : record->outcome;
  }
  folder->Finish();
  return record->outcome;
}

void AddFolderOptions(CLI::App& command, FuzzArguments& arguments) {
  command
      .add_option("--corpus", arguments.corpus,
                  "Folder of inputs, read and written [sitewise-conformance-fuzz/HARNESS/corpus]")
      ->type_name("DIR");
  command
      .add_option("--findings", arguments.findings,
                  "Folder for findings [sitewise-conformance-fuzz/HARNESS/findings]")
      ->type_name("DIR");
  command
      .add_option("--fuzzers", arguments.fuzzers,
                  "Folder of the harness programs [$SWC_FUZZERS, else beside this program, else "
                  "../fuzz beside that]")
      ->type_name("DIR");
  command.add_option("--plugin", arguments.plugin, "The program of --harness plugin")
      ->type_name("FILE");
  command.add_option("--seeds", arguments.seeds, "Folders of inputs to begin with, only read")
      ->type_name("DIR");
  command.add_option("--dict", arguments.dictionary, "Dictionary [contract.dict beside harness]")
      ->type_name("FILE");
}

}  // namespace

conformance::Command AddFuzzCommand(CLI::App& app) {
  auto arguments = std::make_shared<FuzzArguments>();
  CLI::App* command = app.add_subcommand(
      "fuzz", "Run a fuzzing campaign (docs/fuzzing.md); --list shows harnesses");
  command->add_option("--harness", arguments->harness, "What is fuzzed: --list shows all")
      ->capture_default_str();
  command->add_option("--time", arguments->time, "How long, e.g. 10m or 6h")->capture_default_str();
  command
      ->add_option("--wait", arguments->wait,
                   "Wait so long for a target that is starting, e.g. 30s")
      ->check(conformance::NotEmpty("write a duration, e.g. 30s"));
  command
      ->add_option("--values", arguments->values_max,
                   "Values to send to the target at most: it may keep them all")
      ->capture_default_str()
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000'000}));
  command->add_option("--jobs", arguments->jobs, "Harnesses that run at once")
      ->capture_default_str()
      ->check(CLI::Range(1, 256));
  conformance::AddTargetOptions(*command, arguments->target);
  AddFolderOptions(*command, *arguments);
  command->add_option("--seed", arguments->seed, "Seed of the harnesses [random, printed]")
      ->check(conformance::WholeNumber());
  command
      ->add_option("--report", arguments->reports,
                   "Write a report: " + conformance::ReportFormatList())
      ->type_name("FORMAT=PATH");
  command
      ->add_option("--fail-on", arguments->fail_on,
                   "new: a cause that an earlier campaign found too fails nothing")
      ->check(CLI::IsMember({"new"}));
  command->add_flag("--strict", arguments->strict, "A warning fails the campaign");
  command->add_flag("--no-prune", arguments->no_prune, "Leave the corpus as it is at the end");
  command->add_flag("--quiet", arguments->quiet, "Only findings and the last line");
  command->add_flag("--list", arguments->list,
                    "List the harnesses, where they are built, and stop");
  command
      ->add_option("engine-flags", arguments->engine_flags,
                   "Behind --: flags for libFuzzer, e.g. -- -use_value_profile=1")
      ->type_name("-FLAG=VALUE");
  return {.app = command, .run = [arguments] {
            std::erase(arguments->engine_flags, "--");
            return Fuzz(*arguments);
          }};
}

}  // namespace swc::fuzz
