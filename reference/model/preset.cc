#include "reference/model/preset.h"

#include <algorithm>
#include <expected>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "reference/model/embedded.h"
#include "reference/model/policies.h"
#include "spec/check.h"
#include "spec/fact.h"
#include "spec/input_error.h"
#include "spec/text/error.h"

namespace swc::reference {
namespace {

using nlohmann::json;
using spec::Error;

std::unexpected<Error> BadPreset(const std::string& what) {
  return spec::BadInput({.origin = "presets.json", .what = what});
}

// Returns what is wrong about `choice`; empty if nothing is.
std::string FaultOf(const PresetChoice& choice) {
  const auto& rows = AllPolicies();
  const auto row = std::ranges::find(rows, choice.policy, &PolicyRow::name);
  if (row == rows.end()) {
    return fmt::format("there is no policy '{}'", choice.policy);
  }
  if (std::ranges::find(row->alternatives, choice.alternative) == row->alternatives.end()) {
    return fmt::format("'{}' has no alternative '{}', only {}", choice.policy, choice.alternative,
                       fmt::join(row->alternatives, ", "));
  }
  if (choice.facts.empty()) {
    return fmt::format("'{}' names no fact", choice.policy);
  }
  for (const std::string& fact : choice.facts) {
    if (spec::FactList::Get().Find(fact) == nullptr) {
      return fmt::format("'{}' names '{}', which is no fact", choice.policy, fact);
    }
  }
  return "";
}

std::expected<Preset, Error> ParsePreset(const json& node) {
  Preset preset;
  node.at("name").get_to(preset.name);
  node.at("statement").get_to(preset.statement);
  std::set<std::string> chosen;
  for (const json& row : node.at("choices")) {
    PresetChoice choice;
    row.at("policy").get_to(choice.policy);
    row.at("alternative").get_to(choice.alternative);
    row.at("facts").get_to(choice.facts);
    std::string fault = FaultOf(choice);
    if (fault.empty() && !chosen.insert(choice.policy).second) {
      fault = fmt::format("'{}' is chosen twice", choice.policy);
    }
    if (!fault.empty()) {
      return BadPreset(fmt::format("preset '{}': {}", preset.name, fault));
    }
    preset.choices.push_back(std::move(choice));
  }
  if (preset.choices.empty()) {
    return BadPreset(fmt::format("preset '{}' chooses nothing", preset.name));
  }
  return preset;
}

}  // namespace

std::expected<std::vector<Preset>, Error> ParsePresets(std::string_view text) {
  std::vector<Preset> presets;
  try {
    const json root = json::parse(text);
    for (const json& node : root.at("presets")) {
      auto preset = ParsePreset(node);
      if (!preset) {
        return std::unexpected(preset.error());
      }
      if (std::ranges::find(presets, preset->name, &Preset::name) != presets.end()) {
        return BadPreset(fmt::format("preset '{}' stands twice", preset->name));
      }
      presets.push_back(*std::move(preset));
    }
  } catch (const json::exception& error) {
    return BadPreset(error.what());
  }
  return presets;
}

const std::vector<Preset>& AllPresets() {
  static const std::vector<Preset> presets = [] {
    auto parsed = ParsePresets(EmbeddedPresets());
    SWC_CHECK(parsed.has_value(), parsed.error().message.c_str());
    return *std::move(parsed);
  }();
  return presets;
}

const Preset* FindPreset(std::string_view name) {
  const auto& presets = AllPresets();
  const auto found = std::ranges::find(presets, name, &Preset::name);
  return found == presets.end() ? nullptr : &*found;
}

void Apply(const Preset& preset, Policies& policies) {
  for (const PresetChoice& choice : preset.choices) {
    const auto set = policies.Set(choice.policy, choice.alternative);
    SWC_CHECK(set.has_value(), choice.policy.c_str());
  }
}

}  // namespace swc::reference
