#include "generators/random/pairwise_case.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <rapidcheck.h>

#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/case/json.h"
#include "generators/random/covering_array.h"
#include "generators/random/feature_weights.h"
#include "generators/random/random_batch.h"
#include "generators/random/random_times.h"
#include "generators/random/random_values.h"
#include "generators/random/random_violations.h"
#include "generators/random/violation_table.h"
#include "spec/check.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

using spec::DataType;

enum Place : std::uint8_t { kFirst, kMiddle, kLast };
enum Naming : std::uint8_t { kStreamNaming, kAliasNaming, kIdsNaming, kBothNaming };

constexpr std::array<std::size_t, 3> kCounts = {1, 3, 10};  // Of entries, of values.
constexpr std::size_t kCountsOne = 0;
constexpr std::size_t kCountsFull = 2;

const ViolationRow* RowOf(std::size_t level) {
  return level == 0 || level == kOpen ? nullptr : &kViolations[level - 1];
}

// Whether a violation of an entry leaves its series and its values as they are.
bool KeepsEntryWhole(const ViolationRow& row) {
  return row.name.starts_with("entry-id.") || row.name == "entry.unknown-member";
}

// Whether a violation takes the list of entries away.
bool TakesEntriesAway(const ViolationRow& row) {
  return row.name == "entries.missing" || row.name == "entries.empty" ||
         row.name == "entries.not-a-list";
}

bool IsOrIsOpen(std::size_t level, std::size_t wanted) { return level == kOpen || level == wanted; }
bool IsNot(std::size_t level, std::size_t other) { return level == kOpen || level != other; }

bool FitsType(Fits fits, std::size_t type) {
  const auto is = [&](DataType wanted) {
    return IsOrIsOpen(type, static_cast<std::size_t>(wanted));
  };
  switch (fits) {
    case Fits::kDouble:
      return is(DataType::kDouble);
    case Fits::kInteger:
      return is(DataType::kInteger);
    case Fits::kText:
      return is(DataType::kString) || is(DataType::kStruct);
    default:
      return true;
  }
}

bool FitsBatch(const ViolationRow& row, const Levels& levels) {
  const std::size_t naming = levels[kNaming];
  switch (row.fits) {
    case Fits::kProperty:
    case Fits::kTwoProperties:
      if (!IsNot(naming, kStreamNaming)) {
        return false;
      }
      break;
    case Fits::kStream:
      if (!IsOrIsOpen(naming, kStreamNaming) || !IsNot(levels[kValueCount], kCountsOne)) {
        return false;
      }
      break;
    case Fits::kTwoEntries:
      if (!IsNot(levels[kEntryCount], kCountsOne)) {
        return false;
      }
      break;
    default:
      break;
  }
  return FitsType(row.fits, levels[kType]) &&
         (row.part != Part::kMoreEntries || IsOrIsOpen(levels[kEntryCount], kCountsFull)) &&
         (row.part != Part::kMoreValues || IsOrIsOpen(levels[kValueCount], kCountsFull));
}

// Whether the first violation has the place that the levels name.
bool HasPlace(const Levels& levels) {
  const std::size_t first = levels[kFirstViolation];
  if (first == kOpen) {
    return true;
  }
  const ViolationRow* row = RowOf(first);
  const bool in_entry =
      row != nullptr && row->part != Part::kRequest && row->part != Part::kMoreEntries;
  const bool in_value = row != nullptr && InValues(*row) && row->part != Part::kMoreValues;
  return (in_entry || IsOrIsOpen(levels[kEntryPlace], kFirst)) &&
         (in_value || IsOrIsOpen(levels[kValuePlace], kFirst));
}

