#include "generators/random/metamorphic_case.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <rapidcheck.h>

#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/case/json.h"
#include "generators/case/relations.h"
#include "generators/random/feature_weights.h"
#include "generators/random/random_batch.h"
#include "generators/random/random_values.h"
#include "spec/contract.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

using Types = std::vector<spec::DataType>;

enum class Use : std::uint8_t { kMetamorphic = 1, kConcurrent, kQuota };

Dice DiceFor(Use use, std::uint64_t seed, std::uint64_t index) {
  constexpr std::uint64_t kComparedCases = 0x636f6d7061726564;
  return {rc::Random(rc::Random::Key{seed, index, static_cast<std::uint64_t>(use), kComparedCases}),
          kSizeMax};
}

// Without what servers may treat in different ways, now or from one request to the next.
Swarm ComparableSwarm(Dice& dice) {
  Swarm swarm(dice);
  for (const Feature feature :
       {Feature::kPropertySeries, Feature::kRefusedSeries, Feature::kBothIdentities,
        Feature::kInEntryDuplicates, Feature::kCrossEntryDuplicates, Feature::kOtherQualities,
        Feature::kNullValues, Feature::kNanValues, Feature::kNullMembers, Feature::kWindowEdges,
        Feature::kWildAliases, Feature::kReads}) {
    swarm.Forbid(feature);
  }
  return swarm;
}

bool HasPair(const Types& types) {
  return std::ranges::any_of(
      types, [&](spec::DataType type) { return std::ranges::count(types, type) > 1; });
}

// As many series as can have a twin each, of three at most. `types` are those of the properties.
std::vector<SeriesWish> SampleProperties(Types types, Dice& dice) {
  std::vector<SeriesWish> series;
  const std::size_t count = 1 + dice.Below(3);
  while (series.size() < count && HasPair(types)) {
    const spec::DataType type = types[dice.Below(types.size())];
    if (std::ranges::count(types, type) < 2) {
      continue;
    }
    types.erase(std::ranges::find(types, type));
    types.erase(std::ranges::find(types, type));
    series.push_back({.name = fmt::format("s{}", series.size() + 1),
                      .kind = SeriesKind::kMeasurement,
                      .type = type});
  }
  return series;
}

std::vector<SeriesWish> SampleStreams(Dice& dice) {
  std::vector<SeriesWish> series;
  const std::size_t count = 1 + dice.Below(3);
  for (std::size_t i = 0; i < count; ++i) {
    constexpr std::array kTypes = {spec::DataType::kDouble, spec::DataType::kInteger,
                                   spec::DataType::kString, spec::DataType::kBoolean};
    series.push_back({.name = fmt::format("s{}", i + 1),
                      .kind = SeriesKind::kStream,
                      .type = dice.Pick(kTypes)});
  }
  return series;
}

// Moves some values out of the window: the one fault that every target reports in the same form.
void AddOldValues(Json& body, Dice& dice) {
  const spec::Contract& contract = spec::Contract::Get();
  int number = 0;
  for (Json& entry : body.at("entries")) {
    constexpr int kFaultyPercent = 25;
    if (!dice.Chance(kFaultyPercent)) {
      continue;
    }
    Json& values = entry.at("propertyValues");
    Json& value = values[dice.Place(values.size())];
    const std::array<std::string, 3> times = {fmt::format("now-{}s-60s", contract.window_past_s),
                                              fmt::format("now+{}s", contract.window_future_s + 60),
                                              "now-30d"};
    value.erase("timestamp");
    // No two of the same time, which would be another question.
    value["at"] = fmt::format("{}+{}ms", dice.Pick(times), ++number);
  }
}

Json CalmBatch(const std::vector<SeriesWish>& series, Dice& dice) {
  const Swarm swarm = ComparableSwarm(dice);
  BatchSampler batches(series, swarm, dice);
  Json body = batches.Batch(dice);
  auto& entries = body.at("entries").get_ref<Json::array_t&>();
  // A relation may add an entry to a batch.
  const std::size_t entries_max = spec::Contract::Get().entries_max - 1;
  if (entries.size() > entries_max) {
    entries.resize(entries_max);
  }
  return body;
}

// A target may count every write of a second (quota.points-per-second), so what is written more
// than once has few values. Returns how many are left.
std::size_t KeepFewValues(Json& body) {
  constexpr std::size_t kListMax = 2;
  auto& entries = body.at("entries").get_ref<Json::array_t&>();
  entries.resize(std::min(entries.size(), kListMax));
  std::size_t values = 0;
  for (Json& entry : entries) {
    auto& list = entry.at("propertyValues").get_ref<Json::array_t&>();
    list.resize(std::min(list.size(), kListMax));
    values += list.size();
  }
  return values;
}

// The same keys with other values.
Json WithOtherValues(const Json& body, const std::vector<SeriesWish>& series, Dice& dice) {
  Json other = body;
  for (Json& entry : other.at("entries")) {
    const auto wish = std::ranges::find(series, entry.at("series").get_ref<const std::string&>(),
                                        &SeriesWish::name);
    for (Json& value : entry.at("propertyValues")) {
      value["value"] = SampleValueOf(wish->type, true, dice);
    }
  }
  return other;
}

// A put of one value of series "s1", in the `second`-th second.
Json PutInSecond(std::size_t second, spec::DataType type, Dice& dice) {
  const Json value = {{"value", SampleValueOf(type, true, dice)},
                      {"at", fmt::format("t0+{}s", second)},
                      {"quality", "GOOD"}};
  const Json entry = {{"entryId", fmt::format("e{}", second)},
                      {"series", "s1"},
                      {"propertyValues", Json::array({value})}};
  return {{"entries", Json::array({entry})}};
}

