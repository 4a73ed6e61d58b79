// Any bytes as status, header and body of an answer: no crash, no false PASS (answer_check.h).
#include "fuzz/answer_check.h"
#include "fuzz/harness.h"
#include "fuzz/input.h"
#include "fuzz/stop.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  swc::fuzz::CountExecution();
  swc::fuzz::StopIf(swc::fuzz::AnswerObjection(swc::fuzz::TextOf(data, size)));
  return 0;
}
