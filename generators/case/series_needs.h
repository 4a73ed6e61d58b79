// What the steps of a case ask of its series beyond what the wishes say.
#pragma once

#include <set>
#include <string>

#include "generators/case/case.h"

namespace swc::generators {

// Returns the names of the series that the steps name by ids: by a symbol of an assetId or
// propertyId, or by `"by": "ids"` or `"both"`.
[[nodiscard]] std::set<std::string, std::less<>> SeriesNamedByIds(const Case& test_case);

}  // namespace swc::generators
