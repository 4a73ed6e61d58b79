// Chooses violations for the puts of a random case.
//
// Law: a case may have all kinds of violation, or half of them (swarm testing); of those that suit
// a put each comes as often as its weight says, and none twice in one put.
#pragma once

#include <bitset>
#include <cstddef>
#include <vector>

#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/case/json.h"
#include "generators/random/random_batch.h"
#include "generators/random/random_violations.h"
#include "generators/random/violation_table.h"

namespace swc::generators {

// Applies `rows` to a put. Returns those for which there was a place.
std::vector<const ViolationRow*> ApplyViolations(ViolationPlacer& placer,
                                                 std::vector<const ViolationRow*> rows, Dice& dice);

// A put that breaks nothing yet.
struct ValidPut {
  const Case& test_case;
  BatchSampler& batches;
  Json& body;
};

class FaultSampler {
 public:
  explicit FaultSampler(Dice& dice);

  // Puts up to `count` violations into a put. Returns those that are there.
  std::vector<const ViolationRow*> AddTo(ValidPut put, std::size_t count, Dice& dice) const;

 private:
  std::bitset<kViolations.size()> enabled_;
};

}  // namespace swc::generators
