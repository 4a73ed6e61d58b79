#include "generators/random/random_batch.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/case/json.h"
#include "generators/random/feature_weights.h"
#include "generators/random/random_times.h"
#include "generators/random/random_values.h"
#include "spec/contract.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

using spec::Contract;
using spec::DataType;
using spec::Quality;

constexpr std::size_t kSeriesMax = 3;

DataType SampleType(Dice& dice) { return static_cast<DataType>(dice.Weighted(kDataTypeWeights)); }

// A target for tests usually has one property of each kind and type, so no two are wanted.
bool IsTaken(const std::vector<SeriesWish>& series, const SeriesWish& wish) {
  const bool exclusive = wish.kind == SeriesKind::kMeasurement ||
                         wish.kind == SeriesKind::kAttribute ||
                         wish.kind == SeriesKind::kComputed || wish.kind == SeriesKind::kDenied;
  return exclusive && std::ranges::any_of(series, [&](const SeriesWish& other) {
           return other.kind == wish.kind &&
                  (other.kind != SeriesKind::kMeasurement || other.type == wish.type);
         });
}

SeriesWish SampleWish(const Swarm& swarm, Dice& dice) {
  SeriesWish wish;
  wish.type = SampleType(dice);
  if (swarm.Allows(Feature::kPropertySeries, dice)) {
    constexpr int kAttributePercent = 20;
    if (dice.Chance(kAttributePercent)) {
      wish.kind = SeriesKind::kAttribute;
      wish.type = DataType::kDouble;
    } else {
      wish.kind = SeriesKind::kMeasurement;
      wish.aliased = dice.Chance(50);
    }
  } else if (swarm.Allows(Feature::kRefusedSeries, dice)) {
    constexpr std::array kRefused = {SeriesKind::kComputed, SeriesKind::kDenied,
                                     SeriesKind::kUnknown};
    wish.kind = dice.Pick(kRefused);
    if (wish.kind != SeriesKind::kUnknown) {
      wish.type = DataType::kDouble;
    }
  } else {
    constexpr int kStreamPercent = 10;
    wish.kind = dice.Chance(kStreamPercent) ? SeriesKind::kStream : SeriesKind::kAny;
  }
  return wish;
}

// Null and NaN are values of quality BAD or UNCERTAIN (value.null.good, value.double.nan-good).
bool SampleNothing(DataType type, const Swarm& swarm, Dice& dice, Json& variant) {
  if (type == DataType::kDouble && swarm.Allows(Feature::kNanValues, dice)) {
    variant = ObjectOf(1);
    variant["doubleValue"] = "NaN";
    return true;
  }
  // The letter of STRUCT is contested (value.null.letter).
  if (type != DataType::kStruct && swarm.Allows(Feature::kNullValues, dice)) {
    Json null = ObjectOf(1);
    null["valueType"] = std::string(1, spec::NullLetter(type));
    variant = ObjectOf(1);
    variant["nullValue"] = std::move(null);
    return true;
  }
  return false;
}

}  // namespace

std::vector<SeriesWish> SampleSeries(const Swarm& swarm, Dice& dice) {
  std::size_t count = 1;
  if (swarm.Allows(Feature::kSeveralSeries, dice)) {
    count = 2 + dice.Below(kSeriesMax - 1);
  }
  // Two properties with ids and aliases, which one entry can confuse.
  constexpr int kAllAliasedPercent = 60;
  const bool all_aliased =
      count > 1 && dice.Chance(kAllAliasedPercent) && swarm.Allows(Feature::kPropertySeries, dice);
  std::vector<SeriesWish> series;
  for (std::size_t i = 0; i < count; ++i) {
    SeriesWish wish = SampleWish(swarm, dice);
    if (all_aliased) {
      wish = {.kind = SeriesKind::kMeasurement, .type = wish.type, .aliased = true};
    }
    if (IsTaken(series, wish)) {
      wish = {.type = wish.type};
    }
    wish.name = fmt::format("s{}", i + 1);
    series.push_back(std::move(wish));
  }
  return series;
}

Json BatchSampler::Batch(Dice& dice) {
  times_.BeginRequest();
  entry_ids_.clear();
  Json body = ObjectOf(2);
  switch (dice.Weighted(kPartialWeights)) {
    case 0:
      body["enablePartialEntryProcessing"] = true;
      break;
    case 1:
      body["enablePartialEntryProcessing"] = false;
      break;
    default:
      if (swarm_.Allows(Feature::kNullMembers, dice)) {
        body["enablePartialEntryProcessing"] = nullptr;
      }
  }
  std::size_t count = 1;
  full_ = dice.size() == kSizeMax && swarm_.Allows(Feature::kFullBatches, dice);
  if (full_) {
    count = Contract::Get().entries_max;
  } else if (swarm_.Allows(Feature::kManyEntries, dice)) {
    count = dice.Length(Contract::Get().entries_max);
  }
  Json entries = Json::array();
  entries.get_ref<Json::array_t&>().reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    entries.push_back(Entry(dice));
  }
  body["entries"] = std::move(entries);
  return body;
}

Json BatchSampler::Entry(Dice& dice) {
  times_.BeginEntry();
  const std::size_t index = dice.Below(series_.size());
  Json entry = ObjectOf(5);
  entry["entryId"] = EntryId(dice);
  AddIdentity(series_[index], entry, dice);
  std::size_t count = 1;
  if (full_) {
    count = Contract::Get().values_max;
  } else if (swarm_.Allows(Feature::kManyValues, dice)) {
    count = dice.Length(Contract::Get().values_max);
  }
  Json values = Json::array();
  values.get_ref<Json::array_t&>().reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    values.push_back(Value(index, dice));
  }
  entry["propertyValues"] = std::move(values);
  return entry;
}

