#include "reference/model/read_model.h"

#include <algorithm>
#include <expected>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reference/model/answers.h"
#include "reference/model/model.h"
#include "reference/model/policies.h"
#include "reference/model/store.h"
#include "reference/reading/directory.h"
#include "reference/reading/read_query.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

std::unexpected<RequestError> Invalid(std::string message) {
  return std::unexpected(RequestErrorOf(400, std::move(message)));
}

}  // namespace

std::expected<SeriesId, RequestError> ResolveForRead(const Directory& directory,
                                                     const Identity& identity, DeniedReads denied) {
  const Property* property = nullptr;
  if (identity.asset_id && identity.property_id) {
    property = directory.FindByIds(*identity.asset_id, *identity.property_id);
  } else if (identity.alias) {
    property = directory.FindByAlias(*identity.alias);
    if (property == nullptr) {
      return SeriesOfStream(*identity.alias);
    }
  } else {
    return Invalid("assetId and propertyId, or propertyAlias, are required");
  }
  if (property == nullptr) {
    return std::unexpected(RequestErrorOf(404, "no such asset property"));
  }
  // access.denied.read
  if (property->access == Access::kDenied && denied == DeniedReads::kRefused) {
    return std::unexpected(RequestErrorOf(403, "access denied"));
  }
  return SeriesOfProperty(*property);
}

bool IsAskedFor(const Row& row, const HistoryQuery& query, const Policies& policies) {
  // read.history.default-quality
  std::optional<spec::Quality> quality = query.quality;
  if (!quality && policies.Is("read.history.default-quality", "good-only")) {
    quality = spec::Quality::kGood;
  }
  const spec::Instant time = row.key.time;
  // read.history.start, read.history.end
  const bool after =
      !query.start || time > *query.start || (query.start_inclusive && time == *query.start);
  const bool before =
      !query.end || time < *query.end || (!query.end_exclusive && time == *query.end);
  return after && before && (!quality || row.key.quality == *quality);
}

std::vector<Row> SelectRows(const std::vector<Row>& rows, const HistoryQuery& query,
                            const Policies& policies) {
  std::vector<Row> selected;
  std::ranges::copy_if(rows, std::back_inserter(selected),
                       [&](const Row& row) { return IsAskedFor(row, query, policies); });
  // read.history.order: rows come in ascending order.
  if (query.descending) {
    std::ranges::reverse(selected);
  }
  return selected;
}

bool MayBeLatest(const Row& row, const Policies& policies) {
  // read.latest.eligible
  return row.key.quality == spec::Quality::kGood ||
         !policies.Is("read.latest.eligible", "good-only");
}

std::optional<Row> LatestRow(const std::vector<Row>& rows, const Policies& policies) {
  std::optional<Row> latest;
  for (const Row& row : rows) {
    if (MayBeLatest(row, policies) && (!latest || row.key.time > latest->key.time)) {
      latest = row;
    }
  }
  return latest;
}

std::string RowJson(const Row& row, const Policies& policies) {
  const SentTime time{.seconds = row.key.time.seconds, .nanos = row.key.time.nanos};
  return R"({"value":)" + spec::ToJson(row.value) + R"(,"timestamp":)" + TimeJson(time, policies) +
         R"(,"quality":")" + std::string(spec::ToString(row.key.quality)) + R"("})";
}

}  // namespace swc::reference
