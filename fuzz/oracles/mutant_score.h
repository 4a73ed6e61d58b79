// Which mutants a campaign has killed, and with which case.
//
// Law: a number stands for a mutant; if that one is dead already, for the next one that lives, so
// that no execution is spent on the dead. Each kill is written once, as a case file with a report.
// Without a findings folder no mutant dies, so that an input means the same in every process.
//
// Example: static MutantScore score; StopIf(score.Try(test_case));
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "generators/case/case.h"

namespace swc::fuzz {

class MutantScore {
 public:
  // Takes up the score of the findings folder. SWC_FUZZ_MUTANT names one mutant to try alone.
  MutantScore();

  // Plays the case against a mutant. Returns what the oracle objects to, or an empty string.
  [[nodiscard]] std::string Try(const generators::Case& test_case);

  [[nodiscard]] std::size_t killed() const { return killed_; }

 private:
  [[nodiscard]] std::size_t Living(std::size_t first) const;
  void Note(std::size_t mutant, const generators::Case& test_case, const std::string& clause,
            const std::string& signature);

  std::string folder_;
  std::vector<bool> dead_;  // Not tried any more.
  std::vector<bool> noted_;
  std::size_t killed_ = 0;
};

}  // namespace swc::fuzz
