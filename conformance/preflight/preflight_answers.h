// What the answers of a preflight say: pure functions of one exchange.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "conformance/net/transport.h"
#include "spec/tqv.h"

namespace swc::conformance {

inline constexpr int kStatusNotFound = 404;

// Returns why a target that answers a harmless put so cannot be tested; nothing if it can.
[[nodiscard]] std::optional<std::string> WhyNotSiteWise(const Exchange& exchange, bool transient);

// What a read shows of a value that was acknowledged.
enum class ReadShows : std::uint8_t {
  kValue,
  kNothingYet,   // A right answer without it: reads may lag behind.
  kRefusal,      // An answer that no ordinary read of a stored value may get.
  kNoOperation,  // The target has no such operation.
};

struct ReadVerdict {
  ReadShows shows = ReadShows::kNothingYet;
  std::string answer;  // "status 422 ValidationException"; of a refusal.
};

// `at` is the time of the value; without one any value will do.
[[nodiscard]] ReadVerdict VerdictOf(const Exchange& exchange, std::optional<spec::Instant> at);

// Returns the status of an answer and the name of its error, or why there was none.
[[nodiscard]] std::string DescribeAnswer(const Exchange& exchange);

}  // namespace swc::conformance
