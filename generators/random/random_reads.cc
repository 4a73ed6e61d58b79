#include "generators/random/random_reads.h"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/case/json.h"
#include "generators/random/feature_weights.h"
#include "spec/contract.h"
#include "spec/operation.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

using Names = std::vector<std::string>;

bool IsFresh(const SeriesWish& wish) {
  return wish.kind == SeriesKind::kAny || wish.kind == SeriesKind::kStream;
}

bool IsUnknown(const SeriesWish& wish) { return wish.kind == SeriesKind::kUnknown; }

// Whether the caller may read it, and it exists.
bool IsReadable(const SeriesWish& wish) {
  return wish.kind != SeriesKind::kDenied && !IsUnknown(wish);
}

// Whether it has ids that the caller may read by.
bool HasIds(const SeriesWish& wish) {
  return wish.kind == SeriesKind::kMeasurement || wish.kind == SeriesKind::kAttribute;
}

template <typename Predicate>
Names NamesOf(const Case& test_case, Predicate predicate) {
  Names names;
  for (const SeriesWish& wish : test_case.series) {
    if (predicate(wish)) {
      names.push_back(wish.name);
    }
  }
  return names;
}

// A part of the case's slice of time, by whole seconds, which every way of writing a date can say.
void AddRange(Dice& dice, Json& query) {
  using Range = std::array<std::string_view, 2>;
  constexpr std::array<Range, 5> kRanges = {Range{"t0", "t0+60s"}, Range{"t0", "t0+1s"},
                                            Range{"t0+1s", "t0+2s"}, Range{"t0+1s", "t0+60s"},
                                            Range{"t0+2s", "t0+59s"}};
  const Range& range = dice.Pick(kRanges);
  query["start"] = range[0];
  query["end"] = range[1];
}

void AddFilter(Dice& dice, Json& query) {
  query["quality"] = spec::ToString(dice.Pick(spec::kQualities));
  AddRange(dice, query);
}

void AddOrder(Dice& dice, Json& query) {
  if (dice.Chance(50)) {
    query["order"] = dice.Chance(60) ? "DESCENDING" : "ASCENDING";
  }
}

void AddPaging(Dice& dice, Json& query) {
  constexpr std::size_t kResultsMax = 5;  // Small, so that there are several pages.
  if (dice.Chance(50)) {
    query["maxResults"] = 1 + dice.Below(kResultsMax);
  }
  AddOrder(dice, query);
}

// Adds the number of entries of a batch read: as many as it may have, one more, none, or several
// for each series. Without it there is one entry for each series.
void AddEntryCount(Dice& dice, std::size_t entries_max, Json& query) {
  constexpr int kCountedPercent = 15;
  if (!dice.Chance(kCountedPercent)) {
    return;
  }
  const std::size_t beyond_put = spec::Contract::Get().entries_max + 1;
  const std::array<std::size_t, 5> counts = {0, 4, beyond_put, entries_max, entries_max + 1};
  query["entries"] = dice.Pick(counts);
}

// A read by ids that are not whole, or hold more than an id (read.request.identity).
Json FaultyRead(Dice& dice, const std::string& name) {
  constexpr std::array<std::string_view, 6> kPaths = {
      "{1}?propertyId=${{{0}.propertyId}}",
      "{1}?assetId=${{{0}.assetId}}",
      "{1}?assetId=${{{0}.assetId}}&propertyId=${{{0}.propertyId}}a",
      "{2}?qualities=GOOD&startDate=${{t0.date}}&endDate=${{t0+60s.date}}"
      "&propertyId=${{{0}.propertyId}}",
      "{2}?qualities=GOOD&startDate=${{t0.date}}&endDate=${{t0+60s.date}}"
      "&assetId=${{{0}.assetId}}",
      "{2}?qualities=GOOD&startDate=${{t0.date}}&endDate=${{t0+60s.date}}"
      "&assetId=${{{0}.assetId}}0&propertyId=${{{0}.propertyId}}"};
  return {{"path", fmt::format(fmt::runtime(dice.Pick(kPaths)), name,
                               spec::PathOf(spec::Operation::kLatest),
                               spec::PathOf(spec::Operation::kHistory))}};
}

// Which series each read may name. The current value of a property depends on what others wrote
// (read.latest.newest).
Names NamesFor(StepKind kind, const Case& test_case) {
  switch (kind) {
    case StepKind::kLatest:
      return NamesOf(test_case, IsFresh);
    case StepKind::kBatchLatest:
      return NamesOf(test_case,
                     [](const SeriesWish& wish) { return IsFresh(wish) || IsUnknown(wish); });
    case StepKind::kBatchHistory:
      return NamesOf(test_case,
                     [](const SeriesWish& wish) { return IsReadable(wish) || IsUnknown(wish); });
    case StepKind::kReadRaw:
      return NamesOf(test_case, HasIds);
    default:
      return NamesOf(test_case, IsReadable);
  }
}

// The members of a read of `kind`. REQUIRES: `names` is not empty.
Json SampleRead(StepKind kind, const Names& names, Dice& dice) {
  const spec::Contract& contract = spec::Contract::Get();
  Json query = Json::object();
  switch (kind) {
    case StepKind::kReadBack:
      return names;
    case StepKind::kReadRaw:
      return FaultyRead(dice, names[dice.Below(names.size())]);
    case StepKind::kBatchLatest:
      query["series"] = names;
      AddEntryCount(dice, contract.batch_latest_entries_max, query);
      return query;
    case StepKind::kBatchHistory:
      query["series"] = names;
      AddEntryCount(dice, contract.batch_history_entries_max, query);
      AddFilter(dice, query);
      AddOrder(dice, query);
      return query;
    default:
      query["series"] = names[dice.Below(names.size())];
      if (kind == StepKind::kHistory) {
        AddFilter(dice, query);
        AddPaging(dice, query);
      }
      return query;
  }
}

}  // namespace

void AddRead(Dice& dice, Case& test_case) {
  constexpr std::array<StepKind, kReadWeights.size()> kKinds = {
      StepKind::kReadBack,    StepKind::kLatest,       StepKind::kHistory,
      StepKind::kBatchLatest, StepKind::kBatchHistory, StepKind::kReadRaw};
  const StepKind kind = kKinds[dice.Weighted(kReadWeights)];
  const Names names = NamesFor(kind, test_case);
  if (!names.empty()) {
    test_case.steps.push_back({.kind = kind, .body = SampleRead(kind, names, dice)});
  }
}

}  // namespace swc::generators
