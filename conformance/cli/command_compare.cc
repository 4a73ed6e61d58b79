// The command `compare`: reports side by side.
#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "conformance/cli/commands.h"
#include "conformance/output/output_files.h"
#include "conformance/output/report_files.h"
#include "conformance/program/command_line.h"
#include "conformance/program/standard_output.h"
#include "reports/compare/badge.h"
#include "reports/compare/baseline.h"
#include "reports/compare/comparison.h"
#include "reports/compare/comparison_console.h"
#include "reports/compare/comparison_html.h"
#include "reports/compare/comparison_json.h"
#include "reports/compare/comparison_markdown.h"
#include "reports/compare/named_report.h"
#include "reports/compare/trend.h"
#include "reports/console/console_style.h"
#include "reports/run_record.h"
#include "spec/outcome.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"

namespace swc::conformance {
namespace {

struct CompareArguments {
  std::vector<std::string> reports;
  std::string baseline;
  std::string fail_on;
  std::string html, markdown, json, badge;
  bool trend = false;
  bool all = false;
};

// A file to be written, and what goes into it.
struct ComparedOutput {
  OutputFile file;
  std::function<std::string(const reports::Comparison&)> render;
};

std::vector<ComparedOutput> OutputsOf(const CompareArguments& arguments) {
  std::vector<ComparedOutput> outputs = {
      {{"--html", arguments.html}, reports::HtmlComparison},
      {{"--markdown", arguments.markdown},
       [all = arguments.all](const reports::Comparison& compared) {
         return reports::MarkdownComparison(compared, all);
       }},
      {{"--json", arguments.json}, reports::JsonComparison},
      {{"--badge", arguments.badge}, [](const reports::Comparison& compared) {
         return reports::Badge(compared.columns.back());
       }}};
  std::erase_if(outputs, [](const ComparedOutput& output) { return output.file.path.empty(); });
  return outputs;
}

std::expected<std::vector<reports::NamedReport>, spec::Error> LoadAll(
    const std::vector<ReportFile>& files) {
  std::vector<reports::NamedReport> loaded;
  for (const ReportFile& file : files) {
    auto report = LoadReport(file);
    if (!report) {
      return std::unexpected(report.error());
    }
    loaded.push_back(*std::move(report));
  }
  return loaded;
}

reports::Comparison CompareAll(std::vector<reports::NamedReport> loaded,
                               const CompareArguments& arguments) {
  const bool baseline = !arguments.baseline.empty();
  const bool dated = !arguments.trend || reports::SortByDate(loaded);
  reports::Comparison compared = reports::Compare(loaded);
  if (arguments.trend) {
    compared.trend = reports::TrendOf(loaded);
    if (!dated) {
      compared.notes.emplace_back(
          "not every report says when its run began: the trend is in the order of the files");
    }
  }
  if (baseline) {
    const reports::NamedReport& before = loaded.front();
    compared.baseline = reports::BaselineChanges{.name = before.name, .reports = {}};
    for (std::size_t i = 1; i < loaded.size(); ++i) {
      compared.baseline->reports.push_back(reports::ChangesSince(before.record, loaded[i].record));
      compared.baseline->reports.back().name = loaded[i].name;
    }
  }
  return compared;
}

// A gate says no more than was shown: a run that did not reach its end shows no absence.
spec::Outcome Gate(const reports::Comparison& compared,
                   const std::vector<reports::NamedReport>& loaded) {
  spec::Happened happened{.found = reports::AnyNewFailure(*compared.baseline)};
  for (std::size_t i = 1; i < loaded.size(); ++i) {
    const reports::RunRecord& record = loaded[i].record;
    happened.could_not_test |= record.verdict == reports::RunVerdict::kCouldNotTest;
    happened.incomplete |= record.verdict == reports::RunVerdict::kIncomplete ||
                           record.interrupted || !record.limits_hit.empty();
  }
  return spec::Weigh(happened);
}

CommandResult CompareReports(const CompareArguments& arguments) {
  std::vector<std::string> words = arguments.reports;
  if (!arguments.baseline.empty()) {
    words.insert(words.begin(), arguments.baseline);
  }
  const std::vector<ReportFile> files = NameReports(words);
  std::vector<std::string> inputs;
  for (const ReportFile& file : files) {
    inputs.push_back(file.path);
  }
  const std::vector<ComparedOutput> outputs = OutputsOf(arguments);
  std::vector<OutputFile> paths;
  for (const ComparedOutput& output : outputs) {
    paths.push_back(output.file);
  }
  if (auto checked = CheckOutputs(paths, inputs); !checked) {
    return std::unexpected(checked.error());
  }
  auto loaded = LoadAll(files);
  if (!loaded) {
    return std::unexpected(loaded.error());
  }
  const reports::Comparison compared = CompareAll(*loaded, arguments);
  const StandardOutput out = OpenStandardOutput();
  reports::ConsoleStyle style{.color = out.color, .all = arguments.all};
  style.width = out.columns.value_or(style.width);
  out.write(reports::ConsoleComparison(compared, style));
  for (const ComparedOutput& output : outputs) {
    if (auto written = spec::WriteFile(output.file.path, output.render(compared)); !written) {
      return std::unexpected(written.error());
    }
  }
  return arguments.fail_on.empty() ? spec::Outcome::kConforms : Gate(compared, *loaded);
}

}  // namespace

Command AddCompareCommand(CLI::App& app) {
  auto arguments = std::make_shared<CompareArguments>();
  CLI::App* command = app.add_subcommand(
      "compare", "Reports side by side: clauses, choices, causes, scores (docs/compare.md)");
  command->footer(
      "Exit code 0 if every report could be read, whatever they say. With --fail-on new: 1 if a\n"
      "cause is new that fails its run, 3 or 4 if a run could not test or did not reach its end.");
  command
      ->add_option("reports", arguments->reports,
                   "Reports of `run --report json=FILE`; NAME= before one names its column")
      ->required()
      ->type_name("[NAME=]REPORT.json");
  auto* baseline = command
                       ->add_option("--baseline", arguments->baseline,
                                    "An earlier report: which causes are new, fixed, unchanged?")
                       ->type_name("[NAME=]REPORT.json")
                       ->check(NotEmpty("name a report.json"));
  command->add_option("--fail-on", arguments->fail_on, "Exit code 1 if there are new causes")
      ->check(CLI::IsMember({"new"}))
      ->needs(baseline);
  command->add_option("--html", arguments->html, "Write one page that needs nothing else")
      ->type_name("FILE");
  command->add_option("--markdown", arguments->markdown, "Write Markdown")->type_name("FILE");
  command->add_option("--json", arguments->json, "Write everything as data")->type_name("FILE");
  command->add_option("--badge", arguments->badge, "Write a badge of the last report, as SVG")
      ->type_name("FILE.svg");
  command
      ->add_flag("--trend", arguments->trend,
                 "Reports of one target by date: clauses that hold, exercised, causes")
      ->excludes(baseline);
  command->add_flag("--all", arguments->all, "Clauses and choices that do not differ too");
  return {.app = command, .run = [arguments] { return CompareReports(*arguments); }};
}

}  // namespace swc::conformance
