// Mutations of a case as a story: its steps, its series, its number.
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "fuzz/input/input.h"
#include "fuzz/mutator/mutation.h"
#include "fuzz/mutator/mutations_scalar.h"
#include "fuzz/mutator/read_words.h"
#include "generators/case/case.h"
#include "generators/directed/directed_cases.h"
#include "generators/random/random_case.h"
#include "generators/random/random_values.h"
#include "generators/random/stateful_case.h"
#include "generators/random/wire_case.h"
#include "spec/tqv.h"

namespace swc::fuzz {
namespace {

Json& Steps(Site& site) { return site.root["steps"]; }

bool CopyStep(Site& site) {
  Json& steps = Steps(site);
  if (steps.empty() || steps.size() >= kStepsMax) {
    return false;
  }
  Json copy = steps[site.dice.Below(steps.size())];
  steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(site.dice.Place(steps.size() + 1)),
               std::move(copy));
  return true;
}

bool DropStep(Site& site) {
  Json& steps = Steps(site);
  if (steps.size() < 2) {
    return false;
  }
  steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(site.dice.Place(steps.size())));
  return true;
}

bool SwapSteps(Site& site) {
  Json& steps = Steps(site);
  if (steps.size() < 2) {
    return false;
  }
  std::swap(steps[site.dice.Below(steps.size())], steps[site.dice.Below(steps.size())]);
  return true;
}

// Two values that may stand where one of them is stored already: a null, or NaN.
void MakeNothing(Json& value, Json& later, Dice& dice) {
  constexpr std::array<std::string_view, 2> kQualities = {"BAD", "UNCERTAIN"};
  const Json quality = dice.Pick(kQualities);
  value["quality"] = quality;
  later["quality"] = quality;
  const Json variant = value["value"];
  const std::string_view type = variant.contains("doubleValue")    ? "D"
                                : variant.contains("integerValue") ? "I"
                                : variant.contains("booleanValue") ? "B"
                                                                   : "S";
  later["value"] = type == "D" && dice.Chance(40) ? Json{{"doubleValue", "NaN"}}
                                                  : Json{{"nullValue", {{"valueType", type}}}};
  if (dice.Chance(40)) {
    std::swap(value["value"], later["value"]);
  }
}

// Writes a value once more, by a later put: another one of its type, or nothing.
bool Overwrite(Site& site) {
  Json& steps = Steps(site);
  Json* entry = site.Entry();
  constexpr std::size_t kAdded = 3;
  if (entry == nullptr || !entry->is_object() || !entry->contains("propertyValues") ||
      steps.size() + kAdded > kStepsMax) {
    return false;
  }
  Json& values = (*entry)["propertyValues"];
  if (!values.is_array() || values.empty()) {
    return false;
  }
  Json& value = values[site.dice.Below(values.size())];
  if (!value.is_object() || !value.contains("value") || !value["value"].is_object()) {
    return false;
  }
  Json later = value;
  if (site.dice.Chance(40)) {
    MakeNothing(value, later, site.dice);
  } else {
    ChangeVariant(later["value"]);
  }
  Json copy = *entry;
  copy["propertyValues"] = Json::array({std::move(later)});
  // What is read before and behind it may not come out of a cache.
  constexpr std::array<std::string_view, 2> kBy = {"alias", "ids"};
  Json read = nullptr;
  if (copy.contains("series") && site.dice.Chance(40)) {
    read = {{"latest", {{"series", copy["series"]}, {"by", site.dice.Pick(kBy)}}}};
    steps.push_back(read);
  }
  steps.push_back({{"put", {{"entries", Json::array({std::move(copy)})}}}});
  if (!read.is_null()) {
    steps.push_back(std::move(read));
  }
  return true;
}

// A history of a part of what is stored, in small pages, in either order.
Json HistoryOf(const std::string& series, Dice& dice) {
  Json read = {{"series", series}, {"quality", "GOOD"}};
  if (dice.Chance(60)) {
    read["maxResults"] = 1 + dice.Below(4);
  }
  if (dice.Chance(50)) {
    read["order"] = "DESCENDING";
  }
  if (dice.Chance(50)) {
    read["start"] = dice.Pick(ReadTimes());
  }
  if (dice.Chance(30)) {
    read["end"] = dice.Pick(ReadTimes());
  }
  if (dice.Chance(40)) {
    read["quality"] = spec::ToString(dice.Pick(spec::kQualities));
  }
  return read;
}

