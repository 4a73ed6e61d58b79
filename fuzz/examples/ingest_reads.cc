// Example of an implementation under test: the four reads.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fuzz/examples/ingest_store.h"

namespace ingest_example {
namespace {

constexpr std::size_t kPageDefault = 20;
constexpr std::size_t kPageMax = 20'000;

struct Query {
  std::string alias;
  std::optional<Time> start;
  std::optional<Time> end;
  std::string quality;
  bool descending = false;
  std::size_t page = kPageDefault;
  std::size_t first = 0;
};

std::string Decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned int byte = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::sscanf(std::string(text.substr(i + 1, 2)).c_str(), "%2x", &byte) == 1) {
      decoded += static_cast<char>(byte);
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

std::map<std::string, std::string> Parameters(std::string_view query) {
  std::map<std::string, std::string> parameters;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    if (!parameters
             .emplace(pair.substr(0, equals),
                      Decoded(pair.substr(std::min(equals + 1, pair.size()))))
             .second) {
      throw Refusal{"a parameter stands twice"};
    }
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
  }
  return parameters;
}

// "2025-01-01T00:00:00.123456789Z"
Time ParseDate(const std::string& text) {
  std::tm date = {};
  int end = 0;
  if (std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d%n", &date.tm_year, &date.tm_mon,
                  &date.tm_mday, &date.tm_hour, &date.tm_min, &date.tm_sec, &end) != 6) {
    throw Refusal{"a date is written like 2025-01-01T00:00:00Z"};
  }
  date.tm_year -= 1900;
  date.tm_mon -= 1;
  Time time{timegm(&date), 0};
  std::int64_t unit = 100'000'000;
  for (std::size_t i = static_cast<std::size_t>(end) + 1; i < text.size() && unit > 0; ++i) {
    if (text[static_cast<std::size_t>(end)] != '.' || text[i] < '0' || text[i] > '9') {
      break;
    }
    time.nanos += unit * (text[i] - '0');
    unit /= 10;
  }
  return time;
}

std::size_t ParseCount(const std::string& text, std::size_t min, std::size_t max) {
  const bool digits = !text.empty() && text.size() < 10 &&
                      std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  const std::size_t count = digits ? std::stoul(text) : 0;
  if (!digits || count < min || count > max) {
    throw Refusal{"a number is out of range"};
  }
  return count;
}

void CheckEnums(const Query& query, const std::string& order) {
  const bool quality = query.quality.empty() || query.quality == "GOOD" || query.quality == "BAD" ||
                       query.quality == "UNCERTAIN";
  if (!quality || (order != "ASCENDING" && order != "DESCENDING")) {
    throw Refusal{"qualities or timeOrdering has no such value"};
  }
}

Query ParseQuery(std::string_view text) {
  const auto parameters = Parameters(text);
  const auto get = [&](const char* name) {
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string() : found->second;
  };
  Query query{.alias = get("propertyAlias"), .quality = get("qualities")};
  const bool ids = !get("assetId").empty() && !get("propertyId").empty();
  if (query.alias.empty() && !ids) {
    throw Refusal{"propertyAlias, or assetId and propertyId, are required"};
  }
  const std::string order = get("timeOrdering").empty() ? "ASCENDING" : get("timeOrdering");
  CheckEnums(query, order);
  query.descending = order == "DESCENDING";
  if (const std::string date = get("startDate"); !date.empty()) {
    query.start = ParseDate(date);
  }
  if (const std::string date = get("endDate"); !date.empty()) {
    query.end = ParseDate(date);
  }
  if (parameters.contains("maxResults")) {
    query.page = ParseCount(get("maxResults"), 1, kPageMax);
  }
  if (parameters.contains("nextToken")) {
    query.first = ParseCount(get("nextToken"), 0, 999'999'999);
  }
  return query;
}

json Shown(const Key& key, const json& variant) {
  return {{"value", variant},
          {"timestamp", {{"timeInSeconds", key.time.seconds}, {"offsetInNanos", key.time.nanos}}},
          {"quality", key.quality}};
}

const Points* Find(const Service& service, const std::string& alias) {
  const auto found = service.streams.find(alias);
  return alias.empty() || found == service.streams.end() ? nullptr : &found->second;
}

json Newest(const Points& points) {
  const auto& [key, variant] = *points.rbegin();
  return Shown(key, variant);
}

std::vector<json> Select(const Points& points, const Query& query) {
  std::vector<json> selected;
  for (const auto& [key, variant] : points) {
    const bool inside = (!query.start || key.time > *query.start) &&
                        (!query.end || key.time <= *query.end) &&
                        (query.quality.empty() || key.quality == query.quality);
    if (inside) {
      selected.push_back(Shown(key, variant));
    }
  }
  if (query.descending) {
    std::ranges::reverse(selected);
  }
  return selected;
}

