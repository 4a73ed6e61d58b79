#include "generators/random/random_case.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <rapidcheck.h>

#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/case/json.h"
#include "generators/random/fault_sampler.h"
#include "generators/random/feature_weights.h"
#include "generators/random/random_batch.h"
#include "generators/random/random_reads.h"
#include "generators/random/violation_table.h"

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

}  // namespace swc::generators
