// Named sets of policies, from reference/model/presets.json: one legal server each.
//
// Law: each choice names a policy, one of its alternatives and the facts (spec/facts.json) that
// speak for it. A policy that nothing speaks about is not listed and keeps its default.
//
// Example: Policies policies; Apply(*FindPreset("aws-like"), policies);
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "reference/model/policies.h"
#include "spec/text/error.h"

namespace swc::reference {

// The alternative that a preset chooses for one policy.
struct PresetChoice {
  std::string policy;
  std::string alternative;
  std::vector<std::string> facts;
};

struct Preset {
  std::string name;
  std::string statement;  // What the server that it makes is like.
  std::vector<PresetChoice> choices;
};

// Returns all presets that are built into the binary.
[[nodiscard]] const std::vector<Preset>& AllPresets();

// Returns the preset called `name`, or null.
[[nodiscard]] const Preset* FindPreset(std::string_view name);

// Chooses in `policies` what `preset` chooses; what it does not name stays as it is.
void Apply(const Preset& preset, Policies& policies);

// Reads a presets.json. Errors name the preset and what its row gets wrong.
[[nodiscard]] std::expected<std::vector<Preset>, spec::Error> ParsePresets(std::string_view text);

}  // namespace swc::reference
