// Covering arrays of strength two: few rows in which every possible pair of levels occurs.
//
// Law: a pair of levels of two factors is possible if some whole row that is allowed holds it. The
// array covers every possible pair, and is the same with every compiler.
//
// Example: CoverPairs({{"flag", 3}, {"type", 5}}, [](const Levels&) { return true; })
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

namespace swc::generators {

struct Factor {
  std::string_view name;
  std::size_t levels;
};

// One level for each factor; kOpen where none is chosen yet.
using Levels = std::vector<std::size_t>;
inline constexpr std::size_t kOpen = static_cast<std::size_t>(-1);

// Says whether the levels chosen so far go together. REQUIRES: what is not allowed is not allowed
// with more levels chosen either.
using Allowed = std::function<bool(const Levels&)>;

// Returns the rows of a covering array.
[[nodiscard]] std::vector<Levels> CoverPairs(const std::vector<Factor>& factors,
                                             const Allowed& allowed);

// Counts the different pairs of levels in some rows.
class PairCounter {
 public:
  explicit PairCounter(const std::vector<Factor>& factors);

  // Adds the pairs of a row. REQUIRES: no level of it is open.
  void Add(const Levels& row);

  [[nodiscard]] bool Has(std::size_t a, std::size_t level_a, std::size_t b,
                         std::size_t level_b) const {
    return holds_[Index(a, level_a, b, level_b)];
  }
  // Returns how many pairs a level would add to the levels that are chosen.
  [[nodiscard]] std::size_t Gain(const Levels& row, std::size_t factor, std::size_t level) const;

  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  [[nodiscard]] std::size_t Index(std::size_t a, std::size_t level_a, std::size_t b,
                                  std::size_t level_b) const {
    return (first_[a] + level_a) * levels_ + first_[b] + level_b;
  }

  std::vector<std::size_t> first_;  // Number of the first level of each factor.
  std::size_t levels_ = 0;
  std::vector<bool> holds_;
  std::size_t count_ = 0;
};

}  // namespace swc::generators
