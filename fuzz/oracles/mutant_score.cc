#include "fuzz/oracles/mutant_score.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/judge/observations.h"
#include "conformance/play/case_runner.h"
#include "conformance/run/run.h"
#include "conformance/smallest/excerpt.h"
#include "fuzz/input/input.h"
#include "fuzz/oracles/finding_collector.h"
#include "fuzz/oracles/mutant_check.h"
#include "fuzz/oracles/play_in_process.h"
#include "generators/case/case.h"
#include "reference/mutants/mutants.h"
#include "reports/run_record.h"
#include "reports/text.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/outcome.h"
#include "spec/text/print.h"

namespace swc::fuzz {
namespace {

// A case meets so many mutants of the rules that it touches. Each costs a play, as a new case does.
constexpr std::size_t kTouchedMax = 8;

std::string IdOfKill(const reference::Mutant& mutant) {
  return fmt::format("mutant/{}", mutant.name);
}

// Returns the clauses of which a right server shows a side in the case.
std::set<std::string_view> ClausesOf(const generators::Case& test_case) {
  const PlayedCase played = PlayInProcess(test_case, {});
  std::set<std::string_view> clauses;
  for (const conformance::Exercise& exercise : played.outcome.observations.exercises) {
    clauses.insert(exercise.clause->id);
  }
  return clauses;
}

}  // namespace

MutantScore::MutantScore(std::string folder)
    : folder_(std::move(folder)),
      dead_(reference::AllMutants().size()),
      noted_(reference::AllMutants().size()),
      tries_(reference::AllMutants().size()) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread starts.
  const char* alone = std::getenv("SWC_FUZZ_MUTANT");
  const auto& mutants = reference::AllMutants();
  for (std::size_t i = 0; i < mutants.size(); ++i) {
    dead_[i] = !Lives(i) || (alone != nullptr && mutants[i].name != alone);
  }
}

std::filesystem::path MutantScore::RecordOf(std::size_t mutant) const {
  const std::string id = IdOfKill(reference::AllMutants()[mutant]);
  return std::filesystem::path(folder_) / "records" / conformance::CaseFileName(id);
}

bool MutantScore::Lives(std::size_t mutant) {
  std::error_code ignored;
  if (!dead_[mutant] && !folder_.empty() && std::filesystem::exists(RecordOf(mutant), ignored)) {
    dead_[mutant] = true;
    noted_[mutant] = true;
    ++killed_;
  }
  return !dead_[mutant];
}

std::size_t MutantScore::Living(std::size_t first) {
  for (std::size_t i = 0; i < dead_.size(); ++i) {
    const std::size_t mutant = (first + i) % dead_.size();
    if (Lives(mutant)) {
      return mutant;
    }
  }
  return first % dead_.size();
}

std::vector<std::size_t> MutantScore::Touched(const generators::Case& test_case,
                                              std::size_t but) const {
  const std::set<std::string_view> clauses = ClausesOf(test_case);
  const auto& mutants = reference::AllMutants();
  std::vector<std::size_t> touched;
  for (std::size_t i = 0; i < mutants.size(); ++i) {
    const bool touches = std::ranges::any_of(
        mutants[i].clauses, [&](const spec::ClauseId& id) { return clauses.contains(id.text()); });
    if (touches && !dead_[i] && i != but) {
      touched.push_back(i);
    }
  }
  std::ranges::sort(touched, {},
                    [&](std::size_t mutant) { return std::pair(tries_[mutant], mutant); });
  return touched;
}

std::vector<std::size_t> MutantScore::Chosen(const generators::Case& test_case) {
  std::vector<std::size_t> chosen = {Living(static_cast<std::size_t>(NumberOf(test_case)))};
  if (folder_.empty()) {
    return chosen;
  }
  for (const std::size_t mutant : Touched(test_case, chosen.front())) {
    if (chosen.size() > kTouchedMax) {
      break;
    }
    if (Lives(mutant)) {
      chosen.push_back(mutant);
    }
  }
  return chosen;
}

std::string MutantScore::Try(const generators::Case& test_case) {
  for (const std::size_t chosen : Chosen(test_case)) {
    ++tries_[chosen];
    MutantResult result =
        CheckMutant(test_case, reference::AllMutants()[chosen], NumberOf(test_case));
    if (result.killed && !noted_[chosen]) {
      Note(chosen, test_case, result.clause, result.signature);
    }
    if (!result.objection.empty()) {
      return std::move(result.objection);
    }
  }
  return {};
}

void MutantScore::Note(std::size_t mutant, const generators::Case& test_case,
                       const std::string& clause, const std::string& signature) {
  noted_[mutant] = true;
  dead_[mutant] = !folder_.empty();
  ++killed_;
  const reference::Mutant& killed = reference::AllMutants()[mutant];
  spec::PrintError(fmt::format("sitewise-conformance: killed {} under {}, {} of {} mutants\n",
                               killed.name, clause, killed_, dead_.size()));
  if (folder_.empty()) {
    return;
  }
  generators::Case kept = test_case;
  kept.id = IdOfKill(killed);
  kept.title = killed.description;
  reports::RunRecord record{.tool_version = std::string(conformance::kToolVersion),
                            .target = fmt::format("in-process, mutant {}", killed.name)};
  reports::Conclude(record, spec::Outcome::kFound);
  reports::Finding& finding = record.findings.emplace_back();
  finding.clause = clause;
  finding.signature = fmt::format("mutant {}|{}", killed.name, signature);
  finding.phase = "mutant";
  finding.case_id = kept.id;
  finding.case_file = kept.id;
  finding.case_json = generators::ToJson(kept);
  finding.expected = std::string(spec::Catalogue::Get().Find(clause)->statement);
  finding.observed = fmt::format("mutant {}: {}", killed.name, killed.description);
  finding.reproduce = fmt::format(
      "sitewise-conformance replay {}/{} --target t.json, with this in another shell: "
      "sitewise-conformance mock --port 0 --mutant {} --target-out t.json",
      folder_, conformance::CaseFileName(kept.id), killed.name);
  if (auto written = WriteFinding(folder_, record); !written) {
    spec::PrintError(reports::ErrorLine(written.error().message));
  }
}

}  // namespace swc::fuzz
