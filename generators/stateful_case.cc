#include "generators/stateful_case.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <rapidcheck.h>
#include <nlohmann/json.hpp>

#include "generators/case.h"
#include "generators/dice.h"
#include "generators/fault_sampler.h"
#include "generators/feature_weights.h"
#include "generators/random_batch.h"
#include "generators/random_reads.h"
#include "generators/random_values.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

// What the next step is: a new put, one with violations, an earlier one once more, a read.
constexpr std::array<int, 4> kStepWeights = {8, 4, 2, 6};

// Small batches: what matters is how they follow each other.
constexpr int kBatchSize = 25;

std::vector<SeriesWish> SampleSharedSeries(Dice& dice) {
  std::vector<SeriesWish> series;
  const std::size_t count = 1 + dice.Below(3);
  const std::size_t first = dice.Below(spec::kDataTypes.size());
  for (std::size_t i = 0; i < count; ++i) {
    // No two of one type: a target for tests usually has one property of each.
    SeriesWish wish{.name = fmt::format("s{}", i + 1),
                    .type = spec::kDataTypes[(first + i) % spec::kDataTypes.size()]};
    if (dice.Chance(50)) {
      wish.kind = SeriesKind::kMeasurement;
      wish.aliased = true;
    }
    series.push_back(std::move(wish));
  }
  return series;
}

std::size_t SampleStepCount(Dice& dice) {
  const std::size_t span =
      (kStatefulStepsMax - kStatefulStepsMin) * static_cast<std::size_t>(dice.size()) / kSizeMax;
  return kStatefulStepsMin + dice.Below(span + 1);
}

// Reads of the same series through all four operations, which have to agree.
void AddAgreeingReads(Case& test_case) {
  Json names = Json::array();
  for (const SeriesWish& wish : test_case.series) {
    if (wish.kind == SeriesKind::kAny) {
      names.push_back(wish.name);
    }
  }
  if (names.empty()) {
    return;
  }
  const Json one = {{"series", names.front()}};
  const Json all = {{"series", names}};
  Json history = {
      {"series", names.front()}, {"quality", "GOOD"}, {"start", "t0-1s"}, {"end", "t0+120s"}};
  Json batch_history = history;
  batch_history["series"] = names;
  test_case.steps.push_back({.kind = StepKind::kLatest, .body = one});
  test_case.steps.push_back({.kind = StepKind::kBatchLatest, .body = all});
  test_case.steps.push_back({.kind = StepKind::kHistory, .body = std::move(history)});
  test_case.steps.push_back({.kind = StepKind::kBatchHistory, .body = std::move(batch_history)});
}

}  // namespace

Case StatefulCase(std::uint64_t seed, std::uint64_t index, int size) {
  constexpr std::uint64_t kStatefulCases = 0x737461746566;
  const rc::Random random(
      rc::Random::Key{seed, index, static_cast<std::uint64_t>(size), kStatefulCases});
  Dice dice(random, size);
  Dice batch_dice(rc::Random(rc::Random::Key{seed, index, 1, kStatefulCases}), kBatchSize);
  Case test_case;
  test_case.id = fmt::format("stateful/{}/{}", seed, index);
  test_case.series = SampleSharedSeries(dice);
  const Swarm swarm(dice);
  const FaultSampler faulty(dice);
  BatchSampler batches(test_case.series, swarm, batch_dice);
  std::vector<Json> sent;
  const std::size_t count = SampleStepCount(dice);
  while (test_case.steps.size() < count) {
    const std::size_t choice = sent.empty() ? 0 : dice.Weighted(kStepWeights);
    if (choice == 3) {
      AddRead(dice, test_case);
      continue;
    }
    Json body = choice == 2 ? sent[dice.Below(sent.size())] : batches.Batch(batch_dice);
    if (choice == 1) {
      faulty.AddTo({test_case, batches, body}, 1 + dice.Below(2), dice);
    }
    sent.push_back(body);
    test_case.steps.push_back({.kind = StepKind::kPut, .body = std::move(body)});
  }
  if (dice.Chance(50)) {
    AddAgreeingReads(test_case);
  }
  test_case.title =
      fmt::format("{} puts and {} reads", sent.size(), test_case.steps.size() - sent.size());
  return test_case;
}

}  // namespace swc::generators
