#include "conformance/judge/put/lasting_failure.h"

#include <string>

#include <fmt/format.h>

#include "conformance/judge/observations.h"
#include "conformance/judge/transient_answer.h"
#include "conformance/net/transport.h"

namespace swc::conformance {

bool MayBeOfInput(const Exchange& failed, bool harmless_was_answered) {
  const bool throttled = failed.response && IsThrottling(*failed.response);
  return harmless_was_answered && !throttled;
}

bool IsAnswer(const Exchange& again) {
  constexpr int kServerError = 500;
  return again.response && again.response->status < kServerError;
}

Observations JudgeFailure(const Exchange& again) {
  Observations observations;
  if (again.failure) {
    observations.Deviate("robust.connection", ToString(*again.failure), "",
                         "an answer to every request, as a harmless request gets one",
                         DescribeFailure(again));
  } else {
    observations.Deviate("robust.server-error", KindOfServerError(*again.response), "",
                         "no status of 500 or more, as a harmless request succeeds",
                         DescribeFailure(again));
  }
  return observations;
}

void MarkAnswered(Observations& observations) {
  observations.Mark("robust.server-error", Side::kObserve);
  observations.Mark("robust.connection", Side::kObserve);
}

std::string DescribeFailure(const Exchange& exchange) {
  if (exchange.failure) {
    return fmt::format("{} ({})", ToString(*exchange.failure), exchange.failure_detail);
  }
  // Only what was found to ask for another try is described.
  const bool of_entry = exchange.response->status == 200;
  return of_entry ? "status 200 with an entry whose error asks to try again"
                  : fmt::format("status {}", exchange.response->status);
}

}  // namespace swc::conformance
