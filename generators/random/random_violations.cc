#include "generators/random/random_violations.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/case/json.h"
#include "generators/random/random_batch.h"
#include "generators/random/random_values.h"
#include "generators/random/violation_table.h"
#include "spec/check.h"
#include "spec/contract.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

using spec::DataType;

// Not a place in a list.
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// Returns the alternatives that a row spells out.
const Json& AlternativesOf(const ViolationRow& row) {
  static const std::vector<Json> alternatives = [] {
    std::vector<Json> lists;
    for (const ViolationRow& each : kViolations) {
      lists.push_back(each.members.empty() ? Json::array()
                                           : Json::parse(each.members, nullptr, false));
      SWC_CHECK(lists.back().is_array(), std::string(each.name).c_str());
    }
    return lists;
  }();
  return alternatives[static_cast<std::size_t>(&row - kViolations.data())];
}

// Members that stand for the same thing must not be set by two violations.
std::string_view MeaningOf(std::string_view member) {
  if (member == "at") {
    return "timestamp";
  }
  constexpr std::array<std::string_view, 4> kIdentity = {"by", "assetId", "propertyId",
                                                         "propertyAlias"};
  return std::ranges::find(kIdentity, member) != kIdentity.end() ? "series" : member;
}

// Removes what a new member stands for.
void MakeRoom(std::string_view member, Json& object) {
  if (member == "timestamp") {
    object.erase("at");
  } else if (member == "at") {
    object.erase("timestamp");
  } else if (MeaningOf(member) == "series") {
    for (const char* name : {"series", "by", "assetId", "propertyId", "propertyAlias"}) {
      object.erase(name);
    }
  }
}

bool HasValues(const Json& entry) {
  const auto values = entry.find("propertyValues");
  return values != entry.end() && values->is_array() && !values->empty();
}

// A list that is full stays as long as it is, so that only this clause is broken.
void Insert(Json element, std::size_t place, std::size_t count_max, Json& list) {
  if (list.size() >= count_max) {
    list[place] = std::move(element);
  } else {
    const bool last = place + 1 == list.size();
    list.insert(list.begin() + static_cast<std::ptrdiff_t>(last ? list.size() : place),
                std::move(element));
  }
}

}  // namespace

const SeriesWish* ViolationPlacer::SeriesOf(const Json& entry) const {
  if (!entry.is_object() || !entry.contains("series")) {
    return nullptr;
  }
  const auto found = std::ranges::find(
      test_case_.series, entry.at("series").get_ref<const std::string&>(), &SeriesWish::name);
  return found == test_case_.series.end() ? nullptr : &*found;
}

bool ViolationPlacer::SuitsEntry(const ViolationRow& row, const Json& entry) const {
  if (!entry.is_object()) {
    return false;
  }
  if (row.fits == Fits::kAll || row.fits == Fits::kTwoEntries) {
    return true;
  }
  const SeriesWish* series = SeriesOf(entry);
  if (series == nullptr) {
    return false;
  }
  const bool stream = series->kind == SeriesKind::kAny || series->kind == SeriesKind::kStream;
  switch (row.fits) {
    case Fits::kDouble:
      return series->type == DataType::kDouble;
    case Fits::kInteger:
      return series->type == DataType::kInteger;
    case Fits::kText:
      return series->type == DataType::kString || series->type == DataType::kStruct;
    case Fits::kProperty:
      return series->kind == SeriesKind::kMeasurement || series->kind == SeriesKind::kAttribute;
    case Fits::kStream:
      return stream && HasValues(entry) && entry.at("propertyValues").size() > 1;
    default:
      return series->aliased && std::ranges::count_if(test_case_.series, &SeriesWish::aliased) > 1;
  }
}

bool ViolationPlacer::Suits(const ViolationRow& row) const {
  const Json& entries = body_.at("entries");
  if (row.fits == Fits::kTwoEntries && entries.size() < 2) {
    return false;
  }
  return std::ranges::any_of(entries, [&](const Json& entry) { return SuitsEntry(row, entry); });
}

std::optional<std::size_t> ViolationPlacer::PickEntry(const ViolationRow& row, bool with_values,
                                                      Dice& dice) const {
  const auto entries = body_.find("entries");
  if (entries == body_.end() || !entries->is_array()) {
    return std::nullopt;
  }
  std::vector<std::size_t> suitable;
  for (std::size_t i = 0; i < entries->size(); ++i) {
    if (SuitsEntry(row, (*entries)[i]) && (!with_values || HasValues((*entries)[i]))) {
      suitable.push_back(i);
    }
  }
  if (suitable.empty()) {
    return std::nullopt;
  }
  return suitable[dice.Place(suitable.size())];
}

