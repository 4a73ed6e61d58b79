#include "fuzz/cli/fuzz_arguments.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <expected>
#include <filesystem>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "conformance/net/added_headers.h"
#include "conformance/net/aws_endpoint.h"
#include "conformance/net/http_transport.h"
#include "conformance/program/command_line.h"
#include "conformance/target/opening.h"
#include "conformance/target/target.h"
#include "conformance/target/target_file.h"
#include "fuzz/corpora/corpus_folder.h"
#include "fuzz/engine/engine_flags.h"
#include "fuzz/harnesses/harnesses.h"
#include "fuzz/plan/campaign_plan.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

namespace fs = std::filesystem;
using conformance::UsageError;

constexpr std::uint64_t kSeedMax = std::numeric_limits<std::uint32_t>::max();

// Without a name, or with a trailing slash, the folder's neighbours would be its children.
fs::path FolderPath(const std::string& given, const fs::path& otherwise) {
  fs::path path = fs::path(given.empty() ? otherwise.string() : given).lexically_normal();
  if (path.filename() == "." || path.filename() == "..") {
    path = fs::absolute(path).lexically_normal();
  }
  return path.has_filename() ? path : path.parent_path();
}

bool IsThere(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

fs::path OwnProgram() {
  std::error_code ignored;
  return fs::read_symlink("/proc/self/exe", ignored);
}

std::expected<fs::path, spec::Error> ProgramFor(const FuzzArguments& arguments,
                                                const Harness& harness) {
  if (!harness.linked_by_user) {
    if (!arguments.plugin.empty()) {
      return UsageError(
          fmt::format("--plugin: --harness {} is built here; --plugin goes with --harness plugin",
                      harness.name));
    }
    return FindProgram(harness, PlacesOf(arguments));
  }
  if (arguments.plugin.empty()) {
    return UsageError(
        "--harness plugin needs --plugin FILE, the harness linked with your implementation "
        "(docs/plugin.md)");
  }
  if (!IsThere(arguments.plugin)) {
    return UsageError(
        fmt::format("--plugin: {}: there is no such program (docs/plugin.md)", arguments.plugin));
  }
  return arguments.plugin;
}

std::expected<void, spec::Error> FindDictionaryFor(const FuzzArguments& arguments,
                                                   CampaignPlan& plan) {
  plan.dictionary = arguments.dictionary;
  if (!arguments.dictionary.empty()) {
    return IsThere(plan.dictionary)
               ? std::expected<void, spec::Error>()
               : UsageError(fmt::format("--dict: {}: there is no such file", arguments.dictionary));
  }
  // A plugin is linked anywhere.
  for (const fs::path& program : {plan.program, OwnProgram()}) {
    if (plan.dictionary.empty()) {
      plan.dictionary = FindDictionary(program);
    }
  }
  return {};
}

std::expected<void, spec::Error> FindSeedsFor(const FuzzArguments& arguments, CampaignPlan& plan) {
  plan.seeds.assign(arguments.seeds.begin(), arguments.seeds.end());
  for (const fs::path& program : {plan.program, OwnProgram()}) {
    if (plan.seeds.empty()) {
      plan.seeds = FindSeeds(plan.harness, program);
    }
  }
  for (const fs::path& folder : plan.seeds) {
    if (std::error_code ignored; !fs::is_directory(folder, ignored)) {
      return UsageError(fmt::format("--seeds: {}: there is no such folder", folder.string()));
    }
  }
  // From nothing libFuzzer does not find a case in any time that somebody has.
  if (!HoldsInput(plan.corpus) && std::ranges::none_of(plan.seeds, HoldsInput)) {
    return UsageError(fmt::format(
        "neither the corpus {} nor the seeds hold an input to begin with; name a folder that does "
        "by --seeds (fuzz/corpus/{} in the sources)",
        plan.corpus.string(), plan.harness.seeds));
  }
  return {};
}

// Looks for all that a harness is started with.
std::expected<void, spec::Error> FindParts(const FuzzArguments& arguments, CampaignPlan& plan) {
  const auto program = ProgramFor(arguments, plan.harness);
  if (!program) {
    return std::unexpected(program.error());
  }
  // Seen from everywhere, and never looked for in PATH.
  plan.program = fs::absolute(*program);
  plan.target_name = plan.program.filename().string();
  if (plan.harness.linked_by_user) {
    plan.target_words = "--target target.json";  // Of a server that runs the same code.
  }
  if (auto found = FindDictionaryFor(arguments, plan); !found) {
    return found;
  }
  return FindSeedsFor(arguments, plan);
}

// Refuses what is no endpoint. Its text is repeated only where no secret can stand in it.
std::expected<void, spec::Error> CheckEndpoint(const std::string& endpoint,
                                               std::string_view origin) {
  const auto transport = conformance::HttpTransport::Create({.endpoint = endpoint});
  if (transport) {
    return {};
  }
  return UsageError(fmt::format("{}: {}", origin,
                                endpoint.find_first_of("@?#") == std::string::npos
                                    ? transport.error().message
                                    : "a URL without user, password, query and fragment is "
                                      "wanted, such as http://127.0.0.1:9000"));
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
  const auto described = conformance::DescribedTarget(options);
  if (!described) {
    return std::unexpected(described.error());
  }
  const conformance::Target& target = *described;
  if (const auto headers = conformance::AddedHeadersOf(target, options); !headers) {
    return std::unexpected(headers.error());
  }
  plan.target_file = options.target_file;
  const std::string origin = options.target_file.empty() ? "--endpoint" : options.target_file;
  if (auto checked = CheckEndpoint(target.endpoint, origin); !checked) {
    return checked;
  }
  if (conformance::IsAwsEndpoint(target.endpoint) && !options.allow_live) {
    return UsageError(target.endpoint +
                      " belongs to AWS: a campaign writes data there without end and costs money; "
                      "add --allow-live");
  }
  if (auto kept = conformance::KeepCredentials(target); !kept) {
    return kept;
  }
  plan.target_name = target.endpoint;
  plan.target_words = options.AsWords();
  plan.allow_live = options.allow_live;
  return {};
}

}  // namespace