json ListOf(const std::vector<json>& values, std::size_t first, std::size_t count) {
  json list = json::array();
  for (std::size_t i = first; i < values.size() && list.size() < count; ++i) {
    list.push_back(values[i]);
  }
  return list;
}

// Seconds with a fraction, as a body has them.
std::optional<Time> BodyDate(const json& entry, const char* name) {
  const auto found = entry.find(name);
  if (found == entry.end() || !found->is_number()) {
    return std::nullopt;
  }
  const double seconds = found->get<double>();
  const auto whole = static_cast<std::int64_t>(seconds);
  return Time{whole, static_cast<std::int64_t>((seconds - static_cast<double>(whole)) * 1e9)};
}

Query QueryOf(const json& entry) {
  Query query{.alias = entry.value("propertyAlias", "")};
  query.start = BodyDate(entry, "startDate");
  query.end = BodyDate(entry, "endDate");
  const std::string order = entry.value("timeOrdering", "ASCENDING");
  const json qualities = entry.value("qualities", json::array());
  if (qualities.size() > 1) {
    throw Refusal{"qualities has more than one"};
  }
  for (const json& quality : qualities) {
    query.quality = quality.get<std::string>();
  }
  CheckEnums(query, order);
  query.descending = order == "DESCENDING";
  return query;
}

json Root(std::string_view body, std::size_t entries_max) {
  json root = json::parse(body, nullptr, false);
  const bool listed = root.is_object() && root.contains("entries") && root["entries"].is_array();
  if (!listed || root["entries"].empty() || root["entries"].size() > entries_max) {
    throw Refusal{"entries is empty, too long or no list"};
  }
  for (const json& entry : root["entries"]) {
    if (!IsEntryId(entry.value("entryId", ""))) {
      throw Refusal{"entryId has 1 to 64 plain characters"};
    }
  }
  return root;
}

// What is left of a page that many entries share.
struct Page {
  std::size_t skipped = 0;
  std::size_t left = kPageMax;
  bool more = false;

  json Take(const std::vector<json>& values) {
    const std::size_t first = std::min(skipped, values.size());
    json taken = ListOf(values, first, left);
    skipped -= first;
    left -= taken.size();
    more = more || first + taken.size() < values.size();
    return taken;
  }
};

// Answers each entry by `show`, which is given its points and its query.
template <typename Show>
json Batch(const Service& service, const json& entries, Show show) {
  json errors = json::array();
  json successes = json::array();
  for (const json& entry : entries) {
    const json id = entry.value("entryId", json(""));
    const Query query = QueryOf(entry);
    const Points* points = Find(service, query.alias);
    if (query.alias.empty()) {
      errors.push_back({{"entryId", id},
                        {"errorCode", "ResourceNotFoundException"},
                        {"errorMessage", "no such property"}});
      continue;
    }
    static const Points kNone;
    json success = show(points == nullptr ? kNone : *points, query);
    success["entryId"] = id;
    successes.push_back(std::move(success));
  }
  return {{"errorEntries", std::move(errors)},
          {"successEntries", std::move(successes)},
          {"skippedEntries", json::array()}};
}

}  // namespace

std::optional<json> Latest(const Service& service, std::string_view query) {
  const Points* points = Find(service, ParseQuery(query).alias);
  return points == nullptr ? std::nullopt : std::optional(json{{"propertyValue", Newest(*points)}});
}

std::optional<json> History(const Service& service, std::string_view text) {
  const Query query = ParseQuery(text);
  const Points* points = Find(service, query.alias);
  if (points == nullptr) {
    return std::nullopt;
  }
  const std::vector<json> selected = Select(*points, query);
  json answer = {{"assetPropertyValueHistory", ListOf(selected, query.first, query.page)}};
  if (query.first + query.page < selected.size()) {
    answer["nextToken"] = std::to_string(query.first + query.page);
  }
  return answer;
}

json BatchLatest(const Service& service, std::string_view body) {
  return Batch(service, Root(body, 128)["entries"], [](const Points& points, const Query&) {
    return points.empty() ? json::object() : json{{"assetPropertyValue", Newest(points)}};
  });
}

json BatchHistory(const Service& service, std::string_view body) {
  const json root = Root(body, 16);
  Page page;
  if (const auto size = root.find("maxResults"); size != root.end() && !size->is_null()) {
    page.left = ParseCount(size->is_number_integer() ? size->dump() : "", 1, kPageMax);
  }
  if (const auto token = root.find("nextToken"); token != root.end() && !token->is_null()) {
    page.skipped = ParseCount(token->get<std::string>(), 0, 999'999'999);
  }
  const std::size_t end = page.skipped + page.left;
  json answer = Batch(service, root["entries"], [&](const Points& points, const Query& query) {
    return json{{"assetPropertyValueHistory", page.Take(Select(points, query))}};
  });
  if (page.more) {
    answer["nextToken"] = std::to_string(end);
  }
  return answer;
}

}  // namespace ingest_example
