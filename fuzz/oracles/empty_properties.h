// Properties in which nothing stands before a case, so that a case need not look, and may judge
// what an empty property shows.
//
// Example: empty = EmptyProperties(session.context()), of a session whose leases have &empty.
#pragma once

#include <set>

#include "conformance/play/case_runner.h"
#include "reference/reading/directory.h"
#include "reference/reading/series_id.h"

namespace swc::fuzz {

// Returns the properties that can be read, of a target that holds no values.
[[nodiscard]] std::set<reference::SeriesId> ReadableProperties(
    const reference::Directory& directory);

// Returns those of them that show nothing now, at no time and of no quality. What is not answered
// like a history without values may hold some.
[[nodiscard]] std::set<reference::SeriesId> EmptyProperties(conformance::CaseContext& context);

}  // namespace swc::fuzz
