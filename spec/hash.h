// A hash that is the same in every build and on every machine, for what ends up in names and seeds.
//
// Example: const std::uint64_t hash = HashOf("name");
#pragma once

#include <cstdint>
#include <string_view>

namespace swc::spec {

inline constexpr std::uint64_t kHashStart = 0xcbf29ce484222325;

// Returns FNV-1a of `text`, going on from `start`.
[[nodiscard]] constexpr std::uint64_t HashOf(std::string_view text,
                                             std::uint64_t start = kHashStart) {
  constexpr std::uint64_t kPrime = 0x100000001b3;
  std::uint64_t hash = start;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  }
  return hash;
}

}  // namespace swc::spec
