#include "generators/random/covering_array.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace swc::generators {
namespace {

class Builder {
 public:
  Builder(const std::vector<Factor>& factors, const Allowed& allowed)
      : factors_(factors), allowed_(allowed), pairs_(factors) {}

  std::vector<Levels> Build() {
    for (std::size_t a = 0; a < factors_.size(); ++a) {
      for (std::size_t b = a + 1; b < factors_.size(); ++b) {
        CoverTwo(a, b);
      }
    }
    return std::move(rows_);
  }

 private:
  void CoverTwo(std::size_t a, std::size_t b) {
    for (std::size_t i = 0; i < factors_[a].levels; ++i) {
      for (std::size_t j = 0; j < factors_[b].levels; ++j) {
        if (pairs_.Has(a, i, b, j)) {
          continue;
        }
        Levels row(factors_.size(), kOpen);
        row[a] = i;
        row[b] = j;
        if (allowed_(row) && Complete(row)) {
          pairs_.Add(row);
          rows_.push_back(std::move(row));
        }
      }
    }
  }

  // Chooses the open levels, those that cover most first. Returns false if no choice is allowed.
  bool Complete(Levels& row) const {
    const auto open = std::ranges::find(row, kOpen);
    if (open == row.end()) {
      return true;
    }
    const auto factor = static_cast<std::size_t>(open - row.begin());
    std::vector<std::pair<std::size_t, std::size_t>> order;  // Gain and turn of each level.
    const std::size_t count = factors_[factor].levels;
    for (std::size_t turn = 0; turn < count; ++turn) {
      order.emplace_back(pairs_.Gain(row, factor, LevelOf(turn, count)), turn);
    }
    std::ranges::sort(order, [](const auto& one, const auto& other) {
      return one.first != other.first ? one.first > other.first : one.second < other.second;
    });
    for (const auto& [gain, turn] : order) {
      row[factor] = LevelOf(turn, count);
      if (allowed_(row) && Complete(row)) {
        return true;
      }
    }
    row[factor] = kOpen;
    return false;
  }

  // Among equals every row begins with another level, so that they come about equally often.
  [[nodiscard]] std::size_t LevelOf(std::size_t turn, std::size_t count) const {
    return (turn + rows_.size()) % count;
  }

  const std::vector<Factor>& factors_;
  const Allowed& allowed_;
  PairCounter pairs_;
  std::vector<Levels> rows_;
};

}  // namespace

std::vector<Levels> CoverPairs(const std::vector<Factor>& factors, const Allowed& allowed) {
  return Builder(factors, allowed).Build();
}

PairCounter::PairCounter(const std::vector<Factor>& factors) {
  for (const Factor& factor : factors) {
    first_.push_back(levels_);
    levels_ += factor.levels;
  }
  holds_.resize(levels_ * levels_);
}

void PairCounter::Add(const Levels& row) {
  for (std::size_t a = 0; a < row.size(); ++a) {
    for (std::size_t b = a + 1; b < row.size(); ++b) {
      const std::size_t index = Index(a, row[a], b, row[b]);
      count_ += static_cast<std::size_t>(!holds_[index]);
      holds_[index] = true;
    }
  }
}

std::size_t PairCounter::Gain(const Levels& row, std::size_t factor, std::size_t level) const {
  std::size_t gain = 0;
  for (std::size_t other = 0; other < row.size(); ++other) {
    if (other == factor || row[other] == kOpen) {
      continue;
    }
    const bool held = other < factor ? Has(other, row[other], factor, level)
                                     : Has(factor, level, other, row[other]);
    gain += static_cast<std::size_t>(!held);
  }
  return gain;
}

}  // namespace swc::generators
