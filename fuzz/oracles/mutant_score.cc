#include "fuzz/oracles/mutant_score.h"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "conformance/run/run.h"
#include "conformance/smallest/excerpt.h"
#include "fuzz/input/input.h"
#include "fuzz/oracles/finding_collector.h"
#include "fuzz/oracles/mutant_check.h"
#include "generators/case/case.h"
#include "reference/mutants/mutants.h"
#include "reports/run_record.h"
#include "reports/text.h"
#include "spec/outcome.h"
#include "spec/text/print.h"

namespace swc::fuzz {
namespace {

std::string IdOfKill(const reference::Mutant& mutant) {
  return fmt::format("mutant/{}", mutant.name);
}

}  // namespace

MutantScore::MutantScore()
    : folder_(FindingsFolderInEnvironment()),
      dead_(reference::AllMutants().size()),
      noted_(reference::AllMutants().size()) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread starts.
  const char* alone = std::getenv("SWC_FUZZ_MUTANT");
  const auto& mutants = reference::AllMutants();
  for (std::size_t i = 0; i < mutants.size(); ++i) {
    const std::string file = conformance::CaseFileName(IdOfKill(mutants[i]));
    const bool known = !folder_.empty() && std::filesystem::exists(folder_ + "/records/" + file);
    dead_[i] = known || (alone != nullptr && mutants[i].name != alone);
    noted_[i] = known;
    killed_ += known ? 1 : 0;
  }
}

std::size_t MutantScore::Living(std::size_t first) const {
  for (std::size_t i = 0; i < dead_.size(); ++i) {
    const std::size_t mutant = (first + i) % dead_.size();
    if (!dead_[mutant]) {
      return mutant;
    }
  }
  return first % dead_.size();
}

std::string MutantScore::Try(const generators::Case& test_case) {
  const std::uint64_t number = NumberOf(test_case);
  const std::size_t chosen = Living(static_cast<std::size_t>(number));
  MutantResult result = CheckMutant(test_case, reference::AllMutants()[chosen], number);
  if (result.killed && !noted_[chosen]) {
    Note(chosen, test_case, result.clause, result.signature);
  }
  return std::move(result.objection);
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
