#include "generators/random/stateful_case.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <rapidcheck.h>

#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/case/json.h"
#include "generators/random/fault_sampler.h"
#include "generators/random/feature_weights.h"
#include "generators/random/random_batch.h"
#include "generators/random/random_reads.h"
#include "generators/random/similar_aliases.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

// What the next step is: a new put, one with violations, an earlier one once more, a read.
constexpr std::array<int, 4> kStepWeights = {8, 4, 2, 6};

// Small batches: what matters is how they follow each other.
constexpr int kBatchSize = 25;

// How many stories are told on two streams whose aliases are nearly the same.
constexpr int kSimilarPercent = 25;

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

// A put of values of the same times to both of two streams.
Json PutToBoth(std::size_t number, Dice& dice) {
  constexpr std::size_t kValuesMax = 3;
  const std::size_t count = 1 + dice.Below(kValuesMax);
  const bool second_first = dice.Chance(50);
  Json entries = Json::array();
  for (std::size_t i = 0; i < 2; ++i) {
    const std::size_t stream = second_first ? 2 - i : 1 + i;
    Json values = Json::array();
    for (std::size_t j = 0; j < count; ++j) {
      const std::size_t second = number * kValuesMax + j;
      const double value = static_cast<double>(2 * second + stream) + 0.5;  // No two the same.
      values.push_back({{"value", {{"doubleValue", value}}},
                        {"at", fmt::format("t0+{}s", second)},
                        {"quality", "GOOD"}});
    }
    entries.push_back({{"entryId", fmt::format("e{}", i + 1)},
                       {"series", fmt::format("s{}", stream)},
                       {"propertyValues", std::move(values)}});
  }
  return {{"entries", std::move(entries)}};
}

// A story of two streams that nothing but the spelling of their aliases tells apart. It asks
// nothing else, for what goes wrong in it is named after the spelling.
Case SimilarAliasesStory(Dice& dice) {
  constexpr std::size_t kPutsMax = 5;
  constexpr auto kStream = SeriesKind::kStream;
  Case test_case;
  SimilarAliases aliases = SampleSimilarAliases(dice);
  test_case.clauses = {"identity.alias.exact"};
  test_case.series = {{.name = "s1", .kind = kStream, .alias = std::move(aliases.one)},
                      {.name = "s2", .kind = kStream, .alias = std::move(aliases.other)}};
  test_case.title = "two aliases that are nearly the same";
  const std::size_t puts = 1 + dice.Below(kPutsMax);
  for (std::size_t i = 0; i < puts; ++i) {
    test_case.steps.push_back({.kind = StepKind::kPut, .body = PutToBoth(i, dice)});
  }
  test_case.steps.push_back({.kind = StepKind::kReadBack, .body = Json::array({"s1", "s2"})});
  return test_case;
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
  if (dice.Chance(kSimilarPercent)) {
    Case similar = SimilarAliasesStory(dice);
    similar.id = fmt::format("stateful/{}/{}", seed, index);
    return similar;
  }
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
