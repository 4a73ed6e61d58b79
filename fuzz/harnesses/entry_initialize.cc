// What happens once in the process of a fuzzer, and the counts of what it does.
#include <sys/prctl.h>

#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdlib>

#include "fuzz/input/harness.h"
#include "fuzz/input/status_file.h"

namespace {

// Null: nobody wants to know. It is set before the first input.
swc::fuzz::Counts* counts = nullptr;

bool plays_seeds_alone = false;
bool plays_known = false;

// There is one writer, so that adding need not be atomic.
void Add(std::uint64_t& count, std::uint64_t more) {
  std::atomic_ref(count).store(count + more, std::memory_order_relaxed);
}

}  // namespace

namespace swc::fuzz {

void CountExecution() {
  if (counts != nullptr) {
    Add(counts->executions, 1);
  }
}

bool PlaysSeedsAlone() { return plays_seeds_alone; }

bool PlaysKnown() { return plays_known; }

void NoteMutation() { plays_seeds_alone = false; }

void CountLeft(std::uint64_t values, std::uint64_t series) {
  if (counts != nullptr) {
    Add(counts->values, values);
    Add(counts->series, series);
  }
}

}  // namespace swc::fuzz

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  // A campaign that is killed takes its fuzzers with it.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread starts.
  counts = swc::fuzz::MapCounts(std::getenv("SWC_FUZZ_STATUS"));
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread starts.
  plays_seeds_alone = std::getenv("SWC_FUZZ_SEEDS_ALONE") != nullptr;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread starts.
  plays_known = std::getenv("SWC_FUZZ_KNOWN") != nullptr;
  return 0;
}
