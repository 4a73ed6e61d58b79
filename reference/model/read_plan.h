// What becomes of a read: refused as a whole, or entry by entry, or answered.
//
// Law: violations and policies decide, and nothing else; that a series does not exist is found out
// while the read is answered.
//
// Example: const ReadPlan plan = PlanRead(ParseReadRequest(request), policies);
#pragma once

#include <optional>
#include <vector>

#include "reference/model/model.h"
#include "reference/model/policies.h"
#include "reference/reading/parse_read_request.h"

namespace swc::reference {

struct ReadPlan {
  std::optional<RequestError> error;                      // Set: nothing is answered.
  std::vector<std::optional<RequestError>> entry_errors;  // One for each entry of the read.
};

[[nodiscard]] ReadPlan PlanRead(const SentRead& read, const Policies& policies);

}  // namespace swc::reference
