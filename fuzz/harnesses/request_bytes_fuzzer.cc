// Any bytes as the body of a put, through the server and the judge (request_check.h).
#include <cstddef>
#include <cstdint>

#include "fuzz/input/harness.h"
#include "fuzz/input/input.h"
#include "fuzz/input/stop.h"
#include "fuzz/oracles/request_check.h"

// A full batch has less; more only makes the same happen more slowly.
static constexpr std::size_t kBodyBytesMax = 16'384;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  swc::fuzz::CountExecution();
  if (size > kBodyBytesMax) {
    return -1;
  }
  static swc::fuzz::RequestCheck check;
  swc::fuzz::StopIf(check.Objection(swc::fuzz::TextOf(data, size)));
  return 0;
}
