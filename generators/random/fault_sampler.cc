#include "generators/random/fault_sampler.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "generators/case/dice.h"
#include "generators/random/random_violations.h"
#include "generators/random/violation_table.h"

namespace swc::generators {

std::vector<const ViolationRow*> ApplyViolations(ViolationPlacer& placer,
                                                 std::vector<const ViolationRow*> rows,
                                                 Dice& dice) {
  std::ranges::sort(rows, {}, [](const ViolationRow* row) { return std::pair(row->part, row); });
  std::vector<const ViolationRow*> applied;
  for (const ViolationRow* row : rows) {
    if (placer.Apply(*row, dice)) {
      applied.push_back(row);
    }
  }
  return applied;
}

FaultSampler::FaultSampler(Dice& dice) {
  constexpr int kAllPercent = 25;
  const bool all = dice.Chance(kAllPercent);
  for (std::size_t i = 0; i < enabled_.size(); ++i) {
    enabled_[i] = all || dice.Chance(50);
  }
}

std::vector<const ViolationRow*> FaultSampler::AddTo(ValidPut put, std::size_t count,
                                                     Dice& dice) const {
  ViolationPlacer placer(put.test_case, put.batches, put.body);
  std::array<int, kViolations.size()> weights{};
  bool any = false;
  for (std::size_t i = 0; i < kViolations.size(); ++i) {
    weights[i] = enabled_[i] && placer.Suits(kViolations[i]) ? kViolations[i].weight : 0;
    any = any || weights[i] > 0;
  }
  std::vector<const ViolationRow*> rows;
  while (any && rows.size() < count) {
    const std::size_t index = dice.Weighted(weights);
    rows.push_back(&kViolations[index]);
    weights[index] = 0;
    any = std::ranges::any_of(weights, [](int weight) { return weight > 0; });
  }
  return ApplyViolations(placer, std::move(rows), dice);
}

}  // namespace swc::generators
