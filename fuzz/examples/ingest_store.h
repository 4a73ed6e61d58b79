// Example of an implementation under test: the values that a small ingest service keeps.
//
// It is a program of its own, as a user of the suite would have it: nothing of the suite is
// included here or in ingest_handler.cc but sitewise_plugin.h.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace ingest_example {

using nlohmann::json;

struct Time {
  std::int64_t seconds = 0;
  std::int64_t nanos = 0;
  friend auto operator<=>(const Time&, const Time&) = default;
};

struct Key {
  Time time;
  std::string quality;
  friend auto operator<=>(const Key&, const Key&) = default;
};

// Values by alias; a Variant as the JSON in which it came.
using Points = std::map<Key, json>;
using Streams = std::map<std::string, Points, std::less<>>;

struct Service {
  Time now;
  Streams streams;
};

// What a request breaks as a whole: a message for a 400.
struct Refusal {
  std::string message;
};

// Whether series, and entries of puts and reads, may be called so.
[[nodiscard]] bool IsAlias(std::string_view text);
[[nodiscard]] bool IsEntryId(std::string_view id);

// Carries out a put, and returns the body of its 200. Throws Refusal.
[[nodiscard]] json Put(Service& service, std::string_view body);

// Answer the four reads. A stream that does not exist gives nothing; bad requests throw Refusal.
[[nodiscard]] std::optional<json> Latest(const Service& service, std::string_view query);
[[nodiscard]] std::optional<json> History(const Service& service, std::string_view text);
[[nodiscard]] json BatchLatest(const Service& service, std::string_view body);
[[nodiscard]] json BatchHistory(const Service& service, std::string_view body);

}  // namespace ingest_example
