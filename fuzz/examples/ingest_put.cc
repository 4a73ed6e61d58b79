// Example of an implementation under test: the put. It has one planted bug, in `StoreFromBehind`.
#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fuzz/examples/ingest_store.h"

namespace ingest_example {
namespace {

constexpr std::size_t kListMax = 10;
constexpr std::int64_t kWindowPast = 604'800;
constexpr std::int64_t kWindowFuture = 600;

struct Value {
  Time time;
  std::string quality;
  json variant;
};

struct Entry {
  std::string id;
  std::string alias;  // Empty: ids, of which this service knows none.
  std::vector<Value> values;
};

void Require(bool condition, const char* message) {
  if (!condition) {
    throw Refusal{message};
  }
}

// A member that is not null, or nothing.
const json* Member(const json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::size_t CodePoints(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool HasControls(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7F;
  });
}

bool IsUuid(std::string_view text) {
  constexpr std::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  bool nil = true;
  for (std::size_t i = 0; i < text.size() && text.size() == kShape.size(); ++i) {
    const char c = text[i];
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (kShape[i] == '-' ? c != '-' : !hex) {
      return false;
    }
    nil = nil && (c == '-' || c == '0');
  }
  return text.size() == kShape.size() && !nil;
}

json ParseText(const json& value) {
  Require(value.is_string(), "stringValue is a string");
  auto text = value.get<std::string>();
  Require(CodePoints(text) <= 1024 && !HasControls(text),
          "stringValue is too long or has controls");
  return text;
}

json ParseDouble(const json& value) {
  if (value == "NaN") {
    return value;
  }
  Require(value.is_number() && std::abs(value.get<double>()) <= 1e10,
          "doubleValue is out of range");
  return value.get<double>();
}

json ParseInteger(const json& value) {
  Require(value.is_number_integer(), "integerValue is an integer");
  const bool fits = value.is_number_unsigned() ? value.get<std::uint64_t>() <= 2147483647
                                               : value.get<std::int64_t>() >= -2147483648LL;
  Require(fits, "integerValue has 32 bits");
  return value;
}

json ParseNull(const json& value, const std::string& quality) {
  static const std::set<std::string> letters = {"D", "B", "S", "I", "U"};
  Require(value.is_object(), "nullValue is an object");
  const json* letter = Member(value, "valueType");
  Require(letter != nullptr && letter->is_string() && letters.contains(letter->get<std::string>()),
          "valueType is one of D, B, S, I, U");
  Require(quality != "GOOD", "a null is not GOOD");
  return {{"valueType", *letter}};
}

json ParseVariant(const json& variant, const std::string& quality) {
  Require(variant.is_object(), "value is an object");
  constexpr std::array kMembers = {"stringValue", "doubleValue", "integerValue", "booleanValue",
                                   "nullValue"};
  const auto given = std::ranges::count_if(
      kMembers, [&](const char* name) { return Member(variant, name) != nullptr; });
  Require(given == 1, "value has one member");
  if (const json* text = Member(variant, "stringValue")) {
    return {{"stringValue", ParseText(*text)}};
  }
  if (const json* number = Member(variant, "doubleValue")) {
    return {{"doubleValue", ParseDouble(*number)}};
  }
  if (const json* number = Member(variant, "integerValue")) {
    return {{"integerValue", ParseInteger(*number)}};
  }
  if (const json* flag = Member(variant, "booleanValue")) {
    Require(flag->is_boolean(), "booleanValue is a boolean");
    return {{"booleanValue", *flag}};
  }
  return {{"nullValue", ParseNull(*Member(variant, "nullValue"), quality)}};
}

std::int64_t ParseNumber(const json* number, std::int64_t min, std::int64_t max) {
  Require(number != nullptr && number->is_number_integer(), "a timestamp has whole numbers");
  const bool too_great = number->is_number_unsigned() &&
                         number->get<std::uint64_t>() > static_cast<std::uint64_t>(max);
  Require(!too_great && number->get<std::int64_t>() >= min, "a timestamp is out of range");
  return number->get<std::int64_t>();
}

Value ParseValue(const json& node) {
  Require(node.is_object(), "a property value is an object");
  Value value{.quality = "GOOD"};
  if (const json* quality = Member(node, "quality")) {
    Require(*quality == "GOOD" || *quality == "BAD" || *quality == "UNCERTAIN",
            "quality is GOOD, BAD or UNCERTAIN");
    value.quality = quality->get<std::string>();
  }
  const json* variant = Member(node, "value");
  const json* time = Member(node, "timestamp");
  Require(variant != nullptr && time != nullptr && time->is_object(),
          "value and timestamp are required");
  value.variant = ParseVariant(*variant, value.quality);
  value.time.seconds = ParseNumber(Member(*time, "timeInSeconds"), 1, 9'223'372'036'854'774);
  if (const json* nanos = Member(*time, "offsetInNanos")) {
    value.time.nanos = ParseNumber(nanos, 0, 999'999'999);
  }
  return value;
}

void ParseIdentity(const json& node, Entry& entry) {
  const json* alias = Member(node, "propertyAlias");
  const json* asset = Member(node, "assetId");
  const json* property = Member(node, "propertyId");
  if (alias != nullptr) {
    Require(asset == nullptr && property == nullptr, "an entry has ids or an alias");
    Require(alias->is_string(), "propertyAlias is a string");
    entry.alias = alias->get<std::string>();
    Require(IsAlias(entry.alias), "propertyAlias is empty, too long or has controls");
    return;
  }
  for (const json* id : {asset, property}) {
    Require(id != nullptr && id->is_string() && IsUuid(id->get<std::string>()),
            "assetId and propertyId are lower-case UUIDs");
  }
}

Entry ParseEntry(const json& node) {
  Require(node.is_object(), "an entry is an object");
  Entry entry;
  const json* id = Member(node, "entryId");
  Require(id != nullptr && id->is_string(), "entryId is required");
  entry.id = id->get<std::string>();
  Require(IsEntryId(entry.id), "entryId has 1 to 64 plain characters");
  ParseIdentity(node, entry);
  const json* values = Member(node, "propertyValues");
  Require(values != nullptr && values->is_array() && values->size() <= kListMax,
          "propertyValues is a list of at most 10");
  for (const json& value : *values) {
    entry.values.push_back(ParseValue(value));
  }
  return entry;
}

json ErrorOf(const std::string& code, json times) {
  return {{"errorCode", code}, {"errorMessage", code}, {"timestamps", std::move(times)}};
}

// Returns how many values at the front come newest first.
std::size_t NewestFirst(const std::vector<Value>& values) {
  std::size_t count = 1;
  while (count < values.size() && values[count].time < values[count - 1].time) {
    ++count;
  }
  return count;
}

// The map takes values in ascending order faster.
void StoreFromBehind(const std::vector<Value>& values, Points& points) {
  for (std::size_t i = values.size() - 1; i > 0; --i) {  // The bug: the newest value is left out.
    points[{values[i].time, values[i].quality}] = values[i].variant;
  }
}

// A dump of a collector that lost its connection: newest first, good again at last.
bool IsDump(const std::vector<Value>& values) {
  constexpr std::size_t kLong = 5;
  if (values.size() >= kLong) {
    if (NewestFirst(values) == values.size()) {
      if (values.back().quality == "BAD") {
        return values.front().quality == "UNCERTAIN";
      }
    }
  }
  return false;
}

// Stores an entry. Returns its errors.
json Carry(Service& service, const Entry& entry, bool partial) {
  if (entry.alias.empty()) {
    return json::array({ErrorOf("ResourceNotFoundException", json::array())});
  }
  const Time oldest{service.now.seconds - kWindowPast, service.now.nanos};
  const Time newest{service.now.seconds + kWindowFuture, service.now.nanos};
  json late = json::array();
  for (const Value& value : entry.values) {
    if (value.time < oldest || value.time > newest) {
      late.push_back({{"timeInSeconds", value.time.seconds}, {"offsetInNanos", value.time.nanos}});
    }
  }
  if (late.empty() && IsDump(entry.values)) {
    StoreFromBehind(entry.values, service.streams[entry.alias]);
    return json::array();
  }
  for (const Value& value : entry.values) {
    const bool good = value.time >= oldest && value.time <= newest;
    if (good && (partial || late.empty())) {
      service.streams[entry.alias][{value.time, value.quality}] = value.variant;
    }
  }
  return late.empty() ? json::array()
                      : json::array({ErrorOf("TimestampOutOfRangeException", std::move(late))});
}

}  // namespace

bool IsAlias(std::string_view text) {
  return !text.empty() && CodePoints(text) <= 2048 && !HasControls(text);
}

bool IsEntryId(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::ranges::all_of(id, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '-';
  });
}

json Put(Service& service, std::string_view body) {
  Require(body.find('\0') == std::string_view::npos, "NUL is not JSON");
  const json root = json::parse(body, nullptr, false);
  Require(root.is_object(), "the body is no JSON object");
  bool partial = false;
  if (const json* flag = Member(root, "enablePartialEntryProcessing")) {
    Require(flag->is_boolean(), "enablePartialEntryProcessing is a boolean");
    partial = flag->get<bool>();
  }
  const json* list = Member(root, "entries");
  Require(list != nullptr && list->is_array() && !list->empty() && list->size() <= kListMax,
          "entries is a list of 1 to 10");
  std::vector<Entry> entries;
  std::set<std::string> ids;
  for (const json& node : *list) {
    entries.push_back(ParseEntry(node));
    Require(ids.insert(entries.back().id).second, "an entryId stands twice");
  }
  json errors = json::array();
  for (const Entry& entry : entries) {
    json of_entry = Carry(service, entry, partial);
    if (!of_entry.empty()) {
      errors.push_back({{"entryId", entry.id}, {"errors", std::move(of_entry)}});
    }
  }
  return {{"errorEntries", std::move(errors)}};
}

}  // namespace ingest_example
