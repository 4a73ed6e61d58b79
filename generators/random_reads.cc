#include "generators/random_reads.h"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "generators/case.h"
#include "generators/dice.h"
#include "generators/feature_weights.h"
#include "generators/random_values.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

using Names = std::vector<std::string>;

bool IsFresh(const SeriesWish& wish) {
  return wish.kind == SeriesKind::kAny || wish.kind == SeriesKind::kStream;
}

// Whether the caller may read it, and it exists.
bool IsReadable(const SeriesWish& wish) {
  return wish.kind != SeriesKind::kDenied && wish.kind != SeriesKind::kUnknown;
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

}  // namespace

void AddRead(Dice& dice, Case& test_case) {
  const auto step = [&](StepKind kind, Json body) {
    test_case.steps.push_back({.kind = kind, .body = std::move(body)});
  };
  const std::size_t choice = dice.Weighted(kReadWeights);
  // The current value of a property depends on what others wrote (read.latest.newest).
  const Names names =
      choice == 1 || choice == 3 ? NamesOf(test_case, IsFresh) : NamesOf(test_case, IsReadable);
  if (names.empty()) {
    return;
  }
  Json query = Json::object();
  switch (choice) {
    case 0:
      step(StepKind::kReadBack, names);
      break;
    case 1:
      query["series"] = names[dice.Below(names.size())];
      step(StepKind::kLatest, std::move(query));
      break;
    case 2:
      query["series"] = names[dice.Below(names.size())];
      AddFilter(dice, query);
      AddPaging(dice, query);
      step(StepKind::kHistory, std::move(query));
      break;
    case 3:
      query["series"] = names;
      step(StepKind::kBatchLatest, std::move(query));
      break;
    default:
      query["series"] = names;
      AddFilter(dice, query);
      AddOrder(dice, query);
      step(StepKind::kBatchHistory, std::move(query));
  }
}

}  // namespace swc::generators
