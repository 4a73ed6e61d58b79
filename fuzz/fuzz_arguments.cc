#include "fuzz/fuzz_arguments.h"

#include <chrono>
#include <cstdlib>
#include <expected>
#include <filesystem>
#include <random>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "conformance/target.h"
#include "fuzz/campaign_folder.h"
#include "fuzz/harnesses.h"

namespace swc::fuzz {
namespace {

namespace fs = std::filesystem;
using conformance::UsageError;

// A trailing slash would make the folder's neighbours its children.
fs::path FolderPath(const std::string& given, const fs::path& otherwise) {
  fs::path path = fs::path(given.empty() ? otherwise.string() : given).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

std::expected<void, spec::Error> FindParts(const FuzzArguments& arguments, CampaignPlan& plan) {
  if (plan.harness.linked_by_user) {
    if (arguments.plugin.empty()) {
      return UsageError(
          "--harness plugin needs --plugin FILE, the harness linked with your "
          "implementation (docs/fuzzing.md)");
    }
    plan.program = fs::path(arguments.plugin);
    if (std::error_code ignored; !fs::is_regular_file(plan.program, ignored)) {
      return UsageError(arguments.plugin + ": there is no such program");
    }
  } else {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread starts.
    const char* from_environment = std::getenv("SWC_FUZZERS");
    std::error_code ignored;
    auto program = FindProgram(
        plan.harness, {.fuzzers = arguments.fuzzers,
                       .from_environment = from_environment == nullptr ? "" : from_environment,
                       .executable = fs::read_symlink("/proc/self/exe", ignored)});
    if (!program) {
      return std::unexpected(program.error());
    }
    plan.program = *std::move(program);
  }
  // Seen from everywhere, and never looked for in PATH.
  plan.program = fs::absolute(plan.program);
  plan.dictionary =
      arguments.dictionary.empty() ? FindDictionary(plan.program) : fs::path(arguments.dictionary);
  plan.seeds = FindSeeds(plan.harness, plan.program);
  if (!arguments.seeds.empty()) {
    plan.seeds.assign(arguments.seeds.begin(), arguments.seeds.end());
  }
  for (const fs::path& folder : plan.seeds) {
    if (std::error_code ignored; !fs::is_directory(folder, ignored)) {
      return UsageError(fmt::format("--seeds: {}: there is no such folder", folder.string()));
    }
  }
  return {};
}

// Checks the target before anything is written. A harness gets it as a file.
std::expected<void, spec::Error> AddTarget(const conformance::TargetOptions& options,
                                           CampaignPlan& plan) {
  const bool given = !options.target_file.empty() || !options.endpoint.empty();
  if (given != plan.harness.needs_target) {
    return given ? UsageError(fmt::format("--harness {} talks to no target; leave --target and "
                                          "--endpoint out",
                                          plan.harness.name))
                 : UsageError(
                       fmt::format("--harness {} needs --target FILE or --endpoint URL; to try it: "
                                   "sitewise-conformance mock --target-out target.json",
                                   plan.harness.name));
  }
  if (!given) {
    return {};
  }
  conformance::Target target{.endpoint = options.endpoint};
  if (!options.target_file.empty()) {
    const auto text = conformance::ReadFile(options.target_file);
    if (!text) {
      return std::unexpected(text.error());
    }
    auto parsed = conformance::ParseTarget(*text, options.target_file);
    if (!parsed) {
      return std::unexpected(parsed.error());
    }
    target = *std::move(parsed);
    plan.target_file = options.target_file;
  }
  if (conformance::IsAwsEndpoint(target.endpoint) && !options.allow_live) {
    return UsageError(target.endpoint +
                      " belongs to AWS: a campaign writes data there without end and costs money; "
                      "add --allow-live");
  }
  plan.target_name = target.endpoint;
  plan.target_words = options.AsWords();
  return {};
}

}  // namespace

std::expected<CampaignPlan, spec::Error> PlanOf(const FuzzArguments& arguments) {
  CampaignPlan plan;
  const Harness* harness = FindHarness(arguments.harness);
  if (harness == nullptr) {
    return UsageError(
        fmt::format("--harness: there is no '{}'; --list shows all", arguments.harness));
  }
  plan.harness = *harness;
  const auto time = conformance::ParseDuration(arguments.time, "--time");
  if (!time) {
    return std::unexpected(time.error());
  }
  plan.time = std::chrono::ceil<std::chrono::seconds>(*time);
  if (plan.time.count() < 1) {
    return UsageError("--time: one second is the least");
  }
  if (auto found = FindParts(arguments, plan); !found) {
    return std::unexpected(found.error());
  }
  const fs::path own = fs::path("sitewise-conformance-fuzz") / plan.harness.name;
  plan.corpus = FolderPath(arguments.corpus, own / "corpus");
  plan.findings = FolderPath(arguments.findings, own / "findings");
  plan.jobs = arguments.jobs;
  plan.seed = arguments.seed.value_or(std::random_device()());
  plan.prune = !arguments.no_prune;
  plan.target_name = plan.program.filename().string();
  if (auto added = AddTarget(arguments.target, plan); !added) {
    return std::unexpected(added.error());
  }
  return plan;
}

std::expected<void, spec::Error> WriteTargetFile(const FuzzArguments& arguments,
                                                 CampaignPlan& plan) {
  if (arguments.target.endpoint.empty()) {
    return {};
  }
  // Not beside the case files: `replay` and `run --case-dir` take all of those.
  plan.target_file = plan.findings / "logs/target.json";
  conformance::Target target{.endpoint = arguments.target.endpoint};
  while (target.endpoint.ends_with('/')) {
    target.endpoint.pop_back();
  }
  return WriteWhole(plan.target_file, conformance::ToJson(target));
}

}  // namespace swc::fuzz