Json BatchSampler::ExtraEntry(Dice& dice) {
  const SeriesWish& series = series_[dice.Below(series_.size())];
  Json values = Json::array();
  values.push_back(ExtraValue(series, dice));
  Json entry = ObjectOf(3);
  entry["entryId"] = EntryId(dice);
  entry["series"] = series.name;
  entry["propertyValues"] = std::move(values);
  return entry;
}

Json BatchSampler::ExtraValue(const SeriesWish& series, Dice& dice) {
  Json value = ObjectOf(3);
  value["value"] = SampleValueOf(series.type, false, dice);
  value["at"] = times_.TakeFresh();
  value["quality"] = "GOOD";
  return value;
}

Json BatchSampler::Value(std::size_t series_index, Dice& dice) {
  const SeriesWish& series = series_[series_index];
  Json variant;
  const bool nothing = SampleNothing(series.type, swarm_, dice, variant);
  if (!nothing) {
    const bool wild = swarm_.Allows(Feature::kWildValues, dice);
    variant = SampleValueOf(series.type, wild, dice);
    if (series.type != DataType::kDouble && swarm_.Allows(Feature::kNullMembers, dice)) {
      variant["doubleValue"] = nullptr;
    }
  }
  Quality quality = Quality::kGood;
  if (swarm_.Allows(Feature::kBadQuality, dice)) {
    quality = Quality::kBad;
  } else if (swarm_.Allows(Feature::kUncertainQuality, dice)) {
    quality = Quality::kUncertain;
  } else if (nothing) {
    quality = dice.Chance(50) ? Quality::kBad : Quality::kUncertain;
  }
  const bool fresh_series = series.kind == SeriesKind::kAny || series.kind == SeriesKind::kStream;
  std::string at =
      times_.Take({.series = series_index, .quality = quality, .near_now = fresh_series}, dice);
  Json value = ObjectOf(3);
  value["value"] = std::move(variant);
  if (swarm_.Allows(Feature::kExplicitTimestamps, dice)) {
    Json timestamp = ObjectOf(2);
    timestamp["timeInSeconds"] = "${" + at + ".seconds}";
    if (at.ends_with('s') && !at.ends_with("ns") && swarm_.Allows(Feature::kNullMembers, dice)) {
      timestamp["offsetInNanos"] = nullptr;  // A whole second.
    } else {
      timestamp["offsetInNanos"] = "${" + at + ".nanos}";
    }
    value["timestamp"] = std::move(timestamp);
  } else {
    value["at"] = std::move(at);
  }
  if (quality != Quality::kGood || !swarm_.Allows(Feature::kOmittedQuality, dice)) {
    value["quality"] = spec::ToString(quality);
  } else if (swarm_.Allows(Feature::kNullMembers, dice)) {
    value["quality"] = nullptr;
  }
  return value;
}

std::string BatchSampler::EntryId(Dice& dice) {
  std::string id = fmt::format("e{}", entry_ids_.size() + 1);
  if (swarm_.Allows(Feature::kWildEntryIds, dice)) {
    std::string wild = SampleEntryId(dice);
    constexpr int kOtherCasePercent = 30;
    if (dice.Chance(kOtherCasePercent)) {
      wild = fmt::format("E{}", entry_ids_.size());  // The one before in capitals (entry.id.case).
    }
    if (std::ranges::find(entry_ids_, wild) == entry_ids_.end()) {
      id = std::move(wild);
    }
  }
  // A wild id may have been "e2".
  while (std::ranges::find(entry_ids_, id) != entry_ids_.end()) {
    id += '_';
  }
  entry_ids_.push_back(id);
  return id;
}

void BatchSampler::AddIdentity(const SeriesWish& series, Json& entry, Dice& dice) {
  entry["series"] = series.name;
  const bool named_twice = series.aliased || series.kind == SeriesKind::kUnknown;
  if (named_twice) {
    if (series.aliased && swarm_.Allows(Feature::kBothIdentities, dice)) {
      entry["by"] = "both";
    } else if (dice.Chance(50)) {
      const bool ids = dice.Chance(50);
      entry["by"] = ids ? "ids" : "alias";
      if (ids && swarm_.Allows(Feature::kNullMembers, dice)) {
        entry["propertyAlias"] = nullptr;
      }
    }
  } else if (series.kind == SeriesKind::kStream && swarm_.Allows(Feature::kWildAliases, dice)) {
    // Another stream, below the one that was lent.
    constexpr std::size_t kNonAscii = 300;
    const std::array<std::string, 3> aliases = {
        fmt::format("${{{}.alias:{}}}", series.name, Contract::Get().alias_length_agreed),
        fmt::format("${{{}.alias:{}\u00e9}}", series.name, kNonAscii),
        fmt::format("${{{}.alias:{}\u20ac}}", series.name, kNonAscii)};
    entry.erase("series");
    entry["propertyAlias"] = dice.Pick(aliases);
  } else if (series.kind == SeriesKind::kStream && swarm_.Allows(Feature::kNullMembers, dice)) {
    // wire.member.null-is-absent
    entry["by"] = "alias";
    entry["assetId"] = nullptr;
  }
}

}  // namespace swc::generators
