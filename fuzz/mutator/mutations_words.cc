// Mutations by texts that code changes in passing: it trims, folds, decodes, composes, expands or
// cuts them. No document permits that of a stringValue or of an alias.
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "fuzz/input/input.h"
#include "fuzz/mutator/mutation.h"
#include "fuzz/mutator/mutations_scalar.h"
#include "spec/contract.h"
#include "spec/operation.h"

namespace swc::fuzz {
namespace {

constexpr std::string_view kNear = "near";

struct Pair {
  std::string_view one;
  std::string_view other;
};

// Two names of two series, which such code takes for one.
constexpr std::array kNames = std::to_array<Pair>({
    {"Case", "case"},    {"end ", "end"},
    {" begin", "begin"}, {"two  blanks", "two blanks"},
    {"a//b", "a/b"},     {"end/", "end"},
    {"a%20b", "a b"},    {"a%2Fb", "a/b"},
    {"a+b", "a b"},      {"caf\u00e9", "cafe\u0301"},
    {"a_b", "axb"},      {"a%", "ab"},
    {"a.b", "axb"},      {"a*", "ab"},
    {"a/./b", "a/b"},    {"a\\b", "a/b"},
    {"a?b", "a"},        {"a#b", "a"},
    {"\u00df", "ss"},    {"\uff21", "A"},
    {"01", "1"},
});

constexpr std::array kTexts = std::to_array<std::string_view>({
    "%s%d%n",
    "100%%",
    "${HOME}",
    "{{7*7}}",
    "#{1+1}",
    "$1\\1",
    "=1+1",
    "@SUM(1)",
    "<b>&amp;&lt;</b>",
    "a%20b+c",
    R"(\u0041\n\)",
    "\"quoted\", 'twice'",
    "caf\u00e9",
    "cafe\u0301",
    "\U0001F600",
    "\U0001F468\u200D\U0001F469",
    "\ufeffmark",
    "a\u2028b\u2029c",
    "\u00a0",
    "  two  blanks  ",
    "line\r\nend",
    "tab\there",
    "\x7f",
    "\u0085\u009f",
    "true",
    "null",
    "NaN",
    "007",
    "1e5",
    "-0",
    "9007199254740993",
});

// A string; one in four so often that the limit of characters is reached, or just missed.
std::string SampleText(Dice& dice) {
  if (dice.Below(kTexts.size() + 1) == kTexts.size()) {
    return {'a', '\0', 'b'};
  }
  const std::string_view word = dice.Pick(kTexts);
  std::string text(word);
  if (dice.Chance(25)) {
    while (text.size() + word.size() <= spec::Contract::Get().string_length_max) {
      text += word;
    }
  }
  return text;
}

bool ChangeToWord(Site& site) {
  Json* value = site.Value();
  if (value == nullptr || !value->is_object()) {
    return false;
  }
  (*value)["value"] = {{"stringValue", SampleText(site.dice)}};
  return true;
}

// Gives the values of an entry others of their types.
void ChangeValues(Json& entry) {
  if (entry.contains("propertyValues") && entry["propertyValues"].is_array()) {
    for (Json& value : entry["propertyValues"]) {
      if (value.is_object() && value.contains("value")) {
        ChangeVariant(value["value"]);
      }
    }
  }
}

std::vector<Json*> EntriesOfSeries(const Site& site) {
  std::vector<Json*> found;
  for (Json* put : site.puts) {
    const auto entries = put->is_object() ? put->find("entries") : put->end();
    if (entries == put->end() || !entries->is_array()) {
      continue;
    }
    for (Json& entry : *entries) {
      if (entry.is_object() && entry.contains("series") && entry["series"].is_string()) {
        found.push_back(&entry);
      }
    }
  }
  return found;
}

// Copies an entry to a second series, whose name is almost that of the first one.
bool AddNearSeries(Site& site) {
  const std::vector<Json*> entries = EntriesOfSeries(site);
  Json* put = site.Put();
  if (!site.is_case || entries.empty() || !put->is_object() || !put->contains("entries") ||
      !(*put)["entries"].is_array() || !site.root["series"].is_object()) {
    return false;
  }
  Json copy = *entries[site.dice.Below(entries.size())];
  const auto name = copy["series"].get<std::string>();
  Pair names = site.dice.Pick(kNames);
  if (site.dice.Chance(50)) {
    std::swap(names.one, names.other);
  }
  // A long one in four: what is cut has to be in front of what differs.
  const std::string_view base = site.dice.Chance(25) ? "${name:300}" : "${name}";
  Json& series = site.root["series"];
  series[name] = {{"kind", "stream"}, {"alias", fmt::format("{}/{}", base, names.one)}};
  series[kNear] = {{"kind", "stream"}, {"alias", fmt::format("{}/{}", base, names.other)}};
  copy["series"] = kNear;
  copy["entryId"] = kNear;
  copy.erase("by");
  ChangeValues(copy);
  (*put)["entries"].push_back(std::move(copy));
  return true;
}

// A property is named almost, by an entry or a read: one of its two ids, its alias with a letter
// more or less. What such a name reaches may not be the property.
bool NameAlmost(Site& site) {
  const std::vector<Json*> entries = EntriesOfSeries(site);
  if (!site.is_case || entries.empty() || !site.root["series"].is_object() ||
      site.root["steps"].size() >= kStepsMax) {
    return false;
  }
  Json& steps = site.root["steps"];
  Json copy = *entries[site.dice.Below(entries.size())];
  const auto name = copy["series"].get<std::string>();
  Json& series = site.root["series"][name];
  const Json type =
      series.is_object() && series.contains("dataType") ? series["dataType"] : Json("DOUBLE");
  series = {{"kind", "measurement"}, {"aliased", true}, {"dataType", type}};
  const auto symbol = [&](std::string_view part) { return fmt::format("${{{}.{}}}", name, part); };
  const std::string alias = site.dice.Chance(50) ? symbol("alias:-1") : symbol("alias") + "x";
  if (site.dice.Chance(40)) {
    const auto operation =
        site.dice.Chance(50) ? spec::Operation::kLatest : spec::Operation::kHistory;
    steps.push_back(
        {{"read_raw",
          {{"path", fmt::format("{}?propertyAlias={}", spec::PathOf(operation), alias)}}}});
    return true;
  }
  copy.erase("series");
  copy.erase("by");
  copy["entryId"] = kNear;
  switch (site.dice.Below(3)) {
    case 0:
      copy["assetId"] = symbol("assetId");
      break;
    case 1:
      copy["propertyId"] = symbol("propertyId");
      break;
    default:
      copy["propertyAlias"] = alias;
  }
  ChangeValues(copy);
  steps.push_back({{"put", {{"entries", Json::array({std::move(copy)})}}}});
  return true;
}

constexpr std::array kWordMutations = std::to_array<Mutation>({
    {"word", 2, ChangeToWord},
    {"near-series", 1, AddNearSeries},
    {"almost-named", 1, NameAlmost},
});

}  // namespace

std::span<const Mutation> WordMutations() { return kWordMutations; }

}  // namespace swc::fuzz
