// Samples the puts of one random case: batches that break nothing but what their series imply.
//
// Law: at most the contract's entries and values, entryIds without repetition, values of the type
// of their series, times from the case's pool. What is random is decided by the dice and the swarm
// alone, in one fixed order.
//
// Example: BatchSampler batches(test_case.series, swarm, dice); Json body = batches.Batch(dice);
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/case/json.h"
#include "generators/random/feature_weights.h"
#include "generators/random/random_times.h"

namespace swc::generators {

// Returns one to three series: mostly any, sometimes properties, refused or unknown ones. No two
// of them want the same property of a target that has one of each kind and type.
[[nodiscard]] std::vector<SeriesWish> SampleSeries(const Swarm& swarm, Dice& dice);

class BatchSampler {
 public:
  // REQUIRES: `series` is not empty and outlives the sampler.
  BatchSampler(const std::vector<SeriesWish>& series, const Swarm& swarm, Dice& dice)
      : series_(series), swarm_(swarm), times_(swarm, dice) {}

  // Returns the body of a put.
  [[nodiscard]] Json Batch(Dice& dice);

  // Returns an entry of one value, with a key of its own, and a value for an entry of `series`.
  [[nodiscard]] Json ExtraEntry(Dice& dice);
  [[nodiscard]] Json ExtraValue(const SeriesWish& series, Dice& dice);

 private:
  [[nodiscard]] Json Entry(Dice& dice);
  [[nodiscard]] Json Value(std::size_t series_index, Dice& dice);
  [[nodiscard]] std::string EntryId(Dice& dice);
  void AddIdentity(const SeriesWish& series, Json& entry, Dice& dice);

  const std::vector<SeriesWish>& series_;
  Swarm swarm_;
  TimePool times_;
  std::vector<std::string> entry_ids_;  // Of this request.
  bool full_ = false;                   // This request has as much of everything as there may be.
};

}  // namespace swc::generators
