// The instants of one random case.
//
// Law: times come mostly from a small pool of instants in the case's own slice of time, so that
// overwrites, other qualities, neighbours by one nanosecond and late arrivals happen often. No
// series gets more than spec::Contract's points in one second of one quality, and no two values of
// one request share a key unless the swarm allows duplicates.
//
// Example: TimePool times(swarm, dice); times.BeginRequest(); std::string at = times.Take(key,
// dice)
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "generators/case/dice.h"
#include "generators/random/feature_weights.h"
#include "spec/tqv.h"

namespace swc::generators {

// Seconds of the slice of time that begins at t0: leases lend at least as much.
inline constexpr std::int64_t kSliceSeconds = 60;

// Where a value is going to be stored.
struct PointWish {
  std::size_t series = 0;
  spec::Quality quality = spec::Quality::kGood;
  bool near_now = false;  // The whole window is the case's own, not only its slice.
};

class TimePool {
 public:
  TimePool(const Swarm& swarm, Dice& dice);

  // Begins a new request, and a new entry of it.
  void BeginRequest();
  void BeginEntry() { ++entry_; }

  // Returns a time expression for a value, from the pool if it can be.
  [[nodiscard]] std::string Take(const PointWish& wish, Dice& dice);

  // Returns an instant that no other value of the case has.
  [[nodiscard]] std::string TakeFresh();

 private:
  struct Offset {
    std::int64_t second = 0;
    std::int32_t nanos = 0;
    friend bool operator==(const Offset&, const Offset&) = default;
  };
  struct Used {
    std::size_t entry;
    std::size_t series;
    spec::Quality quality;
    Offset offset;
  };

  static std::string Express(Offset offset);
  [[nodiscard]] bool Fits(const PointWish& wish, Offset offset, Dice& dice) const;

  Swarm swarm_;
  std::vector<Offset> pool_;
  std::vector<Used> used_;  // In this request.
  std::map<std::tuple<std::size_t, std::int64_t, spec::Quality>, std::size_t> points_;
  std::size_t entry_ = 0;
  std::size_t fresh_ = 0;
  std::size_t near_now_ = 0;
};

}  // namespace swc::generators
