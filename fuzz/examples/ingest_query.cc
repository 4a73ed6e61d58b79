#include "fuzz/examples/ingest_query.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <map>
#include <string>
#include <string_view>

#include "fuzz/examples/ingest_store.h"

namespace ingest_example {
namespace {

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

}  // namespace

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
  if (!query.alias.empty() && !IsAlias(query.alias)) {
    throw Refusal{"propertyAlias is too long or has controls"};
  }
  const bool asset = parameters.contains("assetId");
  const bool property = parameters.contains("propertyId");
  if (asset != property || asset != query.alias.empty()) {
    throw Refusal{"either propertyAlias or assetId and propertyId is required"};
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
    query.first = ParseCount(get("nextToken"), 0, kTokenMax);
  }
  return query;
}

}  // namespace ingest_example
