// Any bytes as a target file, a case file, a report and a command line (user_file_check.h).
#include <cstddef>
#include <cstdint>

#include "fuzz/input/harness.h"
#include "fuzz/input/input.h"
#include "fuzz/input/stop.h"
#include "fuzz/oracles/user_file_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  swc::fuzz::CountExecution();
  swc::fuzz::StopIf(swc::fuzz::UserFileObjection(swc::fuzz::TextOf(data, size)));
  return 0;
}
