// The rules of a put about more than one value: what stands at the same time, in the same second,
// under the same key, in the request, beside it and in the store.
#pragma once

#include <cstddef>

#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/clause_id.h"

namespace swc::reference {

// Adds a violation of an entry, or of one of its values. Nothing is demanded of an entry that can
// be read in two ways.
void AddInContext(Reading& reading, spec::ClauseId clause, spec::Scope scope, std::size_t entry,
                  std::size_t value, Demand demand);

// Adds what the points of a request break. REQUIRES: its entries have their series.
// duplicate.other-quality, quota.points-per-second, quota.overwrite, duplicate.in-entry,
// duplicate.cross-entry
void CheckPoints(const ReadingContext& context, Reading& reading);

}  // namespace swc::reference
