#include "reference/model/read_series.h"

#include <iterator>
#include <optional>
#include <utility>

#include "reference/model/policies.h"
#include "reference/model/read_model.h"
#include "reference/model/store.h"
#include "reference/reading/read_query.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

// Takes the points from `at` on, as long as `is_within` says so.
template <typename Iterator, typename Predicate>
HistoryPage TakePage(const Series& series, const HistoryQuery& query, const Policies& policies,
                     Iterator at, Iterator end, Predicate is_within) {
  HistoryPage page;
  for (; at != end && is_within(at->first.time); ++at) {
    std::optional<Row> row = RowOf(series, at->first, at->second);
    if (!row || !IsAskedFor(*row, query, policies)) {
      continue;
    }
    if (page.rows.size() == query.max_results) {
      page.next = at->first;
      break;
    }
    page.rows.push_back(*std::move(row));
  }
  return page;
}

}  // namespace

HistoryPage ReadPage(const Series& series, const HistoryQuery& query,
                     const std::optional<PointKey>& from, const Policies& policies) {
  const auto& points = series.points;
  if (query.descending) {
    auto behind = points.end();
    if (from) {
      behind = points.upper_bound(*from);
    } else if (query.end) {
      behind = points.upper_bound({.time = *query.end, .quality = spec::kQualities.back()});
    }
    return TakePage(series, query, policies, std::make_reverse_iterator(behind), points.rend(),
                    [&](spec::Instant time) { return !query.start || time >= *query.start; });
  }
  auto first = points.begin();
  if (from) {
    first = points.lower_bound(*from);
  } else if (query.start) {
    first = points.lower_bound({.time = *query.start, .quality = spec::kQualities.front()});
  }
  return TakePage(series, query, policies, first, points.end(),
                  [&](spec::Instant time) { return !query.end || time <= *query.end; });
}

std::optional<Row> ReadLatest(const Series& series, const Policies& policies) {
  std::optional<Row> latest;
  for (auto at = series.points.rbegin(); at != series.points.rend(); ++at) {
    if (latest && at->first.time != latest->key.time) {
      break;
    }
    std::optional<Row> row = RowOf(series, at->first, at->second);
    if (row && MayBeLatest(*row, policies)) {
      latest = std::move(row);
    }
  }
  return latest;
}

}  // namespace swc::reference
