#include "conformance/judge/put/judge_unbound.h"

#include <algorithm>

#include <fmt/format.h>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/put/judge.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/http_message.h"

namespace swc::conformance {

// wire.path: a method or path of no operation.
Observations JudgeUnbound(const reference::Reading& reading, const spec::HttpResponse& response,
                          Beliefs& beliefs) {
  const spec::Clause& clause = spec::Catalogue::Get().At("wire.path");
  Observations observations;
  const auto& permitted = clause.reject.request_statuses;
  if (std::ranges::find(permitted, response.status) != permitted.end()) {
    observations.Mark(clause, Side::kReject);
  } else {
    observations.Deviate(clause, "other-status", "", clause.statement,
                         fmt::format("status {}", response.status));
  }
  if (response.status == 200) {
    BelieveAnything(reading, beliefs);
  }
  return observations;
}

}  // namespace swc::conformance
