// Which mutants a campaign has killed, and with which case.
//
// Law: a number stands for a mutant; if that one is dead already, for the next one that lives, so
// that no execution is spent on the dead, of other jobs neither. Beside it a case meets some of
// those that break a rule which it touches, as a right server shows, those first that were tried
// least. Each kill is written once, as a case file with a report. Without a findings folder no
// mutant dies and a case meets that of its number alone, so that an input means the same in every
// process.
//
// Example: static MutantScore score; StopIf(score.Try(test_case));
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "fuzz/oracles/finding_collector.h"
#include "generators/case/case.h"

namespace swc::fuzz {

class MutantScore {
 public:
  // Takes up the score of the findings folder. SWC_FUZZ_MUTANT names one mutant to try alone.
  explicit MutantScore(std::string folder = FindingsFolderInEnvironment());

  // Plays the case against mutants. Returns what the oracle objects to, or an empty string.
  [[nodiscard]] std::string Try(const generators::Case& test_case);

  [[nodiscard]] std::size_t killed() const { return killed_; }

 private:
  [[nodiscard]] std::filesystem::path RecordOf(std::size_t mutant) const;
  // Whether nobody has killed it, in another process neither.
  [[nodiscard]] bool Lives(std::size_t mutant);
  [[nodiscard]] std::size_t Living(std::size_t first);
  // Returns those of which the case touches a rule, the least tried first, but for `but`.
  [[nodiscard]] std::vector<std::size_t> Touched(const generators::Case& test_case,
                                                 std::size_t but) const;
  [[nodiscard]] std::vector<std::size_t> Chosen(const generators::Case& test_case);
  void Note(std::size_t mutant, const generators::Case& test_case, const std::string& clause,
            const std::string& signature);

  std::string folder_;
  std::vector<bool> dead_;  // Not tried any more.
  std::vector<bool> noted_;
  std::vector<std::uint64_t> tries_;
  std::size_t killed_ = 0;
};

}  // namespace swc::fuzz
