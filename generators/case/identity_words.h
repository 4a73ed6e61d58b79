// The ways in which raw text names a series by its alias, where the ids would do as well.
//
// Law: a case that writes its own text speaks by alias; on a target whose properties have none the
// same text speaks by ids, as long as nothing in it is about the alias.
//
// Example: {"propertyAlias": "${s1.alias}"} becomes {"assetId": "${s1.assetId}", "propertyId":
// ...}.
#pragma once

#include <string>
#include <string_view>

#include "generators/case/json.h"

namespace swc::generators {

// Returns `text`, a body or a target with a query, in which `series` is named by ids wherever its
// alias is all that names it.
[[nodiscard]] std::string SpokenByIds(std::string_view text, std::string_view series);

// The same for the members of JSON that is not text yet.
void SpeakByIds(Json& node, std::string_view series);

}  // namespace swc::generators
