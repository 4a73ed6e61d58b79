// A case under a random legal policy, with a clock that steps: the judge stays silent
// (legal_check.h).
#include <cstddef>
#include <cstdint>

#include "fuzz/input/harness.h"
#include "fuzz/input/input.h"
#include "fuzz/input/stop.h"
#include "fuzz/oracles/legal_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  swc::fuzz::CountExecution();
  const auto test_case = swc::fuzz::CaseOf(swc::fuzz::TextOf(data, size));
  if (!test_case) {
    return -1;
  }
  swc::fuzz::StopIf(swc::fuzz::LegalObjection(*test_case));
  return 0;
}