// A server that reads a series, adds a value and writes the series back loses what came between.
Case DisjointCase(Case test_case, Dice& dice) {
  constexpr std::size_t kAtOnce = 6;
  constexpr std::size_t kMore = 5;
  test_case.clauses = {"store.acknowledged"};
  test_case.title = "Puts that are sent at once write to different keys of one series.";
  test_case.series.resize(1);
  const spec::DataType type = test_case.series.front().type;
  // A series that exists: who creates it is another question.
  test_case.steps.push_back({.kind = StepKind::kPut, .body = PutInSecond(1, type, dice)});
  test_case.steps.push_back({.kind = StepKind::kReadBack, .body = Json::array({"s1"})});
  Json puts = Json::array();
  const std::size_t count = kAtOnce + dice.Below(kMore);
  while (puts.size() < count) {
    puts.push_back(PutInSecond(2 + puts.size(), type, dice));
  }
  test_case.steps.push_back({.kind = StepKind::kTogether, .body = Json{{"puts", puts}}});
  return test_case;
}

}  // namespace

Case MetamorphicCase(std::uint64_t seed, std::uint64_t index, const Types& properties) {
  Dice dice = DiceFor(Use::kMetamorphic, seed, index);
  const Relation& relation = AllRelations()[index % AllRelations().size()];
  Case test_case;
  test_case.id = fmt::format("metamorphic/{}/{}/{}", relation.name, seed, index);
  test_case.clauses = {relation.clause};
  test_case.title = relation.statement;
  test_case.series = HasPair(properties) ? SampleProperties(properties, dice) : SampleStreams(dice);
  Json step = {{"relation", relation.name}, {"seed", dice.Below(1'000'000)}};
  step["put"] = CalmBatch(test_case.series, dice);
  if (relation.name == "resend") {
    KeepFewValues(step["put"]);
  }
  if (dice.Chance(50)) {
    AddOldValues(step["put"], dice);
  }
  const std::size_t count = test_case.series.size();
  for (std::size_t i = 0; i < count; ++i) {
    SeriesWish twin = test_case.series[i];
    twin.name = fmt::format("t{}", i + 1);
    step["twins"][test_case.series[i].name] = twin.name;
    test_case.series.push_back(std::move(twin));
  }
  test_case.steps.push_back({.kind = StepKind::kMetamorphic, .body = std::move(step)});
  return test_case;
}

Case ConcurrentCase(std::uint64_t seed, std::uint64_t index) {
  Dice dice = DiceFor(Use::kConcurrent, seed, index);
  Case test_case;
  test_case.id = fmt::format("concurrency/{}/{}", seed, index);
  test_case.series = SampleStreams(dice);
  if (index % 2 == 1) {
    return DisjointCase(std::move(test_case), dice);
  }
  test_case.clauses = {"duplicate.same-quality"};
  test_case.title = "Puts that are sent at once write to the same keys.";
  Json body = CalmBatch(test_case.series, dice);
  const std::size_t values = KeepFewValues(body);
  const std::size_t puts_max =
      std::min<std::size_t>(4, spec::Contract::Get().points_per_second_max / values);
  Json puts = Json::array({body});
  const std::size_t count = 2 + dice.Below(puts_max - 1);
  while (puts.size() < count) {
    puts.push_back(WithOtherValues(body, test_case.series, dice));
  }
  test_case.steps.push_back({.kind = StepKind::kTogether, .body = Json{{"puts", puts}}});
  return test_case;
}

Case QuotaCase(std::uint64_t seed, std::uint64_t index) {
  Dice dice = DiceFor(Use::kQuota, seed, index);
  const std::size_t limit = spec::Contract::Get().points_per_second_max;
  const std::size_t per_entry = spec::Contract::Get().values_max;
  Case test_case;
  test_case.id = fmt::format("quota/{}/{}", seed, index);
  test_case.clauses = {"quota.points-per-second"};
  test_case.series = {{.name = "s1"}};
  const std::size_t values = limit + 1 + dice.Below(2 * limit);
  const bool one_put = dice.Chance(50);
  const std::string quality(spec::ToString(dice.Pick(spec::kQualities)));
  test_case.title = fmt::format("{} values of one second and quality {}", values, quality);
  Json body = {{"enablePartialEntryProcessing", dice.Chance(50)}};
  const auto send = [&] {
    test_case.steps.push_back({.kind = StepKind::kPut, .body = body});
    test_case.steps.push_back({.kind = StepKind::kReadBack, .body = Json::array({"s1"})});
    body["entries"] = Json::array();
  };
  body["entries"] = Json::array();
  for (std::size_t i = 0; i < values; ++i) {
    if (i % per_entry == 0) {
      if (!one_put && i > 0) {
        send();
      }
      body["entries"].push_back({{"entryId", fmt::format("e{}", i / per_entry + 1)},
                                 {"series", "s1"},
                                 {"propertyValues", Json::array()}});
    }
    body["entries"].back()["propertyValues"].push_back(
        {{"value", {{"doubleValue", static_cast<double>(i) + 0.5}}},
         {"at", fmt::format("t0+1s+{}ms", i)},
         {"quality", quality}});
  }
  send();
  return test_case;
}

}  // namespace swc::generators
