// Reads a page, or the current value, straight from a series, at the cost of what is returned.
//
// Law: shows what `SelectRows` and `LatestRow` (read_model.h) show of all rows of the series, which
// are what a read means; read_series_test.cc holds it to them.
//
// Example: const HistoryPage page = ReadPage(series, query, std::nullopt, policies);
#pragma once

#include <optional>
#include <vector>

#include "reference/model/policies.h"
#include "reference/model/store.h"
#include "reference/reading/read_query.h"

namespace swc::reference {

struct HistoryPage {
  std::vector<Row> rows;
  std::optional<PointKey> next;  // Where the next page begins, if there is one.
};

// Returns up to `query.max_results` rows, from the first one that `query` asks for or from `from`.
[[nodiscard]] HistoryPage ReadPage(const Series& series, const HistoryQuery& query,
                                   const std::optional<PointKey>& from, const Policies& policies);

// Returns the current value, or nothing for a series that shows none.
[[nodiscard]] std::optional<Row> ReadLatest(const Series& series, const Policies& policies);

}  // namespace swc::reference
