#include "fuzz/mutator/written_reads.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "fuzz/mutator/mutation.h"
#include "spec/operation.h"
#include "spec/tqv.h"

namespace swc::fuzz {
namespace {

using spec::Operation;

std::string Text(const Json& object, const char* member, std::string_view otherwise) {
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>()
                                                     : std::string(otherwise);
}

std::string NameOf(const std::string& series, bool by_ids) {
  return by_ids ? fmt::format("assetId=${{{0}.assetId}}&propertyId=${{{0}.propertyId}}", series)
                : fmt::format("propertyAlias=${{{}.alias}}", series);
}

// Whether a series has ids for certain; most have a name of the other kind.
bool HasIds(const Site& site, const std::string& series) {
  const Json& wish = site.root["series"][series];
  const std::string kind = wish.is_object() ? Text(wish, "kind", "any") : "any";
  return kind == "measurement" || kind == "attribute" || kind == "computed" || kind == "denied";
}

// The members of a structured history, in a random part of the case's time.
Json SampleHistory(Dice& dice) {
  Json read = Json::object();
  if (dice.Chance(70)) {
    read["quality"] = spec::ToString(dice.Pick(spec::kQualities));
  }
  if (dice.Chance(80)) {
    read["start"] = "t0";
    read["end"] = "t0+60s";
  }
  if (dice.Chance(40)) {
    read["order"] = dice.Chance(50) ? "DESCENDING" : "ASCENDING";
  }
  if (dice.Chance(60)) {
    constexpr std::size_t kFew = 3;
    read["maxResults"] = 1 + dice.Below(kFew);
  }
  return read;
}

Json HistoryByQuery(const std::string& name, const Json& read) {
  std::string path = spec::PathOf(Operation::kHistory) + "?" + name;
  if (const std::string quality = Text(read, "quality", ""); !quality.empty()) {
    path += "&qualities=" + quality;
  }
  for (const auto& [from, to] : {std::pair("start", "startDate"), std::pair("end", "endDate")}) {
    if (const std::string time = Text(read, from, ""); !time.empty()) {
      path += fmt::format("&{}=${{{}.date}}", to, time);
    }
  }
  if (const std::string order = Text(read, "order", ""); !order.empty()) {
    path += "&timeOrdering=" + order;
  }
  if (read.contains("maxResults")) {
    path += "&maxResults=" + read["maxResults"].dump();
  }
  return {{"path", path}};
}

Json EntryOf(std::size_t number, const std::string& series, const Json& read) {
  Json entry = {{"entryId", fmt::format("r{}", number)}, {"series", series}};
  if (read.contains("by")) {
    entry["by"] = read["by"];
  }
  if (read.contains("quality")) {
    entry["qualities"] = Json::array({read["quality"]});
  }
  for (const auto& [from, to] : {std::pair("start", "startDate"), std::pair("end", "endDate")}) {
    if (const std::string time = Text(read, from, ""); !time.empty()) {
      entry[to] = fmt::format("${{{}.seconds}}", time);
    }
  }
  if (read.contains("order")) {
    entry["timeOrdering"] = read["order"];
  }
  return entry;
}

Json Batch(Operation operation, const Json& names, const Json& read) {
  Json body = {{"entries", Json::array()}};
  std::size_t number = 0;
  for (const Json& name : names) {
    if (name.is_string()) {
      body["entries"].push_back(EntryOf(++number, name.get<std::string>(), read));
    }
  }
  if (read.contains("maxResults")) {
    body["maxResults"] = read["maxResults"];
  }
  return {{"path", spec::PathOf(operation)}, {"body", std::move(body)}};
}

}  // namespace

Json WrittenRead(Site& site, const std::string& series) {
  const bool by_ids = HasIds(site, series);
  switch (site.dice.Below(6)) {
    case 0:
      return {{"path", spec::PathOf(Operation::kLatest) + "?" + NameOf(series, by_ids)}};
    case 1:
      return Batch(Operation::kBatchLatest, Json::array({series}), Json::object());
    case 2:
      return Batch(Operation::kBatchHistory, Json::array({series}), SampleHistory(site.dice));
    default:
      return HistoryByQuery(NameOf(series, by_ids), SampleHistory(site.dice));
  }
}

Json WrittenOut(const Json& step) {
  if (step.empty() || !step.front().is_object() || !step.front().contains("series")) {
    return nullptr;
  }
  const std::string& kind = step.begin().key();
  const Json& read = step.front();
  const Json& series = read["series"];
  const bool batch = kind == "batch_latest" || kind == "batch_history";
  if (batch) {
    return series.is_array()
               ? Batch(kind == "batch_latest" ? Operation::kBatchLatest : Operation::kBatchHistory,
                       series, read)
               : Json();
  }
  if (!series.is_string()) {
    return nullptr;
  }
  const std::string name = NameOf(series.get<std::string>(), Text(read, "by", "") == "ids");
  return kind == "latest" ? Json{{"path", spec::PathOf(Operation::kLatest) + "?" + name}}
                          : HistoryByQuery(name, read);
}

std::string OfSeries(std::string_view word, std::string_view series) {
  constexpr std::string_view kPlace = "{s}";
  std::string text(word);
  for (std::size_t at = text.find(kPlace); at != std::string::npos;
       at = text.find(kPlace, at + series.size())) {
    text.replace(at, kPlace.size(), series);
  }
  return text;
}

}  // namespace swc::fuzz
