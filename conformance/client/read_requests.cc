#include "conformance/client/read_requests.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "conformance/judge/read/judge_read.h"
#include "generators/case/case.h"
#include "spec/http_message.h"
#include "spec/operation.h"
#include "spec/rfc3339.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using generators::SeriesBinding;
using spec::Operation;
using Json = nlohmann::ordered_json;

std::string IdentityQuery(const SeriesBinding& series, By by) {
  if (by == By::kIds) {
    return "assetId=" + spec::PercentEncode(series.asset_id.value_or("")) +
           "&propertyId=" + spec::PercentEncode(series.property_id.value_or(""));
  }
  return "propertyAlias=" + spec::PercentEncode(series.alias.value_or(""));
}

spec::HttpRequest Get(Operation operation, std::string_view query) {
  return {.method = spec::MethodOf(operation),
          .target = fmt::format("{}?{}", spec::PathOf(operation), query)};
}

spec::HttpRequest Post(Operation operation, const Json& body) {
  return {.method = spec::MethodOf(operation),
          .target = spec::PathOf(operation),
          .headers = {{"Content-Type", "application/json"}},
          .body = body.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

Json EntryJson(const BatchEntry& entry) {
  Json json{{"entryId", entry.id}};
  if (entry.by == By::kIds) {
    json["assetId"] = entry.series.asset_id.value_or("");
    json["propertyId"] = entry.series.property_id.value_or("");
  } else {
    json["propertyAlias"] = entry.series.alias.value_or("");
  }
  return json;
}

// Returns the order to send, or nothing.
std::optional<std::string> OrderOf(const HistoryRequest& history) {
  if (history.descending) {
    return "DESCENDING";
  }
  return history.order_given ? std::optional<std::string>("ASCENDING") : std::nullopt;
}

}  // namespace

By ByOf(const SeriesBinding& series, std::string_view by, By usual) {
  const By wanted = by.empty() ? usual : by == "ids" ? By::kIds : By::kAlias;
  if (wanted == By::kIds) {
    return series.asset_id ? By::kIds : By::kAlias;
  }
  return series.alias ? By::kAlias : By::kIds;
}

spec::HttpRequest HistoryRequestOf(const SeriesBinding& series, By by,
                                   const HistoryRequest& history,
                                   const std::optional<std::string>& next_token) {
  std::string query = IdentityQuery(series, by);
  if (history.start) {
    query += "&startDate=" + spec::PercentEncode(spec::FormatRfc3339(*history.start));
  }
  if (history.end) {
    query += "&endDate=" + spec::PercentEncode(spec::FormatRfc3339(*history.end));
  }
  if (history.quality) {
    query += "&qualities=" + std::string(spec::ToString(*history.quality));
  }
  if (const auto order = OrderOf(history)) {
    query += "&timeOrdering=" + *order;
  }
  if (history.max_results) {
    query += fmt::format("&maxResults={}", *history.max_results);
  }
  if (next_token) {
    query += "&nextToken=" + spec::PercentEncode(*next_token);
  }
  return Get(Operation::kHistory, query);
}

spec::HttpRequest LatestRequestOf(const SeriesBinding& series, By by) {
  return Get(Operation::kLatest, IdentityQuery(series, by));
}

spec::HttpRequest BatchLatestRequestOf(const BatchEntries& entries,
                                       const std::optional<std::string>& next_token) {
  Json body = {{"entries", Json::array()}};
  for (const BatchEntry& entry : entries) {
    body["entries"].push_back(EntryJson(entry));
  }
  if (next_token) {
    body["nextToken"] = *next_token;
  }
  return Post(Operation::kBatchLatest, body);
}

spec::HttpRequest BatchHistoryRequestOf(const BatchEntries& entries, const HistoryRequest& history,
                                        const std::optional<std::string>& next_token) {
  Json body = {{"entries", Json::array()}};
  for (const BatchEntry& entry : entries) {
    Json json = EntryJson(entry);
    // In a body a date is a JSON number; whole seconds survive every client (F181).
    if (history.start) {
      json["startDate"] = history.start->seconds;
    }
    if (history.end) {
      json["endDate"] = history.end->seconds;
    }
    if (history.quality) {
      json["qualities"] = Json::array({spec::ToString(*history.quality)});
    }
    if (const auto order = OrderOf(history)) {
      json["timeOrdering"] = *order;
    }
    body["entries"].push_back(std::move(json));
  }
  if (history.max_results) {
    body["maxResults"] = *history.max_results;
  }
  if (next_token) {
    body["nextToken"] = *next_token;
  }
  return Post(Operation::kBatchHistory, body);
}

}  // namespace swc::conformance
