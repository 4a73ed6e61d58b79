#include "fuzz/campaign/told_causes.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fuzz/crashes/crash_collector.h"
#include "fuzz/plan/campaign_folder.h"
#include "reports/run_record.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

constexpr const char* kFile = "causes";

bool IsOpen(const std::set<std::string>& cause, const std::set<std::string>& known) {
  return std::ranges::any_of(cause, [&](const std::string& file) { return known.contains(file); });
}

// Those of this campaign stand first, so that they are the ones that are kept.
ToldCauses ToldNow(const reports::RunRecord& record) {
  ToldCauses told;
  for (const reports::Cause& cause : record.causes) {
    std::set<std::string> files;
    for (const std::size_t place : cause.findings) {
      files.insert(NameOf(record.findings[place]));
    }
    if (files.size() > 1) {
      told.push_back(std::move(files));
    }
  }
  return told;
}

}  // namespace

ToldCauses ReadToldCauses(const std::filesystem::path& findings) {
  ToldCauses told;
  std::istringstream lines(spec::ReadFile((findings / kFile).string()).value_or(""));
  for (std::string line; std::getline(lines, line) && told.size() < kToldCausesMax;) {
    std::set<std::string> files;
    std::istringstream words(line);
    for (std::string file; std::getline(words, file, '\t');) {
      files.insert(file);
    }
    told.push_back(std::move(files));
  }
  return told;
}

ToldCauses WithoutFixed(ToldCauses told, const std::vector<std::string>& fixed) {
  for (std::set<std::string>& cause : told) {
    for (const std::string& file : fixed) {
      cause.erase(file);
    }
  }
  return told;
}

std::set<std::string> KnownByCause(const ToldCauses& told, const std::set<std::string>& known) {
  std::set<std::string> all = known;
  for (const std::set<std::string>& cause : told) {
    if (IsOpen(cause, known)) {
      all.insert(cause.begin(), cause.end());
    }
  }
  return all;
}

void RememberCauses(const CampaignFolder& folder, const std::set<std::string>& known,
                    const reports::RunRecord& record) {
  const std::filesystem::path file = folder.root() / kFile;
  const ToldCauses told = WithoutFixed(ReadToldCauses(folder.root()), record.known.fixed);
  ToldCauses all = ToldNow(record);
  std::ranges::copy_if(told, std::back_inserter(all), [&](const std::set<std::string>& cause) {
    return IsOpen(cause, known) && std::ranges::count(all, cause) == 0;
  });
  all.resize(std::min(all.size(), kToldCausesMax));
  std::string text;
  for (const std::set<std::string>& cause : all) {
    text += fmt::format("{}\n", fmt::join(cause, "\t"));
  }
  if (std::error_code ignored; !text.empty() || std::filesystem::exists(file, ignored)) {
    (void)spec::WriteFile(file.string(), text);
  }
}

}  // namespace swc::fuzz
