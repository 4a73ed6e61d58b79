// The command `shrink`: makes case files as small as they can be on a target.
#include <cstdint>
#include <expected>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "conformance/cli/commands.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/case_session.h"
#include "conformance/program/command_line.h"
#include "conformance/smallest/excerpt.h"
#include "conformance/smallest/shrinker.h"
#include "conformance/target/opening.h"
#include "generators/case/case.h"
#include "generators/shrink/case_shrinks.h"
#include "reports/text.h"
#include "spec/outcome.h"
#include "spec/text/error.h"
#include "spec/text/print.h"
#include "spec/text/text_file.h"

namespace swc::conformance {
namespace {

struct ShrinkArguments {
  TargetOptions target;
  std::vector<std::string> files;
  std::string folder = "sitewise-conformance-cases";
  std::uint64_t requests = 10'000;
};

// What became of the cases so far.
struct Shrinkings {
  int written = 0;
  int silent = 0;
  int could_not_run = 0;
};

// Shrinks a case once for each finding that it shows.
std::expected<void, spec::Error> ShrinkFile(CaseSession& session, const ShrinkArguments& arguments,
                                            const generators::Case& test_case, Shrinkings& count) {
  const CaseOutcome outcome = session.Finish(RunCase(session.context(), test_case));
  if (const std::string why = outcome.WhyNot(); !why.empty()) {
    ++count.could_not_run;
    spec::Print(fmt::format("COULD NOT RUN  {}: {}\n", reports::ForTerminal(test_case.id),
                            reports::ForTerminal(why)));
    return {};
  }
  if (outcome.deviations.empty()) {
    ++count.silent;
    spec::Print(fmt::format("NO FINDING     {}\n", reports::ForTerminal(test_case.id)));
    return {};
  }
  std::set<std::string> signatures;
  for (const ShownDeviation& shown : outcome.deviations) {
    const std::string signature = shown.deviation.Signature();
    if (!signatures.insert(signature).second) {
      continue;
    }
    Shrunk shrunk = session.Finish(
        ShrinkCase(session.context(), test_case, signature, {.requests_max = arguments.requests}));
    if (!shrunk.reproduced) {
      ++count.silent;
      spec::Print(fmt::format("NO FINDING     {}: {} did not show again\n",
                              reports::ForTerminal(test_case.id), shown.deviation.clause->id));
      continue;
    }
    shrunk.smallest.id = FoundCaseId(signature);
    shrunk.smallest.title = "Found in " + test_case.id + ".";
    const std::string path = arguments.folder + "/" + CaseFileName(shrunk.smallest.id);
    if (auto written = spec::WriteFile(path, generators::ToJson(shrunk.smallest) + "\n");
        !written) {
      return written;
    }
    ++count.written;
    spec::Print(fmt::format("{:<13}  {}: {} of size {}, before {}: {}\n",
                            shrunk.minimal ? "MINIMAL" : "SMALLER", test_case.id,
                            shown.deviation.clause->id, generators::CostOf(shrunk.smallest),
                            generators::CostOf(test_case), path));
  }
  return {};
}

CommandResult RunShrink(const ShrinkArguments& arguments) {
  const auto cases = LoadCases(arguments.files);
  if (!cases) {
    return std::unexpected(cases.error());
  }
  auto session = CaseSession::Begin(arguments.target);
  if (!session) {
    return std::unexpected(session.error());
  }
  Shrinkings count;
  for (const generators::Case& test_case : *cases) {
    if (auto shrunk = ShrinkFile(**session, arguments, test_case, count); !shrunk) {
      return std::unexpected(shrunk.error());
    }
  }
  spec::Print(fmt::format("{} cases written, {} without a finding, {} could not run\n",
                          count.written, count.silent, count.could_not_run));
  return spec::Weigh({.found = count.written > 0, .could_not_test = count.could_not_run > 0});
}

}  // namespace

Command AddShrinkCommand(CLI::App& app) {
  auto arguments = std::make_shared<ShrinkArguments>();
  CLI::App* command = app.add_subcommand(
      "shrink", "Make case files as small as they can be while they show their finding");
  command->add_option("cases", arguments->files, "Case files (docs/case-format.md)")
      ->required()
      ->type_name("CASE.json");
  AddTargetOptions(*command, arguments->target);
  command->add_option("--case-dir", arguments->folder, "Folder for the smaller case files")
      ->capture_default_str();
  command->add_option("--shrink-requests", arguments->requests, "Requests for each finding")
      ->capture_default_str()
      ->check(WholeNumber());
  return {.app = command, .run = [arguments] { return RunShrink(*arguments); }};
}

}  // namespace swc::conformance
