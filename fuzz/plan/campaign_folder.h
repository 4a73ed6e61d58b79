// The findings folder of a campaign, and what lies in it.
//
//   findings/<case>.json            case files: `replay` takes them
//   findings/records/<case>.json    a report.json with the one finding that the case shows
//   findings/artifacts/crash-...    inputs on which a harness crashed, hung or ran out of memory
//   findings/logs/...               the last lines of a harness that ended badly
//   findings/unfinished             there while a campaign runs, and after one that was killed
//
// Law: one campaign at a time. What lies here since before the campaign is kept but not counted,
// unless the campaign before was killed: then this one goes on where that one stopped.
//
// Example: auto folder = CampaignFolder::Open("findings"); folder->IsOfThisCampaign(file)
#pragma once

#include <expected>
#include <filesystem>
#include <vector>

#include "spec/text/error.h"

namespace swc::fuzz {

class CampaignFolder {
 public:
  // Makes what is missing. Error: another campaign is running on it, or it cannot be written.
  [[nodiscard]] static std::expected<CampaignFolder, spec::Error> Open(
      const std::filesystem::path& findings);

  CampaignFolder(CampaignFolder&& other) noexcept;
  CampaignFolder& operator=(CampaignFolder&&) = delete;
  CampaignFolder(const CampaignFolder&) = delete;
  CampaignFolder& operator=(const CampaignFolder&) = delete;
  ~CampaignFolder();

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }
  [[nodiscard]] std::filesystem::path records() const { return root_ / "records"; }
  [[nodiscard]] std::filesystem::path artifacts() const { return root_ / "artifacts"; }
  [[nodiscard]] std::filesystem::path logs() const { return root_ / "logs"; }

  // Whether the campaign before was killed, so that this one goes on with it.
  [[nodiscard]] bool goes_on() const { return goes_on_; }
  // Whether a file was written since the campaign (or the killed one) began.
  [[nodiscard]] bool IsOfThisCampaign(const std::filesystem::path& file) const;

  // Says that all that was found has been reported.
  void Finish();

 private:
  CampaignFolder(std::filesystem::path root, int lock, bool goes_on);

  [[nodiscard]] std::filesystem::path marker() const { return root_ / "unfinished"; }

  std::filesystem::path root_;
  int lock_ = -1;  // An open, locked descriptor of the marker.
  bool goes_on_ = false;
  std::filesystem::file_time_type began_;
};

// Returns the regular files in `folder`, by name. None if there is no such folder.
[[nodiscard]] std::vector<std::filesystem::path> FilesByName(const std::filesystem::path& folder);

}  // namespace swc::fuzz
