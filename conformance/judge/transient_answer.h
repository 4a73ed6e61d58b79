// Which answers to a put say "try again", and say nothing about the rules.
//
// Law: a transient answer is never judged; the client sends the request once more. What a target
// says of a quota that the request breaks is no transient (U29), for trying again is no use.
//
// Example: IsTransientStatus(503) is true.
#pragma once

#include <string>
#include <string_view>

#include "reference/reading/reading.h"
#include "spec/http_message.h"

namespace swc::conformance {

// Returns whether an errorCode says "try again" (F156).
[[nodiscard]] bool IsTransientCode(std::string_view code);

// Returns whether a status says "try again": 408, 429, 500, 502, 503, 504.
[[nodiscard]] bool IsTransientStatus(int status);

// Returns whether an answer says "too many": status 429, the name ThrottlingException whatever its
// status (F203), or a 200 whose transient codes are all ThrottlingException.
[[nodiscard]] bool IsThrottling(const spec::HttpResponse& response);

// Whether an answer asks to try again, and whether it is throttling that makes it so.
struct TryAgain {
  bool asked = false;  // By its status or name, or for an entry of a 200 (F156, U30).
  bool throttled = false;
};

// Says both of one answer, which is read once.
[[nodiscard]] TryAgain TryAgainOf(const spec::HttpResponse& response);

// Returns whether each entry of a 200 that was throttled, or the request that was, breaks a quota
// that may be answered so (U29): then trying again is no use, and the answer can be judged.
[[nodiscard]] bool IsQuotaAnswer(const reference::Reading& reading,
                                 const spec::HttpResponse& response);

// Returns whether an answer that asks to try again can be judged after all: it speaks of a quota
// that the request breaks, or its name is that of what no retry heals (F12).
[[nodiscard]] bool CanBeJudged(const reference::Reading& reading,
                               const spec::HttpResponse& response);

// Returns what tells one failure of a server from another: its status, its name, and the letters of
// its message, which often say what broke.
[[nodiscard]] std::string KindOfServerError(const spec::HttpResponse& response);

}  // namespace swc::conformance
