#include "generators/random/random_times.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "generators/case/dice.h"
#include "generators/random/feature_weights.h"
#include "generators/random/random_values.h"
#include "spec/contract.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

// The pool uses the ends of the slice; fresh instants use the seconds between them.
constexpr std::array<std::int64_t, 4> kPoolSeconds = {0, 1, 2, kSliceSeconds - 1};
constexpr std::size_t kFreshSecondFirst = 3;
constexpr std::size_t kFreshSeconds = static_cast<std::size_t>(kSliceSeconds) - 4;
constexpr std::size_t kPoolMax = 6;
constexpr int kTries = 4;  // Pool instants to look at before a fresh one is taken.
constexpr std::int32_t kNanosLast = static_cast<std::int32_t>(spec::kNanosPerSecond - 1);

std::int32_t SampleNanos(Dice& dice) {
  constexpr std::array<std::int32_t, 6> kSpecial = {0, 0, 1, kNanosLast, 500'000'000, 1'000'000};
  const std::size_t choice = dice.Below(kSpecial.size() + 1);
  return choice < kSpecial.size()
             ? kSpecial[choice]
             : static_cast<std::int32_t>(dice.Below(static_cast<std::size_t>(kNanosLast)));
}

}  // namespace

TimePool::TimePool(const Swarm& swarm, Dice& dice) : swarm_(swarm) {
  const std::size_t count = 1 + dice.Below(kPoolMax);
  for (std::size_t i = 0; i < count; ++i) {
    Offset offset;
    offset.second = dice.Pick(kPoolSeconds);
    offset.nanos = SampleNanos(dice);
    pool_.push_back(offset);
    // A neighbour by one nanosecond.
    constexpr int kNeighbourPercent = 30;
    if (offset.nanos < kNanosLast && dice.Chance(kNeighbourPercent)) {
      pool_.push_back({.second = offset.second, .nanos = offset.nanos + 1});
    }
  }
}

void TimePool::BeginRequest() {
  used_.clear();
  entry_ = 0;
}

std::string TimePool::Take(const PointWish& wish, Dice& dice) {
  const std::size_t points_max = spec::Contract::Get().points_per_second_max;
  if (wish.near_now && near_now_ < points_max && swarm_.Allows(Feature::kWindowEdges, dice)) {
    return SampleTimeNearNow(near_now_++, dice);
  }
  for (int i = 0; i < kTries; ++i) {
    const Offset offset = pool_[dice.Below(pool_.size())];
    if (!Fits(wish, offset, dice)) {
      continue;
    }
    std::size_t& points = points_[{wish.series, offset.second, wish.quality}];
    if (points < points_max) {
      ++points;
      used_.push_back({entry_, wish.series, wish.quality, offset});
      return Express(offset);
    }
  }
  return TakeFresh();
}

std::string TimePool::TakeFresh() {
  const std::size_t number = fresh_++;
  const std::size_t points_max = spec::Contract::Get().points_per_second_max;
  // Far more instants than a case has values, so none comes twice.
  return Express(
      {.second = static_cast<std::int64_t>(kFreshSecondFirst + number / points_max % kFreshSeconds),
       .nanos = static_cast<std::int32_t>(number)});
}

std::string TimePool::Express(Offset offset) {
  std::string text = "t0";
  if (offset.second != 0) {
    text += fmt::format("+{}s", offset.second);
  }
  if (offset.nanos != 0) {
    text += fmt::format("+{}ns", offset.nanos);
  }
  return text;
}

bool TimePool::Fits(const PointWish& wish, Offset offset, Dice& dice) const {
  bool in_entry = false;
  bool in_request = false;
  bool other_quality = false;
  for (const Used& used : used_) {
    if (used.series != wish.series || used.offset != offset) {
      continue;
    }
    if (used.quality != wish.quality) {
      other_quality = true;
    } else if (used.entry == entry_) {
      in_entry = true;
    } else {
      in_request = true;
    }
  }
  return (!in_entry || swarm_.Allows(Feature::kInEntryDuplicates, dice)) &&
         (!in_request || swarm_.Allows(Feature::kCrossEntryDuplicates, dice)) &&
         (!other_quality || swarm_.Allows(Feature::kOtherQualities, dice));
}

}  // namespace swc::generators
