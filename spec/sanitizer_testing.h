// Whether a test runs with sanitizers, where everything takes twenty times as long. Samples are
// smaller there, and distributions are not measured: the build without sanitizers does both in
// full.
#pragma once

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

}  // namespace swc::spec
