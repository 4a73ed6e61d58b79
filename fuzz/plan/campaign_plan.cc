#include "fuzz/plan/campaign_plan.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <expected>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "fuzz/engine/fuzzer_process.h"
#include "fuzz/harnesses/harnesses.h"
#include "spec/hash.h"
#include "spec/text/error.h"

namespace swc::fuzz {
namespace {

// An input that runs longer is a finding: a put of the largest size takes milliseconds.
constexpr int kInputSecondsMax = 10;
// Over a network an input is several cases, which wait for reads, and perhaps a finding to shrink.
constexpr int kTargetInputSecondsMax = 600;
// A harness with sanitizers takes some 300 MB.
constexpr int kMegabytesMax = 2'048;

// libFuzzer takes 32 bits and reads 0 as "by the clock".
std::uint32_t SeedOf(const CampaignPlan& plan, std::uint64_t launch) {
  const auto seed = static_cast<std::uint32_t>(plan.seed + launch);
  return seed == 0 ? 1U << 31U : seed;
}

// What a harness has to know of its target.
std::vector<std::string> TargetEnvironment(const CampaignPlan& plan) {
  std::vector<std::string> environment;
  if (!plan.target_file.empty()) {
    environment.push_back(fmt::format("SWC_FUZZ_TARGET={}", plan.target_file.string()));
  }
  if (plan.allow_live) {
    environment.emplace_back("SWC_FUZZ_ALLOW_LIVE=1");
  }
  return environment;
}

// An execution makes and drops so many small pieces of memory that the few which glibc keeps at
// hand cost it a tenth of its time. Who sets this otherwise has their way.
void KeepMemoryAtHand(std::vector<std::string>& environment) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here changes the environment.
  if (std::getenv("GLIBC_TUNABLES") == nullptr) {
    environment.emplace_back("GLIBC_TUNABLES=glibc.malloc.tcache_count=2000");
  }
}

std::vector<std::string> EnvironmentOf(const CampaignPlan& plan) {
  std::vector<std::string> environment = TargetEnvironment(plan);
  if (!plan.target_file.empty()) {
    environment.push_back(fmt::format("SWC_FUZZ_SERIES={}", SeriesFolder(plan)));
  }
  KeepMemoryAtHand(environment);
  environment.push_back(fmt::format("SWC_FUZZ_FINDINGS={}", plan.findings.string()));
  return environment;
}

// Returns the program and the flags that bound what it does with an input.
std::vector<std::string> CommandOf(const CampaignPlan& plan) {
  return {plan.program.string(),
          fmt::format("-artifact_prefix={}/", (plan.findings / "artifacts").string()),
          fmt::format("-timeout={}",
                      plan.target_file.empty() ? kInputSecondsMax : kTargetInputSecondsMax),
          fmt::format("-rss_limit_mb={}", kMegabytesMax),
          // Without it libFuzzer makes none of more than 4096 bytes.
          fmt::format("-max_len={}", plan.harness.input_bytes_max)};
}

bool IsFile(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored);
}

// Where the programs of harnesses are looked for.
std::vector<std::filesystem::path> FoldersOf(const Places& places) {
  if (!places.fuzzers.empty()) {
    return {places.fuzzers};
  }
  if (!places.from_environment.empty()) {
    return {places.from_environment};
  }
  const std::filesystem::path own = places.executable.parent_path();
  return {own, own.parent_path() / "fuzz"};
}

bool IsFolder(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored);
}

}  // namespace

ProcessStart FuzzCommand(const CampaignPlan& plan, const Launch& launch) {
  // 0 would mean "without end".
  const std::int64_t seconds = std::max<std::int64_t>(1, launch.remaining.count());
  ProcessStart start{.command = CommandOf(plan), .environment = EnvironmentOf(plan)};
  start.command.push_back(fmt::format("-max_total_time={}", seconds));
  start.command.emplace_back("-print_final_stats=1");
  start.command.emplace_back("-reload=1");
  // Its bookkeeping of rare features takes longer than harnesses in which all our code is counted,
  // and pays where a handler alone is (docs/fuzzing.md has a table).
  start.command.emplace_back(plan.harness.linked_by_user ? "-entropic=1" : "-entropic=0");
  start.command.push_back(fmt::format("-seed={}", SeedOf(plan, launch.number)));
  if (!plan.dictionary.empty()) {
    start.command.push_back(fmt::format("-dict={}", plan.dictionary.string()));
  }
  if (plan.harness.needs_target) {
    // In the order of the shuffle, not the smallest first: the next night, which may not get
    // through all seeds either, plays others.
    start.command.emplace_back("-prefer_small=0");
    start.environment.emplace_back("SWC_FUZZ_SEEDS_ALONE=1");
    start.environment.push_back(fmt::format("SWC_FUZZ_FEATURES={}", FeatureFile(plan).string()));
  }
  // Once an input is left out, folders of links stand for the list.
  const bool listed = !plan.seed_files.empty() && launch.seeds == plan.seeds;
  if (listed) {
    start.command.emplace_back("-shuffle=0");
    start.command.push_back(fmt::format("-seed_inputs=@{}", SeedListFile(plan).string()));
  }
  // The last one of a name counts.
  start.command.insert(start.command.end(), plan.engine_flags.begin(), plan.engine_flags.end());
  start.command.push_back(plan.corpus.string());
  if (!listed) {
    for (const std::filesystem::path& folder : launch.seeds) {
      start.command.push_back(folder.string());
    }
  }
  start.environment.push_back(fmt::format("SWC_FUZZ_STATUS={}", launch.status_file.string()));
  start.environment.push_back(fmt::format("SWC_FUZZ_SHARE={}/{}", launch.job - 1, plan.jobs));
  return start;
}

