// What the steps of a case ask of its series beyond what the wishes say.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "generators/case/case.h"

namespace swc::generators {

// Returns the names of the series that the steps name by ids: by a symbol of an assetId or
// propertyId, or by `"by": "ids"` or `"both"`.
[[nodiscard]] std::set<std::string, std::less<>> SeriesNamedByIds(const Case& test_case);

// Returns the names of the series that cannot do without an alias: the steps name them by alias and
// by ids, or do with the alias what the ids cannot stand for (identity_words.h).
[[nodiscard]] std::set<std::string, std::less<>> SeriesNamedByAlias(const Case& test_case);

}  // namespace swc::generators
