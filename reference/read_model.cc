#include "reference/read_model.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spec/contract.h"
#include "spec/http_message.h"
#include "spec/rfc3339.h"

namespace swc::reference {
namespace {

using QueryParameters = std::map<std::string, std::string, std::less<>>;

QueryParameters ParseQueryString(std::string_view query) {
  QueryParameters parameters;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    parameters[spec::PercentDecode(pair.substr(0, equals))] =
        spec::PercentDecode(pair.substr(std::min(equals + 1, pair.size())));
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return parameters;
}

std::unexpected<RequestError> Invalid(std::string message) {
  return std::unexpected(RequestError{
      .status = 400, .name = "InvalidRequestException", .message = std::move(message)});
}

std::optional<std::string> Take(const QueryParameters& parameters, std::string_view name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::size_t> ParseCount(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(number) : std::nullopt;
}

}  // namespace

Identity ParseIdentity(std::string_view query) {
  const QueryParameters parameters = ParseQueryString(query);
  return {.asset_id = Take(parameters, "assetId"),
          .property_id = Take(parameters, "propertyId"),
          .alias = Take(parameters, "propertyAlias")};
}

std::expected<SeriesId, RequestError> ResolveForRead(const Directory& directory,
                                                     const Identity& identity) {
  const Property* property = nullptr;
  if (identity.asset_id && identity.property_id) {
    property = directory.FindByIds(*identity.asset_id, *identity.property_id);
  } else if (identity.alias) {
    property = directory.FindByAlias(*identity.alias);
    if (property == nullptr) {
      return SeriesOfAlias(*identity.alias);
    }
  } else {
    return Invalid("assetId and propertyId, or propertyAlias, are required");
  }
  if (property == nullptr) {
    return std::unexpected(RequestError{
        .status = 404, .name = "ResourceNotFoundException", .message = "no such asset property"});
  }
  if (property->access == Access::kDenied) {
    return std::unexpected(
        RequestError{.status = 403, .name = "AccessDeniedException", .message = "access denied"});
  }
  return SeriesOfProperty(*property);
}

std::expected<HistoryQuery, RequestError> ParseHistoryQuery(std::string_view text) {
  const QueryParameters parameters = ParseQueryString(text);
  HistoryQuery query{.identity = ParseIdentity(text),
                     .max_results = spec::Contract::Get().history_default_results};
  for (const auto& [name, target] :
       {std::pair{"startDate", &query.start}, std::pair{"endDate", &query.end}}) {
    if (const auto date = Take(parameters, name)) {
      *target = spec::ParseRfc3339(*date);
      if (!*target) {
        return Invalid(std::string(name) + " is not a date-time");
      }
    }
  }
  if (const auto quality = Take(parameters, "qualities")) {
    query.quality = spec::ParseQuality(*quality);
    if (!query.quality) {
      return Invalid("qualities takes exactly one of GOOD, BAD, UNCERTAIN");
    }
  }
  if (const auto ordering = Take(parameters, "timeOrdering")) {
    if (*ordering != "ASCENDING" && *ordering != "DESCENDING") {
      return Invalid("timeOrdering is ASCENDING or DESCENDING");
    }
    query.descending = *ordering == "DESCENDING";
  }
  if (const auto text_max = Take(parameters, "maxResults")) {
    const auto max_results = ParseCount(*text_max);
    if (!max_results || *max_results == 0 ||
        *max_results > spec::Contract::Get().history_results_max) {
      return Invalid("maxResults is from 1 to 20000");
    }
    query.max_results = *max_results;
  }
  if (const auto token = Take(parameters, "nextToken")) {
    const auto first_row = ParseCount(*token);
    if (!first_row) {
      return Invalid("nextToken was not issued by this server");
    }
    query.first_row = *first_row;
  }
  return query;
}

std::vector<Row> SelectRows(const std::vector<Row>& rows, const HistoryQuery& query,
                            const Policies& policies) {
  // read.history.default-quality
  std::optional<spec::Quality> quality = query.quality;
  if (!quality && policies.Is("read.history.default-quality", "good-only")) {
    quality = spec::Quality::kGood;
  }
  std::vector<Row> selected;
  for (const Row& row : rows) {
    const spec::Instant time = row.key.time;
    // read.history.start, read.history.end
    const bool after =
        !query.start || time > *query.start || (query.start_inclusive && time == *query.start);
    const bool before =
        !query.end || time < *query.end || (!query.end_exclusive && time == *query.end);
    if (after && before && (!quality || row.key.quality == *quality)) {
      selected.push_back(row);
    }
  }
  // read.history.order: rows come in ascending order.
  if (query.descending) {
    std::ranges::reverse(selected);
  }
  return selected;
}

std::optional<Row> LatestRow(const std::vector<Row>& rows, const Policies& policies) {
  const bool good_only = policies.Is("read.latest.eligible", "good-only");
  std::optional<Row> latest;
  for (const Row& row : rows) {
    if (good_only && row.key.quality != spec::Quality::kGood) {
      continue;
    }
    if (!latest || row.key.time > latest->key.time) {
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
