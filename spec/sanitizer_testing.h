// Whether a test runs with sanitizers, where everything takes twenty times as long. Samples are
// smaller there, and distributions are not measured: the build without sanitizers does both in
// full.
#pragma once

#include <cstddef>
#include <cstdint>

namespace swc::spec {

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool kUnderSanitizer = true;
#else
inline constexpr bool kUnderSanitizer = false;
#endif
#else
inline constexpr bool kUnderSanitizer = false;
#endif

// A test looks at each so-manieth row of a long table...
inline constexpr std::size_t kSampleStride = kUnderSanitizer ? 8 : 1;

// ...or at so many samples of `full`.
[[nodiscard]] constexpr std::uint64_t Sample(std::uint64_t full) { return full / kSampleStride; }

}  // namespace swc::spec
