// The mutator as a library that afl-fuzz loads (AFL_CUSTOM_MUTATOR_LIBRARY): see mutator.h and
// fuzz/afl, which builds and runs it.
//
// AFL++ looks for these functions by name (its docs/custom_mutators.md).
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include "fuzz/mutator/mutator.h"

namespace {

// One input in so many is crossed with another one of the queue.
constexpr unsigned kCrossOneIn = 8;

std::mt19937_64 random_bits;
std::string mutated;

std::string_view TextOf(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are our text.
  return {reinterpret_cast<const char*>(data), size};
}

// AFL++ offers no mutation of its own to call: one byte changes, comes or goes.
std::size_t MutateBytes(std::uint8_t* data, std::size_t size, std::size_t size_max) {
  const std::size_t place = size == 0 ? 0 : random_bits() % size;
  const auto byte = static_cast<std::uint8_t>(random_bits());
  switch (random_bits() % 3) {
    case 0:
      if (size < size_max) {
        std::copy_backward(data + place, data + size, data + size + 1);
        data[place] = byte;
        return size + 1;
      }
      break;
    case 1:
      if (size > 1) {
        std::copy(data + place + 1, data + size, data + place);
        return size - 1;
      }
      break;
    default:
      break;
  }
  if (size > 0) {
    data[place] = byte;
  }
  return size;
}

}  // namespace

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): names of AFL++ and
// clang.
extern "C" {

void* afl_custom_init(void* /*afl*/, unsigned int seed) {
  random_bits.seed(seed);
  return &mutated;
}

std::size_t afl_custom_fuzz(void* /*own*/, std::uint8_t* data, std::size_t size, std::uint8_t** out,
                            std::uint8_t* other, std::size_t other_size, std::size_t size_max) {
  const std::uint64_t seed = random_bits();
  const std::string_view input = TextOf(data, size);
  mutated = other != nullptr && other_size > 0 && random_bits() % kCrossOneIn == 0
                ? swc::fuzz::CrossOver(input, TextOf(other, other_size), size_max, seed)
                : swc::fuzz::Mutate(input, size_max, seed, MutateBytes);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are our text.
  *out = reinterpret_cast<std::uint8_t*>(mutated.data());
  return mutated.size();
}

void afl_custom_deinit(void* /*own*/) {}

// The library is built with the counters of the harness, which afl-fuzz itself has not.
void __sanitizer_cov_trace_pc_guard(std::uint32_t* /*guard*/) {}
void __sanitizer_cov_trace_pc_guard_init(std::uint32_t* /*start*/, std::uint32_t* /*stop*/) {}

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
