// A vocabulary for requests in tests of the reference server, and a corpus of request sequences.
//
// Law: the corpus is wide enough that every mutant answers one of its sequences unlike the plain
// server. All times are relative to one fixed clock.
//
// Example: Sequence{"overwrite", {PutOne({Tqv(Double("1"), At(kNow))})}}
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "spec/http_message.h"

namespace swc::reference::mutant_testing {

inline constexpr std::int64_t kNow = 1'760'000'000;
inline constexpr std::int32_t kNowNanos = 123'456'789;
inline constexpr std::int64_t kOldest = kNow - 604'800;
inline constexpr std::int64_t kNewest = kNow + 600;

// Returns a timestamp. `nanos` is JSON text; empty leaves it out.
inline std::string At(std::int64_t seconds, std::string_view nanos = "0") {
  return nanos.empty()
             ? fmt::format(R"({{"timeInSeconds":{}}})", seconds)
             : fmt::format(R"({{"timeInSeconds":{},"offsetInNanos":{}}})", seconds, nanos);
}

// Returns a TQV; `quality` is JSON text, and empty leaves it out.
inline std::string Tqv(std::string_view variant, std::string_view time,
                       std::string_view quality = R"("GOOD")") {
  const std::string last = quality.empty() ? "" : fmt::format(R"(,"quality":{})", quality);
  return fmt::format(R"({{"value":{},"timestamp":{}{}}})", variant, time, last);
}

inline std::string Double(std::string_view number) {
  return fmt::format(R"({{"doubleValue":{}}})", number);
}
inline std::string Integer(std::string_view number) {
  return fmt::format(R"({{"integerValue":{}}})", number);
}
inline std::string Text(std::string_view text) {
  return nlohmann::json{{"stringValue", text}}.dump();
}
inline std::string Boolean(std::string_view text) {
  return fmt::format(R"({{"booleanValue":{}}})", text);
}
inline std::string Null(std::string_view letter) {
  return fmt::format(R"({{"nullValue":{{"valueType":"{}"}}}})", letter);
}

inline constexpr std::string_view kBad = R"("BAD")";
inline constexpr std::string_view kUncertain = R"("UNCERTAIN")";

// How an entry names its series.
inline std::string ByAlias(std::string_view alias) {
  return "\"propertyAlias\":" + nlohmann::json(alias).dump();
}
inline std::string ByIds(std::string_view asset, std::string_view property) {
  return fmt::format(R"("assetId":"{}","propertyId":"{}")", asset, property);
}
inline constexpr std::string_view kAsset = "a1b2c3d4-5678-4abc-8def-000000000001";
inline std::string PropertyId(std::string_view digits) {
  return "b1b2c3d4-5678-4abc-8def-0000000000" + std::string(digits);
}
inline std::string ByIds(std::string_view digits) { return ByIds(kAsset, PropertyId(digits)); }

inline std::string List(const std::vector<std::string>& items) {
  return fmt::format("[{}]", fmt::join(items, ","));
}

inline std::string Entry(std::string_view id, std::string_view identity,
                         const std::vector<std::string>& values) {
  return fmt::format(R"({{"entryId":"{}",{},"propertyValues":{}}})", id, identity, List(values));
}

inline spec::HttpRequest Raw(std::string body) {
  return {.method = "POST",
          .target = "/properties",
          .headers = {{"Content-Type", "application/json"}},
          .body = std::move(body)};
}

// Returns a put; `flag` is JSON text, and empty leaves it out.
inline spec::HttpRequest Put(std::string_view flag, const std::vector<std::string>& entries) {
  const std::string first =
      flag.empty() ? "" : fmt::format(R"("enablePartialEntryProcessing":{},)", flag);
  return Raw(fmt::format(R"({{{}"entries":{}}})", first, List(entries)));
}

// A put of values of one series.
inline spec::HttpRequest PutOne(const std::vector<std::string>& values,
                                std::string_view alias = "/s1", std::string_view flag = "true") {
  return Put(flag, {Entry("e1", ByAlias(alias), values)});
}

// `count` numbered doubles, one each second from `seconds` on.
inline std::vector<std::string> Numbers(std::size_t count, std::int64_t seconds = kNow) {
  std::vector<std::string> values;
  values.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    values.push_back(
        Tqv(Double(fmt::format("{}.5", i + 1)), At(seconds + static_cast<std::int64_t>(i))));
  }
  return values;
}

// `count` entries of `values` numbered doubles, each of a series of its own.
inline std::vector<std::string> Entries(std::size_t count, std::size_t values = 1) {
  std::vector<std::string> entries;
  entries.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    entries.push_back(
        Entry(fmt::format("e{}", i), ByAlias(fmt::format("/s{}", i)), Numbers(values, kNow - 100)));
  }
  return entries;
}

struct Sequence {
  std::string name;
  std::vector<spec::HttpRequest> requests;
};

// Returns the sequences, about seventy of them.
[[nodiscard]] const std::vector<Sequence>& Corpus();

}  // namespace swc::reference::mutant_testing
