#include "fuzz/crashes/known_crashes.h"

#include <cstddef>
#include <filesystem>
#include <sstream>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include "fuzz/plan/campaign_folder.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

std::filesystem::path FileIn(const CampaignFolder& folder) { return folder.root() / "crashes"; }

}  // namespace

KnownCrashes ReadKnownCrashes(const CampaignFolder& folder) {
  KnownCrashes crashes;
  std::istringstream lines(spec::ReadFile(FileIn(folder).string()).value_or(""));
  for (std::string line; std::getline(lines, line) && crashes.size() < kKnownCrashesMax;) {
    const std::size_t tab = line.find('\t');
    // A name alone, and no path to somewhere else.
    const std::string artifact = tab == std::string::npos ? "" : line.substr(tab + 1);
    crashes[line.substr(0, tab)] = std::filesystem::path(artifact).filename().string();
  }
  return crashes;
}

void WriteKnownCrashes(const CampaignFolder& folder, const KnownCrashes& crashes) {
  std::string text;
  std::size_t count = 0;
  for (const auto& [signature, artifact] : crashes) {
    if (++count <= kKnownCrashesMax) {
      text += fmt::format("{}{}{}\n", signature, artifact.empty() ? "" : "\t", artifact);
    }
  }
  if (std::error_code ignored; !text.empty() || std::filesystem::exists(FileIn(folder), ignored)) {
    (void)spec::WriteFile(FileIn(folder).string(), text);
  }
}

}  // namespace swc::fuzz
