#include "generators/case/relations.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <rapidcheck.h>

#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/case/json.h"
#include "spec/contract.h"
#include "spec/input_error.h"
#include "spec/text/error.h"

namespace swc::generators {
namespace {

void Shuffle(Json& list, Dice& dice) {
  for (std::size_t i = list.size(); i > 1; --i) {
    std::swap(list[i - 1], list[dice.Below(i)]);
  }
}

Json WithEntries(const Json& body, Json entries) {
  Json result = body;
  result["entries"] = std::move(entries);
  return result;
}

Bodies AsItIs(const Json& body, Dice& /*dice*/) { return {body}; }

Bodies EntriesShuffled(const Json& body, Dice& dice) {
  Json entries = body.at("entries");
  Shuffle(entries, dice);
  return {WithEntries(body, std::move(entries))};
}

Bodies ValuesShuffled(const Json& body, Dice& dice) {
  Json entries = body.at("entries");
  for (Json& entry : entries) {
    Shuffle(entry.at("propertyValues"), dice);
  }
  return {WithEntries(body, std::move(entries))};
}

Bodies Halves(const Json& body, Dice& dice) {
  const Json& entries = body.at("entries");
  if (entries.size() < 2) {
    return {body};
  }
  const auto cut = static_cast<std::ptrdiff_t>(1 + dice.Below(entries.size() - 1));
  const Json first(Json::array_t(entries.begin(), entries.begin() + cut));
  const Json second(Json::array_t(entries.begin() + cut, entries.end()));
  return {WithEntries(body, first), WithEntries(body, second)};
}

Bodies WithBadEntry(const Json& body, Dice& dice) {
  Json entries = body.at("entries");
  Json bad = entries[dice.Below(entries.size())];
  bad["entryId"] = "one-entry-more";
  Json value = bad.at("propertyValues")[0];
  value["at"] = fmt::format("now-{}s-60s", spec::Contract::Get().window_past_s);
  bad["propertyValues"] = Json::array({std::move(value)});
  const std::size_t place = dice.Place(entries.size() + 1);
  entries.insert(entries.begin() + static_cast<std::ptrdiff_t>(place), std::move(bad));
  return {WithEntries(body, std::move(entries))};
}

Bodies Twice(const Json& body, Dice& /*dice*/) { return {body, body}; }

constexpr std::array kRelations = {
    Relation{.name = "permute-entries",
             .clause = "entry.independent",
             .statement = "the order of the entries changes nothing",
             .base = AsItIs,
             .variant = EntriesShuffled},
    Relation{.name = "permute-values",
             .clause = "time.order.any",
             .statement = "the order of an entry's values changes nothing",
             .base = AsItIs,
             .variant = ValuesShuffled},
    Relation{.name = "split-batch",
             .clause = "entry.independent",
             .statement = "two batches do the same as one with the entries of both",
             .base = AsItIs,
             .variant = Halves},
    Relation{.name = "merge-batches",
             .clause = "entry.independent",
             .statement = "one batch does the same as two that share its entries",
             .base = Halves,
             .variant = AsItIs},
    Relation{.name = "add-bad-entry",
             .clause = "entry.independent",
             .statement = "an entry with a fault changes nothing for the others",
             .base = AsItIs,
             .variant = WithBadEntry},
    Relation{.name = "resend",
             .clause = "duplicate.resend",
             .statement = "sending a batch again changes nothing",
             .base = AsItIs,
             .variant = Twice},
    Relation{
        .name = "rewrite-json",
        .clause = "wire.json.malformed",
        .statement = "white space, order of members, escapes and forms of doubles mean nothing",
        .base = AsItIs,
        .variant = AsItIs,
        .rewritten = true},
};

// Dice of one side: both are thrown with the same seed, and neither depends on the other.
Dice DiceOf(const MetamorphicStep& step) {
  constexpr std::uint64_t kRelationSides = 0x72656c617465;
  return {rc::Random(rc::Random::Key{step.seed, 0, 0, kRelationSides}), kSizeMax};
}

std::vector<Step> PutsOfBodies(Bodies bodies) {
  std::vector<Step> steps;
  for (Json& body : bodies) {
    steps.push_back({.kind = StepKind::kPut, .body = std::move(body)});
  }
  return steps;
}

std::unexpected<spec::Error> BadStep(std::string_view field, const std::string& what) {
  return spec::BadInput({.field = std::string(field), .what = what});
}

// Whether a relation can work on an entry: it has values with times in symbols.
bool IsPlainEntry(const Json& entry) {
  return entry.is_object() && entry.contains("entryId") && entry.at("entryId").is_string() &&
         entry.contains("series") && entry.at("series").is_string() &&
         entry.contains("propertyValues") && entry.at("propertyValues").is_array() &&
         !entry.at("propertyValues").empty() &&
         std::ranges::all_of(entry.at("propertyValues"),
                             [](const Json& value) { return value.is_object(); });
}

std::expected<std::map<std::string, std::string>, spec::Error> ParseTwins(const Json& body) {
  if (!body.contains("twins") || !body.at("twins").is_object()) {
    return BadStep("/twins", "an object is required: the twin of each series");
  }
  std::map<std::string, std::string> twins;
  for (const auto& [name, twin] : body.at("twins").items()) {
    if (!twin.is_string()) {
      return BadStep("/twins/" + name, "the name of a series is required");
    }
    twins[name] = twin.get<std::string>();
  }
  return twins;
}

}  // namespace

std::span<const Relation> AllRelations() { return kRelations; }

const Relation* FindRelation(std::string_view name) {
  const auto* found = std::ranges::find(kRelations, name, &Relation::name);
  return found == kRelations.end() ? nullptr : found;
}

std::expected<MetamorphicStep, spec::Error> ParseMetamorphic(const Step& step) {
  MetamorphicStep read;
  const Json& body = step.body;
  if (!body.is_object()) {
    return BadStep("", "an object is required");
  }
  for (const auto& [name, value] : body.items()) {
    constexpr std::array<std::string_view, 4> kMembers = {"relation", "seed", "twins", "put"};
    if (std::ranges::find(kMembers, name) == kMembers.end()) {
      return BadStep("/" + name, "this kind of step has no such member");
    }
  }
  if (body.contains("relation") && body.at("relation").is_string()) {
    read.relation = FindRelation(body.at("relation").get_ref<const std::string&>());
  }
  if (read.relation == nullptr) {
    std::string names;
    for (const Relation& relation : kRelations) {
      names += (names.empty() ? "" : ", ") + std::string(relation.name);
    }
    return BadStep("/relation", "write one of " + names);
  }
  if (body.contains("seed") && !body.at("seed").is_number_unsigned()) {
    return BadStep("/seed", "a number of at least 0 is required");
  }
  read.seed = body.value("seed", std::uint64_t{0});
  auto twins = ParseTwins(body);
  if (!twins) {
    return std::unexpected(twins.error());
  }
  read.twins = *std::move(twins);
  if (!body.contains("put") || !body.at("put").is_object() || !body.at("put").contains("entries") ||
      !body.at("put").at("entries").is_array() || body.at("put").at("entries").empty() ||
      !std::ranges::all_of(body.at("put").at("entries"), IsPlainEntry)) {
    return BadStep("/put", "a put whose entries have an entryId, a series and values is required");
  }
  read.put = body.at("put");
  for (const Json& entry : read.put.at("entries")) {
    const auto& series = entry.at("series").get_ref<const std::string&>();
    if (!read.twins.contains(series)) {
      return BadStep("/twins", "series '" + series + "' has no twin");
    }
  }
  return read;
}

std::expected<void, spec::Error> CheckTwins(const MetamorphicStep& step,
                                            std::span<const SeriesWish> series) {
  std::set<std::string_view> used;
  for (const auto& [base, twin] : step.twins) {
    for (const std::string& name : {base, twin}) {
      const auto wish = std::ranges::find(series, name, &SeriesWish::name);
      if (wish == series.end()) {
        return BadStep("/twins/" + base, "there is no series '" + name + "' in this case");
      }
      if (wish->kind != SeriesKind::kStream && wish->kind != SeriesKind::kMeasurement) {
        return BadStep("/twins/" + base,
                       "series '" + name + "' has to be of kind stream or measurement");
      }
      // Of a series that stands there twice both sides of another one would be compared.
      if (!used.insert(wish->name).second) {
        return BadStep("/twins/" + base, "series '" + name + "' stands there twice");
      }
    }
  }
  return {};
}

std::vector<Step> BasePuts(const MetamorphicStep& step) {
  Dice dice = DiceOf(step);
  return PutsOfBodies(step.relation->base(step.put, dice));
}

std::vector<Step> VariantPuts(const MetamorphicStep& step) {
  Dice dice = DiceOf(step);
  Bodies bodies = step.relation->variant(step.put, dice);
  for (Json& body : bodies) {
    for (Json& entry : body.at("entries")) {
      entry["series"] = step.twins.at(entry.at("series").get<std::string>());
    }
  }
  return PutsOfBodies(std::move(bodies));
}

}  // namespace swc::generators