// One of the reads, of a series that the case has.
bool AddRead(Site& site) {
  Json& steps = Steps(site);
  const auto series = site.root.find("series");
  if (series == site.root.end() || !series->is_object() || series->empty() ||
      steps.size() >= kStepsMax) {
    return false;
  }
  auto name = series->begin();
  std::advance(name, static_cast<std::ptrdiff_t>(site.dice.Below(series->size())));
  Json step;
  switch (site.dice.Below(5)) {
    case 0:
      step["read_back"] = Json::array({name.key()});
      break;
    case 1:
      step["latest"]["series"] = name.key();
      break;
    case 2:
      step["batch_latest"]["series"] = Json::array({name.key()});
      break;
    default:
      step["history"] = HistoryOf(name.key(), site.dice);
  }
  steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(site.dice.Place(steps.size() + 1)),
               std::move(step));
  return true;
}

// Everything but the number comes from the generators of the random or the stateful phase.
bool Replace(Site& site) {
  constexpr int kSize = 60;
  const std::uint64_t seed = site.dice.Bits();
  const std::uint64_t index = site.dice.Bits();
  const generators::Case fresh = site.dice.Chance(50)
                                     ? generators::RandomCase(seed, index, kSize)
                                     : generators::StatefulCase(seed, index, kSize / 4);
  const Json id = site.root.value("id", Json(IdOf(0)));
  site.root = Json::parse(generators::ToJson(fresh), nullptr, false);
  site.root["id"] = id;
  site.puts.clear();
  return true;
}

// One of the cases that were written by hand for a clause, with the number that was there: what
// they say is the begin of more than the seeds hold.
bool ReplaceByDirected(Site& site) {
  const auto& directed = generators::DirectedCases();
  const auto& wire = generators::AllWireCases();
  const std::size_t chosen = site.dice.Below(directed.size() + wire.size());
  const generators::Case& fresh =
      chosen < directed.size() ? directed[chosen] : wire[chosen - directed.size()];
  const std::string text = generators::ToJson(fresh);
  if (fresh.steps.size() > kStepsMax || text.size() > kCaseBytesMax) {
    return false;
  }
  const Json id = site.root.value("id", Json(IdOf(0)));
  site.root = Json::parse(text, nullptr, false);
  site.root["id"] = id;
  return true;
}

// Another number: other policies, another mutant, other steps of the clock.
bool ChangeNumber(Site& site) {
  constexpr std::size_t kNumbers = 100'000;
  site.root["id"] = IdOf(site.dice.Below(kNumbers));
  return true;
}

bool ChangeSeries(Site& site) {
  const auto series = site.root.find("series");
  if (series == site.root.end() || !series->is_object() || series->empty()) {
    return false;
  }
  auto one = series->begin();
  std::advance(one, static_cast<std::ptrdiff_t>(site.dice.Below(series->size())));
  constexpr std::array<std::string_view, 7> kKinds = {
      "any", "stream", "measurement", "attribute", "denied", "computed", "unknown"};
  if (!one.value().is_object()) {
    return false;
  }
  if (site.dice.Chance(50)) {
    one.value()["kind"] = site.dice.Pick(kKinds);
  } else {
    one.value()["dataType"] = spec::ToString(site.dice.Pick(spec::kDataTypes));
  }
  return true;
}

// A series becomes a property of a type, and a value for it becomes one of any type.
bool TypeSeries(Site& site) {
  Json* entry = site.Entry();
  const auto series = site.root.find("series");
  if (entry == nullptr || !entry->is_object() || !entry->contains("series") ||
      !(*entry)["series"].is_string() || series == site.root.end() || !series->is_object()) {
    return false;
  }
  (*series)[(*entry)["series"].get<std::string>()] = {
      {"kind", "measurement"}, {"dataType", spec::ToString(site.dice.Pick(spec::kDataTypes))}};
  if (entry->contains("propertyValues") && (*entry)["propertyValues"].is_array()) {
    for (Json& value : (*entry)["propertyValues"]) {
      if (value.is_object() && site.dice.Chance(60)) {
        value["value"] =
            generators::SampleValueOf(site.dice.Pick(spec::kDataTypes), true, site.dice);
      }
    }
  }
  return true;
}

constexpr std::array kCaseMutations = std::to_array<Mutation>({
    {"copy-step", 6, CopyStep},
    {"drop-step", 4, DropStep},
    {"swap-steps", 3, SwapSteps},
    {"overwrite", 4, Overwrite},
    {"add-read", 4, AddRead},
    {"replace", 2, Replace},
    {"directed", 4, ReplaceByDirected},
    {"number", 12, ChangeNumber},
    {"series", 2, ChangeSeries},
    {"typed", 4, TypeSeries},
});

}  // namespace

std::span<const Mutation> CaseMutations() { return kCaseMutations; }

}  // namespace swc::fuzz
