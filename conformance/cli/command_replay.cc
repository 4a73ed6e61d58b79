// The command `replay`: runs case files against a target.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "conformance/cli/command_line.h"
#include "conformance/cli/commands.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/case_session.h"
#include "conformance/target/opening.h"
#include "conformance/verdict/excerpt.h"
#include "generators/case/case.h"
#include "reports/text.h"
#include "spec/clause.h"
#include "spec/outcome.h"

namespace swc::conformance {
namespace {

struct ReplayArguments {
  TargetOptions target;
  std::vector<std::string> files;
  bool strict = false;
};

// What became of one case.
enum class Replayed : std::uint8_t {
  kFixed,          // It was seen to fail, and passes.
  kPasses,         // Nothing is known of an earlier failure.
  kNotReproduced,  // It was seen to fail once, and never by itself.
  kWarns,
  kFails,
  kCouldNotRun,
};
constexpr std::array<std::string_view, 6> kWords = {"FIXED", "PASSES", "NOT REPRODUCED",
                                                    "WARNS", "FAILS",  "COULD NOT RUN"};
constexpr std::array<std::string_view, 6> kCounted = {"fixed", "pass", "not reproduced",
                                                      "warn",  "fail", "could not run"};
using Counts = std::array<int, kWords.size()>;

Replayed WhatBecameOf(const generators::Case& test_case, const CaseOutcome& outcome, bool strict) {
  if (!outcome.WhyNot().empty()) {
    return Replayed::kCouldNotRun;
  }
  const bool fails = std::ranges::any_of(outcome.deviations, [&](const ShownDeviation& shown) {
    return strict || shown.deviation.clause->level != spec::Level::kShould;
  });
  if (fails || !outcome.deviations.empty()) {
    return fails ? Replayed::kFails : Replayed::kWarns;
  }
  if (!test_case.seen) {
    return Replayed::kPasses;
  }
  return test_case.seen->reproduced.value_or(true) ? Replayed::kFixed : Replayed::kNotReproduced;
}

void Print(const generators::Case& test_case, const CaseOutcome& outcome, Replayed replayed,
           const std::string& endpoint) {
  const std::string why = outcome.WhyNot();
  fmt::print("{:<14}  {}{}{}\n", kWords.at(static_cast<std::size_t>(replayed)), test_case.id,
             why.empty() ? "" : ": ", reports::ForTerminal(why));
  for (const ShownDeviation& shown : outcome.deviations) {
    const bool warn = shown.deviation.clause->level == spec::Level::kShould;
    fmt::print("  {} {}: {}\n    expected: {}\n    observed: {}\n    {}\n", warn ? "WARN" : "FAIL",
               shown.deviation.clause->id, shown.deviation.clause->statement,
               reports::ForTerminal(shown.deviation.expected),
               reports::ForTerminal(shown.deviation.observed),
               CurlLine(shown.exchange->request, endpoint));
  }
}

// Returns "2 fixed, 1 fail": what there was, and always how many fail.
std::string Summary(const Counts& counts) {
  std::string text;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const bool always = i == static_cast<std::size_t>(Replayed::kFixed) ||
                        i == static_cast<std::size_t>(Replayed::kFails);
    if (counts.at(i) > 0 || always) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", counts.at(i), kCounted.at(i));
    }
  }
  return text;
}

CommandResult Replay(const ReplayArguments& arguments) {
  const auto cases = LoadCases(arguments.files);
  if (!cases) {
    return std::unexpected(cases.error());
  }
  auto session = CaseSession::Begin(arguments.target);
  if (!session) {
    return std::unexpected(session.error());
  }
  Counts counts{};
  for (const generators::Case& test_case : *cases) {
    const CaseOutcome outcome = (*session)->Finish(RunCase((*session)->context(), test_case));
    const Replayed replayed = WhatBecameOf(test_case, outcome, arguments.strict);
    ++counts.at(static_cast<std::size_t>(replayed));
    Print(test_case, outcome, replayed, (*session)->endpoint());
  }
  fmt::print("{}\n", Summary(counts));
  const auto count = [&](Replayed what) { return counts.at(static_cast<std::size_t>(what)); };
  // A failure that nobody can show again says nothing.
  const auto all = static_cast<int>(cases->size());
  return spec::Weigh({.found = count(Replayed::kFails) > 0,
                      .could_not_test = count(Replayed::kCouldNotRun) > 0,
                      .incomplete = count(Replayed::kNotReproduced) == all});
}

}  // namespace

Command AddReplayCommand(CLI::App& app) {
  auto arguments = std::make_shared<ReplayArguments>();
  CLI::App* command =
      app.add_subcommand("replay", "Run case files: FIXED, FAILS or what else became of each");
  command->add_option("cases", arguments->files, "Case files (docs/case-format.md)")
      ->required()
      ->type_name("CASE.json");
  AddTargetOptions(*command, arguments->target);
  command->add_flag("--strict", arguments->strict, "A warning counts as a failure");
  return {.app = command, .run = [arguments] { return Replay(*arguments); }};
}

}  // namespace swc::conformance
