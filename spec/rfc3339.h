// Timestamps of query strings: RFC 3339 date-times in UTC (restJson's default, F170).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "spec/tqv.h"

namespace swc::spec {

// Returns e.g. "2025-01-01T00:00:00Z", with a fraction only if there is one.
// REQUIRES: the year lies between 1970 and 9999.
[[nodiscard]] std::string FormatRfc3339(Instant instant);

// Reads a date-time in UTC with up to nine decimals, or seconds since the epoch as a number.
[[nodiscard]] std::optional<Instant> ParseRfc3339(std::string_view text);

// Reads an HTTP date ("Sun, 06 Nov 1994 08:49:37 GMT"), second-granular.
[[nodiscard]] std::optional<Instant> ParseHttpDate(std::string_view text);

// Returns an HTTP date for `instant`, cut to the second.
[[nodiscard]] std::string FormatHttpDate(Instant instant);

}  // namespace swc::spec