// Whether two violations can stand in one put, in one entry or in two.
bool GoTogether(const ViolationRow& one, const ViolationRow& other, const Levels& levels) {
  const auto is_repeated = [](const ViolationRow& row) { return row.name == "entry-id.repeated"; };
  const auto is_entry_id = [](const ViolationRow& row) {
    return row.name.starts_with("entry-id.");
  };
  if ((is_repeated(one) && is_entry_id(other)) || (is_repeated(other) && is_entry_id(one))) {
    return false;
  }
  if (one.part <= Part::kMoreEntries || other.part <= Part::kMoreEntries) {
    const bool has_room =
        (!TakesEntriesAway(one) && !TakesEntriesAway(other)) ||
        (one.part == other.part && TakesEntriesAway(one) != TakesEntriesAway(other));
    return &one != &other && has_room && IsOrIsOpen(levels[kTogether], 0);
  }
  // One of them moves the places of the other.
  if (one.part == Part::kEntryElement || other.part == Part::kEntryElement) {
    return IsOrIsOpen(levels[kTogether], 1) && IsNot(levels[kEntryCount], kCountsOne);
  }
  const bool one_entry = (one.part == Part::kValue && other.part == Part::kValue) ||
                         (InValues(one) && KeepsEntryWhole(other)) ||
                         (InValues(other) && KeepsEntryWhole(one));
  const bool two_values = one.part != Part::kValue || other.part != Part::kValue ||
                          IsNot(levels[kValueCount], kCountsOne);
  const bool can_share = one_entry && two_values && levels[kTogether] != 1;
  const bool can_part = levels[kTogether] != 0 && IsNot(levels[kEntryCount], kCountsOne);
  return can_share || can_part;
}

// The last and the middle need as many as that.
bool PlaceExists(std::size_t place, std::size_t count) {
  return place == kOpen || count == kOpen || place == kFirst || count != kCountsOne;
}

std::size_t IndexOf(std::size_t place, std::size_t count) {
  return place == kFirst ? 0 : place == kLast ? count - 1 : count / 2;
}

SeriesWish WishOf(const Levels& levels) {
  SeriesWish wish{.name = "s1", .type = static_cast<DataType>(levels[kType])};
  if (levels[kNaming] != kStreamNaming) {
    wish.kind = SeriesKind::kMeasurement;
    wish.aliased = true;
  }
  return wish;
}

// Four values a second, so that no second and quality gets more than ten, and behind the times of
// values that a violation adds.
std::string TimeOf(std::size_t number) {
  constexpr std::size_t kPerSecond = 4;
  return fmt::format("t0+{}s+{}ms", kSliceSeconds + number / kPerSecond, 1 + number % kPerSecond);
}

Json BodyOf(const Levels& levels, const SeriesWish& wish, Dice& dice) {
  constexpr std::array<std::string_view, 4> kQualityNames = {"GOOD", "BAD", "UNCERTAIN", ""};
  constexpr std::array<std::string_view, 4> kNamingNames = {"", "alias", "ids", "both"};
  Json body = Json::object();
  if (levels[kPartialFlag] < 2) {
    body["enablePartialEntryProcessing"] = levels[kPartialFlag] == 0;
  }
  std::size_t number = 0;
  for (std::size_t i = 0; i < kCounts[levels[kEntryCount]]; ++i) {
    Json entry = {{"entryId", fmt::format("p{}", i + 1)}, {"series", wish.name}};
    if (levels[kNaming] != kStreamNaming) {
      entry["by"] = kNamingNames[levels[kNaming]];
    }
    for (std::size_t j = 0; j < kCounts[levels[kValueCount]]; ++j) {
      Json value = {{"value", SampleValueOf(wish.type, false, dice)}, {"at", TimeOf(number++)}};
      if (!kQualityNames[levels[kQuality]].empty()) {
        value["quality"] = kQualityNames[levels[kQuality]];
      }
      entry["propertyValues"].push_back(std::move(value));
    }
    body["entries"].push_back(std::move(entry));
  }
  return body;
}

struct Placed {
  const ViolationRow* row;
  ViolationPlace place;
};

// Where the violations of a row stand, in the order in which they have to be applied.
std::vector<Placed> PlacesOf(const Levels& levels) {
  const std::size_t entries = kCounts[levels[kEntryCount]];
  const std::size_t values = kCounts[levels[kValueCount]];
  const ViolationPlace first{.entry = IndexOf(levels[kEntryPlace], entries),
                             .value = IndexOf(levels[kValuePlace], values)};
  ViolationPlace second = first;
  if (levels[kTogether] == 0) {
    second.value = (first.value + 1) % values;
  } else {
    second.entry = (first.entry + 1) % entries;
  }
  std::vector<Placed> placed;
  if (const ViolationRow* row = RowOf(levels[kFirstViolation])) {
    placed.push_back({row, first});
  }
  if (const ViolationRow* row = RowOf(levels[kSecondViolation])) {
    placed.push_back({row, second});
  }
  if (placed.size() == 2 && placed.back().row->part < placed.front().row->part) {
    std::swap(placed.front(), placed.back());
  }
  return placed;
}

}  // namespace

