#include <random>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/selftest/selftest.h"
#include "reference/model/policies.h"
#include "reference/model/preset.h"

namespace swc::conformance {
namespace {

std::string NameOf(const reference::Assignments& policies) {
  std::string name;
  for (const auto& [policy, alternative] : policies) {
    name += fmt::format("{}{}={}", name.empty() ? "" : " + ", policy, alternative);
  }
  return name.empty() ? "(defaults)" : name;
}

}  // namespace

std::vector<PolicySet> PolicySets(const SelftestOptions& options) {
  std::vector<PolicySet> sets;
  const auto add = [&](reference::Assignments policies) {
    sets.push_back({.name = NameOf(policies), .policies = std::move(policies)});
  };
  add({});
  for (const reference::PolicyRow& row : reference::AllPolicies()) {
    for (const std::string& alternative : row.alternatives) {
      add({{row.name, alternative}});
    }
  }
  for (const reference::Preset& preset : reference::AllPresets()) {
    PolicySet& set = sets.emplace_back();
    set.name = "preset " + preset.name;
    for (const reference::PresetChoice& choice : preset.choices) {
      set.policies.emplace_back(choice.policy, choice.alternative);
    }
  }
  std::mt19937_64 random(options.first_seed);
  for (int i = 0; i < options.combinations; ++i) {
    reference::Assignments combination;
    for (const reference::PolicyRow& row : reference::AllPolicies()) {
      combination.emplace_back(row.name, row.alternatives[random() % row.alternatives.size()]);
    }
    add(std::move(combination));
    sets.back().all_seen = false;
  }
  return sets;
}

}  // namespace swc::conformance