Json ViolationPlacer::Members(const ViolationRow& row, std::size_t entry, Dice& dice) const {
  if (row.compute != nullptr) {
    const SeriesWish* series = entry == kNone ? nullptr : SeriesOf(body_.at("entries").at(entry));
    return row.compute({.test_case = test_case_, .body = body_, .entry = entry, .series = series},
                       dice);
  }
  const Json& alternatives = AlternativesOf(row);
  return alternatives[dice.Below(alternatives.size())];
}

bool ViolationPlacer::SetMembers(const Json& members, Json& object, Spot spot) {
  if (!members.is_object() || !object.is_object()) {
    return false;
  }
  std::vector<Spot> spots;
  for (const auto& [name, value] : members.items()) {
    spot.member = MeaningOf(name);
    if (std::ranges::find(taken_, spot) != taken_.end()) {
      return false;
    }
    spots.push_back(spot);
  }
  // An object with room of its own: a growing one copies all it holds.
  Json changed = ObjectOf(object.size() + members.size());
  for (const auto& [name, value] : members.items()) {
    MakeRoom(name, object);
  }
  for (auto member = object.begin(); member != object.end(); ++member) {
    if (!members.contains(member.key())) {
      changed[member.key()] = std::move(member.value());
    }
  }
  for (const auto& [name, value] : members.items()) {
    if (value != "$drop") {
      changed[name] = value;
    }
  }
  object = std::move(changed);
  taken_.insert(taken_.end(), spots.begin(), spots.end());
  return true;
}

bool ViolationPlacer::AddMore(Json& list, std::size_t count_max, const SeriesWish* series,
                              Dice& dice) {
  constexpr std::array<std::size_t, 4> kBeyond = {1, 1, 2, 10};
  const std::size_t count = count_max + dice.Pick(kBeyond);
  list.get_ref<Json::array_t&>().reserve(count);
  while (list.size() < count) {
    list.push_back(series == nullptr ? batches_.ExtraEntry(dice)
                                     : batches_.ExtraValue(*series, dice));
  }
  return true;
}

bool ViolationPlacer::Apply(const ViolationRow& row, Dice& dice) {
  if (row.part == Part::kRequest) {
    return ApplyAt(row, {}, dice);
  }
  const auto entry = PickEntry(row, InValues(row), dice);
  if (!entry) {
    return false;
  }
  ViolationPlace place{.entry = *entry};
  if (row.part == Part::kEntryElement) {
    place.entry = dice.Place(body_.at("entries").size());
  } else if (InValues(row)) {
    place.value = dice.Place(body_.at("entries")[*entry].at("propertyValues").size());
  }
  return ApplyAt(row, place, dice);
}

bool ViolationPlacer::ApplyAt(const ViolationRow& row, ViolationPlace place, Dice& dice) {
  const spec::Contract& contract = spec::Contract::Get();
  if (row.part == Part::kRequest) {
    return SetMembers(Members(row, kNone, dice), body_,
                      {.entry = kNone, .value = kNone, .member = {}});
  }
  Json& entries = body_.at("entries");
  if (row.part == Part::kMoreEntries) {
    return AddMore(entries, contract.entries_max, nullptr, dice);
  }
  if (row.part == Part::kEntryElement) {
    Insert(Members(row, kNone, dice), place.entry, contract.entries_max, entries);
    return true;
  }
  Json& entry = entries.at(place.entry);
  if (row.part == Part::kEntry) {
    const bool set = SetMembers(Members(row, place.entry, dice), entry,
                                {.entry = place.entry, .value = kNone, .member = {}});
    if (set && row.fits == Fits::kTwoEntries) {
      // Any of the others may be the one that is repeated.
      for (std::size_t i = 0; i < entries.size(); ++i) {
        taken_.push_back({.entry = i, .value = kNone, .member = "entryId"});
      }
    }
    return set;
  }
  if (!HasValues(entry)) {
    return false;
  }
  Json& values = entry.at("propertyValues");
  if (row.part == Part::kMoreValues) {
    const SeriesWish* series = SeriesOf(entry);
    return series != nullptr && AddMore(values, contract.values_max, series, dice);
  }
  if (row.part == Part::kValueElement) {
    Insert(Members(row, place.entry, dice), place.value, contract.values_max, values);
    return true;
  }
  return SetMembers(Members(row, place.entry, dice), values.at(place.value),
                    {.entry = place.entry, .value = place.value, .member = {}});
}

}  // namespace swc::generators