const std::vector<Factor>& PairwiseFactors() {
  static const std::vector<Factor> factors = {
      {"first violation", 1 + kViolations.size()},
      {"second violation", 1 + kViolations.size()},
      {"place among the entries", 3},
      {"place among the values", 3},
      {"violations in one entry or two", 2},
      {"enablePartialEntryProcessing", 3},
      {"naming of the series", 4},
      {"data type", spec::kDataTypes.size()},
      {"quality", 4},
      {"entries", kCounts.size()},
      {"values", kCounts.size()},
  };
  return factors;
}

bool PairwiseAllowed(const Levels& levels) {
  const std::size_t first = levels[kFirstViolation];
  const std::size_t second = levels[kSecondViolation];
  // A pair of violations is the same the other way round.
  if (first != kOpen && second != kOpen && second != 0 && (first == 0 || second < first)) {
    return false;
  }
  if (!PlaceExists(levels[kEntryPlace], levels[kEntryCount]) ||
      !PlaceExists(levels[kValuePlace], levels[kValueCount]) || !HasPlace(levels)) {
    return false;
  }
  const ViolationRow* one = RowOf(first);
  const ViolationRow* other = RowOf(second);
  if ((one != nullptr && !FitsBatch(*one, levels)) ||
      (other != nullptr && !FitsBatch(*other, levels))) {
    return false;
  }
  if (one != nullptr && other != nullptr && !GoTogether(*one, *other, levels)) {
    return false;
  }
  return true;
}

const std::vector<Levels>& PairwiseRows() {
  static const std::vector<Levels> rows = CoverPairs(PairwiseFactors(), PairwiseAllowed);
  return rows;
}

std::vector<const ViolationRow*> PairwiseViolations(const Levels& levels) {
  std::vector<const ViolationRow*> rows;
  for (const Placed& placed : PlacesOf(levels)) {
    rows.push_back(placed.row);
  }
  return rows;
}

Case PairwiseCase(std::uint64_t seed, std::size_t index) {
  constexpr std::uint64_t kPairwiseCases = 0x7061697277697365;
  const Levels& levels = PairwiseRows().at(index);
  Dice dice(rc::Random(rc::Random::Key{seed, index, 0, kPairwiseCases}), kSizeMax);
  Case test_case;
  test_case.id = fmt::format("pairwise/{}/{}", seed, index);
  test_case.series.push_back(WishOf(levels));
  const std::vector<Placed> placed = PlacesOf(levels);
  if (std::ranges::any_of(
          placed, [](const Placed& each) { return each.row->fits == Fits::kTwoProperties; })) {
    SeriesWish other = test_case.series.front();
    other.name = "s2";
    other.type = other.type == DataType::kDouble ? DataType::kInteger : DataType::kDouble;
    test_case.series.push_back(std::move(other));
  }
  Json body = BodyOf(levels, test_case.series.front(), dice);
  BatchSampler batches(test_case.series, Swarm(), dice);
  ViolationPlacer placer(test_case, batches, body);
  for (const Placed& each : placed) {
    test_case.title += (test_case.title.empty() ? "with " : ", ") + std::string(each.row->name);
    SWC_CHECK(placer.ApplyAt(*each.row, each.place, dice), test_case.title.c_str());
  }
  if (placed.empty()) {
    test_case.title = "valid";
  }
  test_case.steps.push_back({.kind = StepKind::kPut, .body = std::move(body)});
  return test_case;
}

std::size_t PairwiseIndexOf(const Case& test_case) {
  const std::string_view number =
      std::string_view(test_case.id).substr(test_case.id.rfind('/') + 1);
  std::size_t index = 0;
  std::from_chars(number.data(), number.data() + number.size(), index);
  return index;
}

}  // namespace swc::generators
