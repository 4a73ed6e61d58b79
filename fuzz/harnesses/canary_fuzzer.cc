// A planted fault that the pipeline has to find within seconds: a server at which a third quality
// evicts the first, taken for a legal one. No seed has three qualities at one time; the mutator has
// to put them there. A campaign on this harness that finds nothing is dead.
#include <cstddef>
#include <cstdint>

#include <fmt/format.h>

#include "fuzz/input/harness.h"
#include "fuzz/input/input.h"
#include "fuzz/input/stop.h"
#include "fuzz/oracles/play_in_process.h"
#include "reference/mutants/mutants.h"
#include "spec/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  swc::fuzz::CountExecution();
  const auto test_case = swc::fuzz::CaseOf(swc::fuzz::TextOf(data, size));
  if (!test_case) {
    return -1;
  }
  static const swc::reference::Mutant* const fault =
      swc::reference::FindMutant("third-quality-evicts");
  SWC_CHECK(fault != nullptr, "the planted fault is gone");
  const swc::fuzz::PlayedCase played = swc::fuzz::PlayInProcess(*test_case, {.mutant = fault});
  if (!played.outcome.deviations.empty()) {
    swc::fuzz::StopIf(fmt::format("the canary sings, as it should: {}",
                                  played.outcome.deviations.front().deviation.clause->id));
  }
  return 0;
}
