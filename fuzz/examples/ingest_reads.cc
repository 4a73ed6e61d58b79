// Example of an implementation under test: the four reads.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fuzz/examples/ingest_query.h"
#include "fuzz/examples/ingest_store.h"

namespace ingest_example {
namespace {

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
    if (query.quality.empty()) {
      throw Refusal{"a quality is empty"};
    }
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
  if (const auto token = root.find("nextToken"); token != root.end() && !token->is_null()) {
    (void)ParseCount(token->get<std::string>(), 0, kTokenMax);
  }
  for (json& entry : root["entries"]) {
    std::erase_if(entry.get_ref<json::object_t&>(),
                  [](const auto& member) { return member.second.is_null(); });
    if (!IsEntryId(entry.value("entryId", ""))) {
      throw Refusal{"entryId has 1 to 64 plain characters"};
    }
    const std::string alias = entry.value("propertyAlias", "");
    const bool ids = entry.contains("assetId");
    if (entry.contains("propertyId") != ids || ids == IsAlias(alias) || ids != alias.empty()) {
      throw Refusal{"either propertyAlias or assetId and propertyId is required"};
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
    if (points == nullptr) {
      errors.push_back({{"entryId", id},
                        {"errorCode", "ResourceNotFoundException"},
                        {"errorMessage", "no such property"}});
      continue;
    }
    json success = show(*points, query);
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
    page.skipped = ParseCount(token->get<std::string>(), 0, kTokenMax);
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
