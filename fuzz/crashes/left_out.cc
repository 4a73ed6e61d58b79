#include "fuzz/crashes/left_out.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "fuzz/plan/campaign_plan.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

// Nobody reads hundreds of them; the artifacts tell which they are.
constexpr std::size_t kTold = 5;

// Returns the files in and below `folder`.
std::vector<std::filesystem::path> FilesBelow(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator walk(folder, error), end;
       !error && walk != end; walk.increment(error)) {
    if (std::error_code ignored; walk->is_regular_file(ignored)) {
      files.push_back(walk->path());
    }
  }
  return files;
}

bool Holds(const std::filesystem::path& file, std::string_view bytes) {
  std::error_code error;
  if (std::filesystem::file_size(file, error) != bytes.size() || error) {
    return false;
  }
  const auto content = spec::ReadFile(file.string());
  return content && *content == bytes;
}

// Deletes the files below `folder` that hold these bytes. Returns whether there was one.
bool Drop(const std::filesystem::path& folder, std::string_view bytes) {
  bool dropped = false;
  for (const std::filesystem::path& file : FilesBelow(folder)) {
    std::error_code ignored;
    dropped |= Holds(file, bytes) && std::filesystem::remove(file, ignored);
  }
  return dropped;
}

}  // namespace

LeftOut::LeftOut(const CampaignPlan& plan) : plan_(plan), seeds_(plan.seeds) {
  std::error_code ignored;  // A campaign that was killed leaves it.
  std::filesystem::remove_all(LinksFolder(), ignored);
}

LeftOut::~LeftOut() {
  std::error_code ignored;
  std::filesystem::remove_all(LinksFolder(), ignored);
}

std::filesystem::path LeftOut::LinksFolder() const { return plan_.findings / "seeds.left"; }

// A link has a name of its own: two folders may hold files of one name.
void LeftOut::LinkSeeds() {
  std::error_code error;
  std::filesystem::create_directories(LinksFolder(), error);
  std::size_t number = 0;
  for (const std::filesystem::path& folder : plan_.seeds) {
    for (const std::filesystem::path& file : FilesBelow(folder)) {
      std::filesystem::create_symlink(std::filesystem::absolute(file, error),
                                      LinksFolder() / fmt::format("{}", number++), error);
    }
  }
  seeds_ = {LinksFolder()};
}

bool LeftOut::DropSeeds(const std::string& bytes) {
  bool there = false;
  for (const std::filesystem::path& folder : seeds_) {
    for (const std::filesystem::path& file : FilesBelow(folder)) {
      there = there || Holds(file, bytes);
    }
  }
  if (there && seeds_ == plan_.seeds) {
    LinkSeeds();
  }
  return there && Drop(LinksFolder(), bytes);
}

std::string LeftOut::TakeWords() { return std::exchange(words_, {}); }

bool LeftOut::Add(const std::filesystem::path& artifact) {
  const std::string name = artifact.filename().string();
  const auto bytes = spec::ReadFile(artifact.string());
  if (!bytes) {
    return false;
  }
  const bool in_corpus = Drop(plan_.corpus, *bytes);
  const bool in_seeds = DropSeeds(*bytes);
  if ((in_corpus || in_seeds) && added_.insert(name).second && added_.size() <= kTold) {
    words_ = added_.size() < kTold
                 ? name + " lies in corpus or seeds: left out from now on"
                 : "further inputs on which it crashes are left out without a word";
  }
  return added_.contains(name);
}

}  // namespace swc::fuzz
