#include "conformance/read_requests.h"

#include <optional>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "spec/rfc3339.h"

namespace swc::conformance {
namespace {

using generators::SeriesBinding;
using Json = nlohmann::ordered_json;

std::string IdentityQuery(const SeriesBinding& series, By by) {
  if (by == By::kIds) {
    return "assetId=" + spec::PercentEncode(series.asset_id.value_or("")) +
           "&propertyId=" + spec::PercentEncode(series.property_id.value_or(""));
  }
  return "propertyAlias=" + spec::PercentEncode(series.alias.value_or(""));
}

spec::HttpRequest Get(std::string target) { return {.method = "GET", .target = std::move(target)}; }

spec::HttpRequest Post(std::string target, const Json& body) {
  return {.method = "POST",
          .target = std::move(target),
          .headers = {{"Content-Type", "application/json"}},
          .body = body.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

Json IdentityJson(const std::string& entry_id, const SeriesBinding& series) {
  Json entry{{"entryId", entry_id}};
  if (series.asset_id) {
    entry["assetId"] = *series.asset_id;
    entry["propertyId"] = series.property_id.value_or("");
  } else {
    entry["propertyAlias"] = series.alias.value_or("");
  }
  return entry;
}

}  // namespace

spec::HttpRequest HistoryRequestOf(const SeriesBinding& series, By by,
                                   const HistoryRequest& history,
                                   const std::optional<std::string>& next_token) {
  std::string target = "/properties/history?" + IdentityQuery(series, by);
  if (history.start) {
    target += "&startDate=" + spec::PercentEncode(spec::FormatRfc3339(*history.start));
  }
  if (history.end) {
    target += "&endDate=" + spec::PercentEncode(spec::FormatRfc3339(*history.end));
  }
  if (history.quality) {
    target += "&qualities=" + std::string(spec::ToString(*history.quality));
  }
  if (history.descending) {
    target += "&timeOrdering=DESCENDING";
  }
  if (history.max_results) {
    target += fmt::format("&maxResults={}", *history.max_results);
  }
  if (next_token) {
    target += "&nextToken=" + spec::PercentEncode(*next_token);
  }
  return Get(std::move(target));
}

spec::HttpRequest LatestRequestOf(const SeriesBinding& series, By by) {
  return Get("/properties/latest?" + IdentityQuery(series, by));
}

spec::HttpRequest BatchLatestRequestOf(const BatchSeries& series,
                                       const std::optional<std::string>& next_token) {
  Json body = {{"entries", Json::array()}};
  for (const auto& [id, binding] : series) {
    body["entries"].push_back(IdentityJson(id, binding));
  }
  if (next_token) {
    body["nextToken"] = *next_token;
  }
  return Post("/properties/batch/latest", body);
}

spec::HttpRequest BatchHistoryRequestOf(const BatchSeries& series, const HistoryRequest& history,
                                        const std::optional<std::string>& next_token) {
  Json body = {{"entries", Json::array()}};
  for (const auto& [id, binding] : series) {
    Json entry = IdentityJson(id, binding);
    // In a body a date is a JSON number; whole seconds survive every client (F181).
    if (history.start) {
      entry["startDate"] = history.start->seconds;
    }
    if (history.end) {
      entry["endDate"] = history.end->seconds;
    }
    if (history.quality) {
      entry["qualities"] = Json::array({spec::ToString(*history.quality)});
    }
    if (history.descending) {
      entry["timeOrdering"] = "DESCENDING";
    }
    body["entries"].push_back(std::move(entry));
  }
  if (history.max_results) {
    body["maxResults"] = *history.max_results;
  }
  if (next_token) {
    body["nextToken"] = *next_token;
  }
  return Post("/properties/batch/history", body);
}

}  // namespace swc::conformance
