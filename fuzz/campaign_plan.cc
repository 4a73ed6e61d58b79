#include "fuzz/campaign_plan.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

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

std::vector<std::string> EnvironmentOf(const CampaignPlan& plan, std::uint64_t launch) {
  std::vector<std::string> environment = {
      fmt::format("SWC_FUZZ_FINDINGS={}", plan.findings.string()),
      fmt::format("SWC_FUZZ_SEED={}", SeedOf(plan, launch))};
  if (!plan.target_file.empty()) {
    environment.push_back(fmt::format("SWC_FUZZ_TARGET={}", plan.target_file.string()));
  }
  return environment;
}

bool IsProgram(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored);
}

bool IsFolder(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored);
}

}  // namespace

ProcessStart FuzzCommand(const CampaignPlan& plan, const Launch& launch) {
  // 0 would mean "without end".
  const std::int64_t seconds = std::max<std::int64_t>(1, launch.remaining.count());
  ProcessStart start{
      .command = {plan.program.string(), fmt::format("-max_total_time={}", seconds),
                  fmt::format("-artifact_prefix={}/", (plan.findings / "artifacts").string()),
                  "-print_final_stats=1", "-reload=1",
                  fmt::format("-timeout={}",
                              plan.target_file.empty() ? kInputSecondsMax : kTargetInputSecondsMax),
                  fmt::format("-rss_limit_mb={}", kMegabytesMax),
                  fmt::format("-seed={}", SeedOf(plan, launch.number))},
      .environment = EnvironmentOf(plan, launch.number)};
  if (!plan.dictionary.empty()) {
    start.command.push_back(fmt::format("-dict={}", plan.dictionary.string()));
  }
  start.command.push_back(plan.corpus.string());
  for (const std::filesystem::path& folder : plan.seeds) {
    start.command.push_back(folder.string());
  }
  start.environment.push_back(fmt::format("SWC_FUZZ_STATUS={}", launch.status_file.string()));
  return start;
}

ProcessStart MergeCommand(const CampaignPlan& plan, const std::filesystem::path& fresh) {
  return {.command = {plan.program.string(), "-merge=1",
                      fmt::format("-artifact_prefix={}/", (plan.findings / "artifacts").string()),
                      fmt::format("-timeout={}", plan.target_file.empty() ? kInputSecondsMax
                                                                          : kTargetInputSecondsMax),
                      fmt::format("-rss_limit_mb={}", kMegabytesMax), fresh.string(),
                      plan.corpus.string()},
          .environment = EnvironmentOf(plan, 0)};
}

std::expected<std::filesystem::path, spec::Error> FindProgram(const Harness& harness,
                                                              const Places& places) {
  std::vector<std::filesystem::path> folders;
  if (!places.fuzzers.empty()) {
    folders = {places.fuzzers};
  } else if (!places.from_environment.empty()) {
    folders = {places.from_environment};
  } else {
    const std::filesystem::path own = places.executable.parent_path();
    folders = {own, own.parent_path() / "fuzz"};
  }
  for (const std::filesystem::path& folder : folders) {
    if (IsProgram(folder / ProgramOf(harness))) {
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
  // Beside it in a package; three levels up in a build folder of the sources, build/fuzz/.
  for (const std::filesystem::path& place :
       {folder / "corpus" / harness.name, folder / "../../fuzz/corpus" / harness.name}) {
    if (IsFolder(place)) {
      return {place.lexically_normal()};
    }
  }
  return {};
}

std::filesystem::path FindDictionary(const std::filesystem::path& program) {
  const std::filesystem::path dictionary = program.parent_path() / "contract.dict";
  return IsProgram(dictionary) ? dictionary : std::filesystem::path();
}

}  // namespace swc::fuzz
