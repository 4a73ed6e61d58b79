// The command line of `fuzz`, and the plan that follows from it.
//
// Law: everything that can be wrong with a command line is found before anything is written.
//
// Example: auto plan = PlanOf({.harness = "sequence", .time = "6h"});
#pragma once

#include <algorithm>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "conformance/target/opening.h"
#include "fuzz/plan/campaign_plan.h"
#include "spec/text/error.h"

namespace swc::fuzz {

struct FuzzArguments {
  conformance::TargetOptions target;
  std::string harness = "request_bytes";
  std::string time = "60s";
  std::string wait;  // Empty: not at all.
  std::uint64_t values_max = kValuesMax;
  int jobs = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  std::string corpus;
  std::string findings;
  std::string fuzzers;
  std::string plugin;
  std::string dictionary;
  std::vector<std::string> seeds;
  std::optional<std::uint64_t> seed;
  std::vector<std::string> reports;
  std::string fail_on;
  bool strict = false;
  bool no_prune = false;
  bool quiet = false;
  bool list = false;
  std::vector<std::string> engine_flags;  // What stands behind "--".
};

// Returns where harnesses are looked for.
[[nodiscard]] Places PlacesOf(const FuzzArguments& arguments);

// Returns the plan. Programs, seeds and target are looked for; an error names the option.
[[nodiscard]] std::expected<CampaignPlan, spec::Error> PlanOf(const FuzzArguments& arguments);

// A harness reads its target from a file, so an --endpoint, and what else the command line says of
// the target, becomes one below the findings folder. Values of headers go into the environment that
// the harnesses inherit.
[[nodiscard]] std::expected<void, spec::Error> WriteTargetFile(const FuzzArguments& arguments,
                                                               CampaignPlan& plan);

}  // namespace swc::fuzz
