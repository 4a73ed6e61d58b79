#include "fuzz/plan/campaign_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <expected>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "spec/text/error.h"

namespace swc::fuzz {
namespace {

std::unexpected<spec::Error> FolderError(const std::filesystem::path& path,
                                         std::string_view reason) {
  return std::unexpected(spec::Error{.kind = spec::ErrorKind::kInput,
                                     .message = fmt::format("{}: {}", path.string(), reason)});
}

}  // namespace

CampaignFolder::CampaignFolder(std::filesystem::path root, int lock, bool goes_on)
    : root_(std::move(root)), lock_(lock), goes_on_(goes_on) {
  std::error_code ignored;  // A marker without a time makes every file one of this campaign.
  began_ = std::filesystem::last_write_time(marker(), ignored);
}

CampaignFolder::CampaignFolder(CampaignFolder&& other) noexcept
    : root_(std::move(other.root_)),
      lock_(std::exchange(other.lock_, -1)),
      goes_on_(other.goes_on_),
      began_(other.began_) {}

CampaignFolder::~CampaignFolder() {
  if (lock_ >= 0) {
    close(lock_);
  }
}

std::expected<CampaignFolder, spec::Error> CampaignFolder::Open(
    const std::filesystem::path& findings) {
  std::error_code error;
  for (const std::string_view part : {"records", "artifacts", "logs"}) {
    std::filesystem::create_directories(findings / part, error);
    if (error) {
      return FolderError(findings / part, "cannot be made: " + error.message());
    }
  }
  const std::filesystem::path marker = findings / "unfinished";
  const bool was_there = std::filesystem::exists(marker, error);
  const int lock = open(marker.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (lock < 0) {
    return FolderError(marker, std::strerror(errno));
  }
  // The lock goes with the process, however that ends.
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    close(lock);
    return FolderError(findings, "another campaign writes here; name another folder by --findings");
  }
  return CampaignFolder(findings, lock, was_there);
}

bool CampaignFolder::IsOfThisCampaign(const std::filesystem::path& file) const {
  std::error_code error;
  const auto written = std::filesystem::last_write_time(file, error);
  return !error && written >= began_;
}

void CampaignFolder::Finish() {
  std::error_code ignored;  // The next campaign then reports the findings of this one once more.
  std::filesystem::remove(marker(), ignored);
}

std::vector<std::filesystem::path> FilesByName(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (std::filesystem::directory_iterator walk(folder, error), end; !error && walk != end;
       walk.increment(error)) {
    if (std::error_code ignored; walk->is_regular_file(ignored)) {
      files.push_back(walk->path());
    }
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace swc::fuzz
