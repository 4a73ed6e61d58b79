// Random decisions that come out the same with every compiler and standard library.
//
// Law: a `Dice` made from the same key gives the same answers to the same questions. It draws only
// whole numbers from RapidCheck's generator, and no library distribution, whose results are not
// fixed by any standard. Draw one decision per statement: the order in which the arguments of a
// call are evaluated differs between compilers.
//
// Example: Dice dice(rc::Random(7), 100); if (dice.Chance(20)) { ... }
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <rapidcheck.h>

namespace swc::generators {

inline constexpr int kSizeMax = 100;  // RapidCheck's nominal size: as far as the limits go.

class Dice {
 public:
  // `size` is 0..kSizeMax: how far a sample may go towards the limits.
  Dice(const rc::Random& random, int size)
      : random_(random), size_(size < 0 ? 0 : (size > kSizeMax ? kSizeMax : size)) {}

  [[nodiscard]] int size() const { return size_; }

  // Returns 64 random bits.
  [[nodiscard]] std::uint64_t Bits() { return random_.next(); }

  // Returns a number from 0 to `count` - 1. REQUIRES: `count` is not 0.
  [[nodiscard]] std::size_t Below(std::size_t count) {
    return static_cast<std::size_t>(random_.next() % count);
  }

  // Returns true in `percent` of the throws.
  [[nodiscard]] bool Chance(int percent) { return static_cast<int>(Below(100)) < percent; }

  // Returns one element of `items`. REQUIRES: there is one.
  template <typename T, std::size_t kCount>
  [[nodiscard]] const T& Pick(const std::array<T, kCount>& items) {
    return items[Below(kCount)];
  }
  template <typename T>
  [[nodiscard]] const T& Pick(std::span<const T> items) {
    return items[Below(items.size())];
  }

  // Returns an index of `weights`, each as often as its weight says. REQUIRES: some weight is > 0.
  [[nodiscard]] std::size_t Weighted(std::span<const int> weights) {
    std::size_t total = 0;
    for (const int weight : weights) {
      total += static_cast<std::size_t>(weight);
    }
    std::size_t left = Below(total);
    std::size_t index = 0;
    while (left >= static_cast<std::size_t>(weights[index])) {
      left -= static_cast<std::size_t>(weights[index]);
      ++index;
    }
    return index;
  }

  // Returns a place in a list of `count`: the first, the last and any are about equally likely,
  // since faults at the ends of lists are treated differently more often than those in the middle.
  [[nodiscard]] std::size_t Place(std::size_t count) {
    switch (Below(3)) {
      case 0:
        return 0;
      case 1:
        return count - 1;
      default:
        return Below(count);
    }
  }

  // Returns a length from 1 to `max`, mostly short; `size` bounds it. One in twelve is the bound.
  [[nodiscard]] std::size_t Length(std::size_t max) {
    const std::size_t bound = 1 + (max - 1) * static_cast<std::size_t>(size_) / kSizeMax;
    constexpr std::array<int, 4> kWeights = {6, 3, 2, 1};  // One, two, any, the bound.
    switch (Weighted(kWeights)) {
      case 0:
        return 1;
      case 1:
        return bound < 2 ? bound : 2;
      case 2:
        return 1 + Below(bound);
      default:
        return bound;
    }
  }

 private:
  rc::Random random_;
  int size_;
};

}  // namespace swc::generators
