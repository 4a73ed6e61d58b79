// What happens once in the process of a fuzzer, and the count of its executions.
#include <sys/prctl.h>

#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdlib>

#include "fuzz/harness.h"
#include "fuzz/status_file.h"

namespace {

// Null: nobody wants to know. It is set before the first input.
std::uint64_t* executions = nullptr;

}  // namespace

namespace swc::fuzz {

void CountExecution() {
  if (executions != nullptr) {
    // There is one writer, so that adding need not be atomic.
    std::atomic_ref(*executions).store(*executions + 1, std::memory_order_relaxed);
  }
}

}  // namespace swc::fuzz

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  // A campaign that is killed takes its fuzzers with it.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread starts.
  executions = swc::fuzz::MapExecutions(std::getenv("SWC_FUZZ_STATUS"));
  return 0;
}
