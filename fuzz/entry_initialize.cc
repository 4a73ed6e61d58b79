// What happens once in the process of a fuzzer.
#include <sys/prctl.h>

#include <csignal>

#include "fuzz/harness.h"

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  // A campaign that is killed takes its fuzzers with it.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  return 0;
}
