// What the read operations show of a series' rows: filters, order, pages, the current value.
//
// Law: values in, values out. startDate is exclusive, endDate inclusive (F169); a history is
// ordered by time (F173); the current value has the greatest timestamp (F108).
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "reference/model/model.h"
#include "reference/model/policies.h"
#include "reference/model/store.h"
#include "reference/reading/directory.h"
#include "reference/reading/read_query.h"
#include "reference/reading/series_id.h"

namespace swc::reference {

// Whether a property that the caller may not write can be read (access.denied.read).
enum class DeniedReads : std::uint8_t { kRefused, kAnswered };

// Finds the series that `identity` names, or the error that a read answers.
[[nodiscard]] std::expected<SeriesId, RequestError> ResolveForRead(
    const Directory& directory, const Identity& identity,
    DeniedReads denied = DeniedReads::kRefused);

// Returns whether `query` asks for `row`.
[[nodiscard]] bool IsAskedFor(const Row& row, const HistoryQuery& query, const Policies& policies);

// Returns all rows that `query` asks for, in its order, pages not yet cut.
[[nodiscard]] std::vector<Row> SelectRows(const std::vector<Row>& rows, const HistoryQuery& query,
                                          const Policies& policies);

// Returns whether `row` may be the current value, unless another one is newer.
[[nodiscard]] bool MayBeLatest(const Row& row, const Policies& policies);

// Returns the current value, or nothing for a series that shows none.
[[nodiscard]] std::optional<Row> LatestRow(const std::vector<Row>& rows, const Policies& policies);

// Returns `row` as the JSON of an AssetPropertyValue.
[[nodiscard]] std::string RowJson(const Row& row, const Policies& policies);

}  // namespace swc::reference