Places PlacesOf(const FuzzArguments& arguments) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread starts.
  const char* from_environment = std::getenv("SWC_FUZZERS");
  return {.fuzzers = arguments.fuzzers,
          .from_environment = from_environment == nullptr ? "" : from_environment,
          .executable = OwnProgram()};
}

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
  if (!arguments.wait.empty()) {
    const auto wait = conformance::ParseDuration(arguments.wait, "--wait");
    if (!wait) {
      return std::unexpected(wait.error());
    }
    plan.wait = *wait;
  }
  if (auto checked = CheckEngineFlags(arguments.engine_flags); !checked) {
    return std::unexpected(checked.error());
  }
  plan.engine_flags = arguments.engine_flags;
  const std::uint64_t seed = arguments.seed.value_or(std::random_device()());
  if (seed > kSeedMax) {
    return UsageError(fmt::format("--seed: {} is the largest that libFuzzer takes", kSeedMax));
  }
  plan.seed = seed;
  const fs::path own = fs::path("sitewise-conformance-fuzz") / plan.harness.name;
  plan.corpus = FolderPath(arguments.corpus, own / "corpus");
  plan.findings = FolderPath(arguments.findings, own / "findings");
  plan.jobs = arguments.jobs;
  plan.values_max = arguments.values_max;
  plan.prune = !arguments.no_prune;
  plan.only_new = !arguments.fail_on.empty();
  plan.strict = arguments.strict;
  if (auto found = FindParts(arguments, plan); !found) {
    return std::unexpected(found.error());
  }
  if (auto added = AddTarget(arguments.target, plan); !added) {
    return std::unexpected(added.error());
  }
  return plan;
}

std::expected<void, spec::Error> WriteTargetFile(const FuzzArguments& arguments,
                                                 CampaignPlan& plan) {
  const conformance::TargetOptions& options = arguments.target;
  if (options.endpoint.empty() && options.headers.empty() && options.ca_file.empty()) {
    return {};
  }
  // Not beside the case files: `replay` and `run --case-dir` take all of those.
  plan.target_file = plan.findings / "logs/target.json";
  auto target = conformance::DescribedTarget(options);
  if (!target) {
    return std::unexpected(target.error());
  }
  if (!target->ca_file.empty()) {
    target->ca_file = fs::absolute(target->ca_file).string();
  }
  for (const std::string& text : options.headers) {
    if (const auto header = conformance::ParseHeader(text)) {
      // The harnesses inherit it. NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread starts.
      setenv(conformance::HeaderVariable(header->first).c_str(), header->second.c_str(), 1);
    }
  }
  return spec::WriteFile(plan.target_file, conformance::ToJson(*target));
}

}  // namespace swc::fuzz
