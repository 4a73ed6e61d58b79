// Any bytes as a ledger of known deviations (ledger_check.h).
#include <cstddef>
#include <cstdint>

#include "fuzz/input/harness.h"
#include "fuzz/input/input.h"
#include "fuzz/input/stop.h"
#include "fuzz/oracles/ledger_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  swc::fuzz::CountExecution();
  swc::fuzz::StopIf(swc::fuzz::LedgerObjection(swc::fuzz::TextOf(data, size)));
  return 0;
}
