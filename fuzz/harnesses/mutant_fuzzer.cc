// A random mutant and a case: what the mutant visibly breaks, the judge flags (mutant_check.h). A
// mutant that is killed is a finding of the campaign, and its number passes to the next one.
#include <cstddef>
#include <cstdint>

#include <fmt/format.h>

#include "fuzz/input/harness.h"
#include "fuzz/input/input.h"
#include "fuzz/input/stop.h"
#include "fuzz/oracles/mutant_score.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  swc::fuzz::CountExecution();
  const auto test_case = swc::fuzz::CaseOf(swc::fuzz::TextOf(data, size));
  if (!test_case) {
    return -1;
  }
  static swc::fuzz::MutantScore score;
  swc::fuzz::StopIf(score.Try(*test_case));
  return 0;
}