std::filesystem::path FeatureFile(const CampaignPlan& plan) {
  return plan.findings / "features.txt";
}

std::filesystem::path SeedListFile(const CampaignPlan& plan) {
  return plan.findings / "logs/seeds-tonight.txt";
}

// libFuzzer takes the last one first.
std::string SeedListText(const CampaignPlan& plan) {
  std::string text;
  for (const std::filesystem::path& file : plan.seed_files) {
    text.insert(0, text.empty() ? file.string() : file.string() + ",");
  }
  return text;
}

std::string SeriesFolder(const CampaignPlan& plan) {
  constexpr int kUpperHalf = 32;
  return fmt::format("fuzz-{:08x}", spec::HashOf(plan.target_name) >> kUpperHalf);
}

ProcessStart ReplayCommand(const CampaignPlan& plan, const std::filesystem::path& input,
                           const std::filesystem::path& status_file) {
  ProcessStart start{.command = CommandOf(plan), .environment = EnvironmentOf(plan)};
  start.environment.push_back(fmt::format("SWC_FUZZ_STATUS={}", status_file.string()));
  start.command.push_back(input.string());
  return start;
}

ProcessStart KnownCommand(const CampaignPlan& plan, const std::vector<std::filesystem::path>& files,
                          const std::filesystem::path& status_file) {
  ProcessStart start{.command = CommandOf(plan), .environment = EnvironmentOf(plan)};
  start.environment.emplace_back("SWC_FUZZ_KNOWN=1");
  start.environment.push_back(fmt::format("SWC_FUZZ_STATUS={}", status_file.string()));
  for (const std::filesystem::path& file : files) {
    start.command.push_back(file.string());
  }
  return start;
}

ProcessStart MergeCommand(const CampaignPlan& plan, const std::filesystem::path& fresh) {
  ProcessStart start{.command = CommandOf(plan), .environment = EnvironmentOf(plan)};
  start.command.emplace_back("-merge=1");
  start.command.push_back(fresh.string());
  start.command.push_back(plan.corpus.string());
  return start;
}

std::string HarnessLine(const CampaignPlan& plan, const std::filesystem::path& input) {
  std::string line;
  for (const std::string& variable : TargetEnvironment(plan)) {
    line += variable + " ";
  }
  return line + fmt::format("{} {}", plan.program.string(), input.string());
}

std::string ReplayLine(const CampaignPlan& plan, const std::filesystem::path& case_file) {
  return fmt::format("sitewise-conformance replay {}{}{}", case_file.string(),
                     plan.target_words.empty() ? "" : " ", plan.target_words);
}

std::string HarnessList(const Places& places) {
  std::string list;
  for (const Harness& harness : AllHarnesses()) {
    const auto program = FindProgram(harness, places);
    const std::string where =
        program ? program->lexically_proximate(std::filesystem::current_path()).string()
        : harness.linked_by_user
            ? "yours, by --plugin (docs/plugin.md)"
            : "not built: cmake --preset fuzz && cmake --build --preset fuzz --target " +
                  ProgramOf(harness);
    list += fmt::format("{:<15} {}\n{:<15} {}\n", harness.name, harness.summary, "", where);
  }
  return list;
}

std::expected<std::filesystem::path, spec::Error> FindProgram(const Harness& harness,
                                                              const Places& places) {
  const std::vector<std::filesystem::path> folders = FoldersOf(places);
  for (const std::filesystem::path& folder : folders) {
    if (IsFile(folder / ProgramOf(harness))) {
      return folder / ProgramOf(harness);
    }
  }
  return std::unexpected(spec::Error{
      .kind = spec::ErrorKind::kUsage,
      .message = fmt::format("{} is not in {}; build it (`cmake --preset fuzz && cmake --build "
                             "--preset fuzz --target fuzzers`) or name its folder by --fuzzers",
                             ProgramOf(harness), folders.back().string())});
}

std::vector<std::filesystem::path> FindSeeds(const Harness& harness,
                                             const std::filesystem::path& program) {
  const std::filesystem::path folder = program.parent_path();
  // Beside it where the build links them; else two levels up, above build/fuzz/ in the sources.
  for (const std::filesystem::path& place :
       {folder / "corpus" / harness.name, folder / "../../fuzz/corpus" / harness.seeds}) {
    if (IsFolder(place)) {
      return {place.lexically_normal()};
    }
  }
  return {};
}

std::filesystem::path FindDictionary(const std::filesystem::path& program) {
  const std::filesystem::path folder = program.parent_path();
  for (const std::filesystem::path& place :
       {folder / "contract.dict", folder / "../../fuzz/corpus/contract.dict"}) {
    if (IsFile(place)) {
      return place.lexically_normal();
    }
  }
  return {};
}

}  // namespace swc::fuzz
