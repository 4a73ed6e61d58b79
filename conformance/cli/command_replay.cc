// The command `replay`: runs case files against a target.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <expected>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/cli/commands.h"
#include "conformance/diagnosis/diagnosis.h"
#include "conformance/diagnosis/evidence.h"
#include "conformance/diagnosis/rehearsal.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/case_session.h"
#include "conformance/program/command_line.h"
#include "conformance/smallest/excerpt.h"
#include "conformance/smallest/shell_script.h"
#include "conformance/tally/case_causes.h"
#include "conformance/target/opening.h"
#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "reference/reading/directory.h"
#include "reports/console/console_causes.h"
#include "reports/run_record.h"
#include "reports/text.h"
#include "spec/clause.h"
#include "spec/outcome.h"
#include "spec/text/print.h"

namespace swc::conformance {
namespace {

struct ReplayArguments {
  TargetOptions target;
  std::vector<std::string> files;
  bool strict = false;
  bool diagnosis = true;
  bool all = false;
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

bool IsWarning(const ShownDeviation& shown) {
  return shown.deviation.clause->level == spec::Level::kShould;
}

void PrintWord(const generators::Case& test_case, const CaseOutcome& outcome, Replayed replayed) {
  std::set<std::string> clauses;
  for (const ShownDeviation& shown : outcome.deviations) {
    clauses.insert(shown.deviation.clause->id);
  }
  const std::string why =
      clauses.empty() ? outcome.WhyNot() : fmt::format("{}", fmt::join(clauses, ", "));
  spec::Print(fmt::format("{:<14}  {}{}{}\n", kWords.at(static_cast<std::size_t>(replayed)),
                          reports::ForTerminal(test_case.id), why.empty() ? "" : ": ",
                          reports::ForTerminal(why)));
}

void PrintDeviations(const CaseOutcome& outcome, const Target& target) {
  for (const ShownDeviation& shown : outcome.deviations) {
    spec::Print(fmt::format("  {} {}: {}\n    expected: {}\n    observed: {}\n    {}\n",
                            IsWarning(shown) ? "WARN" : "FAIL", shown.deviation.clause->id,
                            shown.deviation.clause->statement,
                            reports::ForTerminal(shown.deviation.expected),
                            reports::ForTerminal(ObservedIn(shown.deviation)),
                            reports::ForTerminal(CurlLine(shown.exchange->request, target.endpoint,
                                                          CurlOptionsOfLine(target)))));
  }
}

// What the cases showed, to be grouped by cause.
class Replays {
 public:
  explicit Replays(const ReplayArguments& arguments) : arguments_(arguments) {}

  void Add(const generators::Case& test_case, const CaseOutcome& outcome) {
    generators::Case& played = cases_.emplace_back(test_case);
    if (evidence_.ran().contains(played.id)) {
      played.id += fmt::format(" #{}", cases_.size());  // Files of any origin may have one id.
    }
    NoteOutcome(played.id, outcome, evidence_);
    deviating_ += outcome.deviations.empty() ? 0 : 1;
    for (const ShownDeviation& shown : outcome.deviations) {
      const bool warns = IsWarning(shown) && !arguments_.strict;
      findings_.push_back({.clause = shown.deviation.clause->id,
                           .signature = shown.deviation.Signature(),
                           .case_id = played.id,
                           .observed = ObservedIn(shown.deviation),
                           .verdict = warns ? reports::Verdict::kWarn : reports::Verdict::kFail});
    }
  }

  // Returns the causes; none where there is nothing to group.
  [[nodiscard]] std::vector<reports::Cause> Causes(const reference::Directory& directory) const {
    if (deviating_ < 2) {
      return {};
    }
    DiagnosisInput input{
        .target = evidence_, .directory = directory, .suspects = arguments_.diagnosis};
    for (const generators::Case& each : cases_) {
      input.cases.push_back(&each);
    }
    return CausesOf(input, findings_);
  }

 private:
  const ReplayArguments& arguments_;
  std::deque<generators::Case> cases_;
  Evidence evidence_;
  std::vector<reports::Finding> findings_;
  std::size_t deviating_ = 0;  // Cases.
};

// Returns "2 fixed, 1 fail": what there was, and always how many fail.
std::string Summary(const Counts& counts, std::size_t causes) {
  std::string text;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const bool always = i == static_cast<std::size_t>(Replayed::kFixed) ||
                        i == static_cast<std::size_t>(Replayed::kFails);
    if (counts.at(i) > 0 || always) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", counts.at(i), kCounted.at(i));
    }
  }
  return text +
         (causes == 0 ? "" : fmt::format("; {} {}", causes, causes == 1 ? "cause" : "causes"));
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
  Replays replays(arguments);
  for (const generators::Case& test_case : *cases) {
    const CaseOutcome outcome = (*session)->Finish(RunCase((*session)->context(), test_case));
    const Replayed replayed = WhatBecameOf(test_case, outcome, arguments.strict);
    ++counts.at(static_cast<std::size_t>(replayed));
    replays.Add(test_case, outcome);
    PrintWord(test_case, outcome, replayed);
    if (arguments.all || cases->size() == 1) {
      PrintDeviations(outcome, (*session)->context().target);
    }
  }
  const std::vector<reports::Cause> causes = replays.Causes((*session)->context().target.directory);
  spec::Print(fmt::format("{}{}\n", causes.empty() ? "" : "\n" + reports::CauseList(causes, {}),
                          Summary(counts, causes.size())));
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
  command->add_flag("--all", arguments->all,
                    "What was expected and observed, of more than one case too");
  command->add_flag("!--no-diagnosis", arguments->diagnosis, "Do not compare with seeded bugs");
  return {.app = command, .run = [arguments] { return Replay(*arguments); }};
}

}  // namespace swc::conformance
