// Parses one property value of a put: timestamp, quality and the typed value.
#pragma once

#include "reference/reading/member_parser.h"
#include "reference/reading/reading.h"
#include "spec/text/json_tree.h"

namespace swc::reference {

// Returns what `node` says; each rule that it breaks is noted by `members`.
[[nodiscard]] SentValue ParsePropertyValue(MemberParser& members, const spec::JsonNode& node,
                                           const Place& place);

}  // namespace swc::reference
