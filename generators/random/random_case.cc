#include "generators/random/random_case.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <rapidcheck.h>

#include "generators/case/broken_clauses.h"
#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/random/fault_sampler.h"
#include "generators/random/feature_weights.h"
#include "generators/random/random_batch.h"
#include "generators/random/random_reads.h"
#include "generators/random/random_values.h"
#include "generators/random/random_violations.h"
#include "generators/random/violation_table.h"
#include "generators/shrink/case_shrinks.h"
#include "spec/check.h"

namespace swc::generators {
namespace {

using Rows = std::vector<const ViolationRow*>;

RandomSample SampleCase(Dice& dice) {
  RandomSample sample;
  Case& test_case = sample.test_case;
  const Swarm swarm(dice);
  const FaultSampler faulty(dice);
  test_case.series = SampleSeries(swarm, dice);
  BatchSampler batches(test_case.series, swarm, dice);
  const std::size_t drawn = 1 + dice.Weighted(kPutCountWeights);
  const std::size_t puts = 1 + (drawn - 1) * static_cast<std::size_t>(dice.size()) / kSizeMax;
  std::array<std::size_t, kPutCountWeights.size()> faults{};
  for (std::size_t left = dice.Weighted(kViolationCountWeights); left > 0; --left) {
    ++faults[dice.Place(puts)];
  }
  for (std::size_t i = 0; i < puts; ++i) {
    Json body = batches.Batch(dice);
    if (faults[i] > 0) {
      const Rows rows = faulty.AddTo({test_case, batches, body}, faults[i], dice);
      sample.violations.insert(sample.violations.end(), rows.begin(), rows.end());
    }
    test_case.steps.push_back({.kind = StepKind::kPut, .body = std::move(body)});
    if (swarm.Allows(Feature::kReads, dice)) {
      AddRead(dice, test_case);
    }
  }
  return sample;
}

std::string TitleOf(const Rows& violations) {
  std::string title;
  for (const ViolationRow* row : violations) {
    title += title.empty() ? "with " : ", ";
    title += row->name;
  }
  return title.empty() ? "valid" : title;
}

// Features of puts that touch no clause on which servers differ.
Swarm CalmSwarm(Dice& dice) {
  Swarm swarm(dice);
  for (const Feature feature :
       {Feature::kRefusedSeries, Feature::kBothIdentities, Feature::kInEntryDuplicates,
        Feature::kWildAliases, Feature::kCrossEntryDuplicates, Feature::kOtherQualities}) {
    swarm.Forbid(feature);
  }
  return swarm;
}

const ViolationRow* RowCalled(std::string_view name) {
  const auto* found = std::ranges::find(kViolations, name, &ViolationRow::name);
  return found == kViolations.end() ? nullptr : found;
}

// Returns a case of one put with `rows`, or one without all of them if the put does not suit.
RandomSample SampleBatch(const Rows& rows, Dice& dice) {
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
  test_case.title = TitleOf(sample.violations);
  return sample;
}

// Returns `test_case` with those of its shrinks, and theirs, that satisfy `keep`.
template <typename Predicate>
rc::Shrinkable<Case> ShrinkingWhile(Case test_case, const Predicate& keep) {
  return rc::shrinkable::shrinkRecur(std::move(test_case), [keep](const Case& larger) {
    return rc::seq::filter(ShrinksOf(larger), keep);
  });
}

}  // namespace

RandomSample RandomSampleOf(std::uint64_t seed, std::uint64_t index, int size) {
  // The key holds all that a case depends on; the last word keeps other uses of a seed apart.
  constexpr std::uint64_t kRandomCases = 0x72616e646f6d;
  Dice dice(
      rc::Random(rc::Random::Key{seed, index, static_cast<std::uint64_t>(size), kRandomCases}),
      size);
  RandomSample sample = SampleCase(dice);
  sample.test_case.id = fmt::format("random/{}/{}", seed, index);
  sample.test_case.title = TitleOf(sample.violations);
  return sample;
}

Case RandomCase(std::uint64_t seed, std::uint64_t index, int size) {
  return RandomSampleOf(seed, index, size).test_case;
}

rc::Gen<Case> ArbitraryCase() {
  return [](const rc::Random& random, int size) {
    Dice dice(random, size);
    RandomSample sample = SampleCase(dice);
    sample.test_case.id = "random/arbitrary";
    sample.test_case.title = TitleOf(sample.violations);
    return rc::shrinkable::shrinkRecur(std::move(sample.test_case),
                                       [](const Case& larger) { return ShrinksOf(larger); });
  };
}

rc::Gen<Case> ValidBatch() {
  return [](const rc::Random& random, int size) {
    Dice dice(random, size);
    return ShrinkingWhile(SampleBatch({}, dice).test_case,
                          [](const Case& smaller) { return BrokenClauses(smaller).empty(); });
  };
}

rc::Gen<Case> BatchWithViolations(const std::vector<std::string_view>& names) {
  Rows rows;
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

void showValue(const Case& test_case, std::ostream& stream) { stream << ToJson(test_case); }

}  // namespace swc::generators
