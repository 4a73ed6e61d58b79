// The contract-aware mutator: knows the JSON tree of an input and the limits of the contract.
//
// Law: the same input, size and seed give the same bytes, if the fuzzer's own mutations do. One
// mutation in `kBytesOneIn` is left to those, and so is every input that is not JSON, and the
// inside of a string now and then; one in `kTextOneIn` breaks the JSON text (never that of a case,
// which would be refused unread).
//
// Example: std::string next = Mutate(input, size_max, seed, FuzzerBytes);
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace swc::fuzz {

inline constexpr std::size_t kBytesOneIn = 16;
inline constexpr std::size_t kTextOneIn = 8;

// Mutates bytes without knowledge: libFuzzer's LLVMFuzzerMutate.
using ByteMutator = std::size_t (*)(std::uint8_t* data, std::size_t size, std::size_t size_max);

// Returns a mutation of `input` of at most `size_max` bytes. `bytes` may be null: then nothing is
// left to bytes, and an input that is not JSON comes back as it is.
[[nodiscard]] std::string Mutate(std::string_view input, std::size_t size_max, std::uint64_t seed,
                                 ByteMutator bytes);

// Returns `first` with an entry, a value, or a step (of cases) of `second` put into it.
[[nodiscard]] std::string CrossOver(std::string_view first, std::string_view second,
                                    std::size_t size_max, std::uint64_t seed);

}  // namespace swc::fuzz
