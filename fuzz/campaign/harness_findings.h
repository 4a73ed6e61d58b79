// The findings that harnesses write while a campaign runs.
//
// Law: a harness writes each finding whole (temporary name, then rename), as a report.json of one
// finding and as its case file. What lies here and is no such report is told once and passed over.
// Memory is bounded by the number of files, which has a limit.
//
// Example: HarnessFindings findings(folder, plan);
//          for (const reports::Finding& finding : findings.Scan()) { Print(finding); }
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/campaign/known_findings.h"
#include "fuzz/plan/campaign_folder.h"
#include "fuzz/plan/campaign_plan.h"
#include "reports/run_record.h"

namespace swc::fuzz {

// Returns `findings` with those of one signature as one, counts added, in the order of the first.
[[nodiscard]] std::vector<reports::Finding> MergedBySignature(
    const std::vector<reports::Finding>& findings);

class HarnessFindings {
 public:
  // More files are only counted: nobody reads so many findings, and a report has to stay small.
  static constexpr std::size_t kRecordsMax = 2'000;
  static constexpr std::uintmax_t kRecordBytesMax = 16'000'000;

  // REQUIRES: both outlive this.
  HarnessFindings(const CampaignFolder& folder, const CampaignPlan& plan)
      : folder_(folder), plan_(plan) {}

  // Reads what is new. Returns the findings of this campaign whose signature is new, but for those
  // that were seen once so far.
  std::vector<reports::Finding> Scan();

  // Takes what became of the findings of earlier campaigns: what was moved away is not known any
  // more, and what shows itself otherwise now is known as that.
  void Take(const KnownPlayed& played);

  // Returns all findings of this campaign, merged by signature.
  [[nodiscard]] std::vector<reports::Finding> OfThisCampaign() const;

  // Returns one finding for each case file that showed it again: those of this campaign, and of
  // earlier ones what can be read.
  [[nodiscard]] std::vector<reports::Finding> InFiles() const;

  // Returns the case files that were there before this campaign, whether it found them again or
  // not, but for what was seen once.
  [[nodiscard]] const std::set<std::string>& known() const { return known_; }

  // How many findings of earlier campaigns lie here.
  [[nodiscard]] std::size_t earlier() const { return earlier_.size(); }

  // Returns the records of this campaign that could not be read, by file name, and why: what they
  // tell is not known.
  [[nodiscard]] const std::map<std::string, std::string>& unread() const { return unread_; }

  // Returns what could not be read since the last call, a line each.
  std::vector<std::string> TakeProblems();

 private:
  using Stamp = std::pair<std::filesystem::file_time_type, std::uintmax_t>;

  // Returns the finding in a record, or what is wrong with it.
  [[nodiscard]] static std::expected<reports::Finding, std::string> Parse(
      const std::filesystem::path& file);
  // Reads one file. Returns its finding, or nothing after a problem.
  [[nodiscard]] std::optional<reports::Finding> Read(const std::filesystem::path& file);
  void NoteEarlier(const std::filesystem::path& file);
  // Returns the line for the shell that shows a finding of the harness again.
  [[nodiscard]] std::string Reproduce(const reports::Finding& finding,
                                      const std::filesystem::path& case_file) const;

  const CampaignFolder& folder_;
  const CampaignPlan& plan_;
  std::map<std::string, Stamp> read_;                // By file name: what was read last.
  std::map<std::string, reports::Finding> by_file_;  // Of this campaign.
  std::set<std::string> signatures_;                 // Of this campaign.
  std::set<std::string> earlier_;                    // File names.
  std::set<std::string> known_;                      // Case files.
  std::map<std::string, std::string> unread_;        // By file name: why.
  std::vector<std::string> problems_;
  bool told_too_many_ = false;
};

}  // namespace swc::fuzz
