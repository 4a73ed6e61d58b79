// For tests: single puts as RapidCheck generates and shrinks them.
//
// Law: what they break they break along every shrink, and nothing else.
//
// Example: const Case batch = BatchWithViolations({"time.past"})(rc::Random(7), kSizeMax).value();
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <rapidcheck.h>

#include "generators/case/broken_clauses.h"
#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/case/json.h"
#include "generators/random/fault_sampler.h"
#include "generators/random/feature_weights.h"
#include "generators/random/random_batch.h"
#include "generators/random/random_case.h"
#include "generators/random/random_violations.h"
#include "generators/random/violation_table.h"
#include "generators/shrink/case_shrinks.h"
#include "spec/check.h"

namespace swc::generators {

// Features of puts that touch no clause on which servers differ.
inline Swarm CalmSwarm(Dice& dice) {
  Swarm swarm(dice);
  for (const Feature feature :
       {Feature::kRefusedSeries, Feature::kBothIdentities, Feature::kInEntryDuplicates,
        Feature::kWildAliases, Feature::kCrossEntryDuplicates, Feature::kOtherQualities}) {
    swarm.Forbid(feature);
  }
  return swarm;
}

inline const ViolationRow* RowCalled(std::string_view name) {
  const auto* found = std::ranges::find(kViolations, name, &ViolationRow::name);
  return found == kViolations.end() ? nullptr : found;
}

// Returns a case of one put with `rows`, or one without all of them if the put does not suit.
inline RandomSample SampleBatch(const std::vector<const ViolationRow*>& rows, Dice& dice) {
  RandomSample sample;
  Case& test_case = sample.test_case;
  const Swarm swarm = CalmSwarm(dice);
  test_case.series = SampleSeries(swarm, dice);
  BatchSampler batches(test_case.series, swarm, dice);
  Json body = batches.Batch(dice);
  ViolationPlacer placer(test_case, batches, body);
  if (std::ranges::all_of(rows, [&](const ViolationRow* row) { return placer.Suits(*row); })) {
    sample.violations = ApplyViolations(placer, rows, dice);
  }
  test_case.steps.push_back({.kind = StepKind::kPut, .body = std::move(body)});
  test_case.id = "random/batch";
  return sample;
}

// Returns `test_case` with those of its shrinks, and theirs, that satisfy `keep`.
template <typename Predicate>
rc::Shrinkable<Case> ShrinkingWhile(Case test_case, const Predicate& keep) {
  return rc::shrinkable::shrinkRecur(std::move(test_case), [keep](const Case& larger) {
    return rc::seq::filter(ShrinksOf(larger), keep);
  });
}

// Yields a case of one put that breaks no clause and touches no free one. Shrinks towards one plain
// value and stays valid.
inline rc::Gen<Case> ValidBatch() {
  return [](const rc::Random& random, int size) {
    Dice dice(random, size);
    return ShrinkingWhile(SampleBatch({}, dice).test_case,
                          [](const Case& smaller) { return BrokenClauses(smaller).empty(); });
  };
}

// Yields a case of one put with a violation of each of `names`, and no other. Shrinks towards one
// plain value and keeps breaking the same clauses.
// REQUIRES: each name stands in `kViolations`, and one put can hold them all.
// Example: BatchWithViolations({"time.past", "quality.misspelt"})
inline rc::Gen<Case> BatchWithViolations(const std::vector<std::string_view>& names) {
  std::vector<const ViolationRow*> rows;
  for (const std::string_view name : names) {
    rows.push_back(RowCalled(name));
    SWC_CHECK(rows.back() != nullptr, "a violation that is not in the table");
  }
  return [rows](const rc::Random& random, int size) {
    Dice dice(random, size);
    // Series of the right kind and type come often enough: most need one try, the rarest some 100.
    constexpr int kTriesMax = 10'000;
    for (int i = 0; i < kTriesMax; ++i) {
      RandomSample sample = SampleBatch(rows, dice);
      if (sample.violations.size() == rows.size()) {
        std::set<std::string> broken = BrokenClauses(sample.test_case);
        return ShrinkingWhile(std::move(sample.test_case), [broken](const Case& smaller) {
          return BrokenClauses(smaller) == broken;
        });
      }
    }
    throw rc::GenerationFailure("no put can hold these violations");
  };
}

}  // namespace swc::generators
