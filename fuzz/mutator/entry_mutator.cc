// The custom mutator and crossover of every harness that links this file: see mutator.h.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "fuzz/input/harness.h"
#include "fuzz/input/input.h"
#include "fuzz/mutator/mutator.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t size_max);

namespace {

// SWC_FUZZ_MUTATOR=bytes switches the knowledge off, to measure what it brings.
bool KnowsTheContract() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing changes the environment of a fuzzer.
  static const char* const mutator = std::getenv("SWC_FUZZ_MUTATOR");
  return mutator == nullptr || std::string_view(mutator) != "bytes";
}

std::size_t CopyOut(const std::string& text, std::uint8_t* data, std::size_t size_max) {
  const std::size_t size = std::min(text.size(), size_max);
  std::copy_n(text.begin(), size, data);
  return size;
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t size_max, unsigned int seed) {
  swc::fuzz::NoteMutation();
  if (!KnowsTheContract()) {
    return LLVMFuzzerMutate(data, size, size_max);
  }
  return CopyOut(swc::fuzz::Mutate(swc::fuzz::TextOf(data, size), size_max, seed, LLVMFuzzerMutate),
                 data, size_max);
}

// No size tells libFuzzer that this crossing found nothing, and it tries something else.
extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* first, std::size_t first_size,
                                                 const std::uint8_t* second,
                                                 std::size_t second_size, std::uint8_t* out,
                                                 std::size_t out_size_max, unsigned int seed) {
  swc::fuzz::NoteMutation();
  const std::string_view base = swc::fuzz::TextOf(first, first_size);
  if (!KnowsTheContract()) {
    return 0;
  }
  const std::string crossed =
      swc::fuzz::CrossOver(base, swc::fuzz::TextOf(second, second_size), out_size_max, seed);
  return crossed == base ? 0 : CopyOut(crossed, out, out_size_max);
}
