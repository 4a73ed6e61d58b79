// Reads one property value of a put: timestamp, quality and the typed value.
#pragma once

#include "reference/reading/member_reader.h"
#include "reference/reading/reading.h"

namespace swc::reference {

// Returns what `node` says; each rule that it breaks is noted by `members`.
[[nodiscard]] ReadValue ReadPropertyValue(MemberReader& members, const spec::JsonNode& node,
                                          const Place& place);

}  // namespace swc::reference
