#include "fuzz/campaign/harness_findings.h"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "fuzz/campaign/known_findings.h"
#include "fuzz/oracles/seen_once.h"
#include "fuzz/plan/campaign_folder.h"
#include "fuzz/plan/campaign_plan.h"
#include "reports/formats/json_report.h"
#include "reports/run_record.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {

std::vector<reports::Finding> MergedBySignature(const std::vector<reports::Finding>& findings) {
  std::vector<reports::Finding> merged;
  std::map<std::string, std::size_t> index_of;
  for (const reports::Finding& finding : findings) {
    const auto [place, is_new] = index_of.emplace(finding.signature, merged.size());
    if (is_new) {
      merged.push_back(finding);
    } else {
      merged[place->second].count += finding.count;
    }
  }
  return merged;
}

std::expected<reports::Finding, std::string> HarnessFindings::Parse(
    const std::filesystem::path& file) {
  const auto text = spec::ReadFile(file.string());
  if (!text) {
    return std::unexpected("it cannot be read");
  }
  auto record = reports::ParseJsonReport(*text);
  if (!record) {
    return std::unexpected(record.error().message);
  }
  if (record->findings.size() != 1) {
    return std::unexpected(
        fmt::format("one finding is wanted, it has {}", record->findings.size()));
  }
  reports::Finding finding = std::move(record->findings.front());
  finding.case_file = file.stem().string();
  finding.script.clear();  // Campaigns write none.
  return finding;
}

std::optional<reports::Finding> HarnessFindings::Read(const std::filesystem::path& file) {
  const auto problem = [&](const std::string& what) {
    unread_[file.filename().string()] = what;
    problems_.push_back(fmt::format("{}: passed over: {}", file.string(), what));
    return std::nullopt;
  };
  auto parsed = Parse(file);
  if (!parsed) {
    return problem(parsed.error());
  }
  reports::Finding finding = *std::move(parsed);
  const std::filesystem::path case_file = folder_.root() / file.filename();
  std::error_code ignored;
  if (!std::filesystem::exists(case_file, ignored) && !finding.case_json.empty()) {
    // The harness was killed between its two files; the record has the case as well.
    if (auto written = spec::WriteFile(case_file, finding.case_json + "\n"); !written) {
      return problem(written.error().message);
    }
  }
  finding.reproduce = Reproduce(finding, case_file);
  return finding;
}

std::string HarnessFindings::Reproduce(const reports::Finding& finding,
                                       const std::filesystem::path& case_file) const {
  if (plan_.harness.linked_by_user) {
    return HarnessLine(plan_, case_file) + "  # or: " + ReplayLine(plan_, case_file);
  }
  // Where the case alone does not show it, the harness knows what else is needed.
  const bool told = !plan_.harness.replays && !finding.reproduce.empty();
  return told ? finding.reproduce : ReplayLine(plan_, case_file);
}

// What an earlier campaign saw once is new when it is found.
void HarnessFindings::NoteEarlier(const std::filesystem::path& file) {
  if (!earlier_.insert(file.filename().string()).second) {
    return;
  }
  std::error_code error;
  const bool fits = std::filesystem::file_size(file, error) <= kRecordBytesMax && !error;
  const auto finding = fits ? Parse(file) : std::unexpected(std::string());
  if (!finding || !IsSeenOnce(*finding)) {
    known_.insert(file.stem().string());
  }
}

std::vector<reports::Finding> HarnessFindings::Scan() {
  std::vector<reports::Finding> found;
  for (const std::filesystem::path& file : FilesByName(folder_.records())) {
    if (file.extension() != ".json") {
      continue;  // Not yet whole.
    }
    const std::string name = file.filename().string();
    if (!folder_.IsOfThisCampaign(file)) {
      NoteEarlier(file);
      continue;
    }
    if (by_file_.size() >= kRecordsMax && !by_file_.contains(name)) {
      if (!std::exchange(told_too_many_, true)) {
        problems_.push_back(fmt::format("{}: more than {} findings; the others are kept, not told",
                                        folder_.records().string(), kRecordsMax));
      }
      break;
    }
    std::error_code error;
    const Stamp stamp = {std::filesystem::last_write_time(file, error),
                         std::filesystem::file_size(file, error)};
    const auto known = read_.find(name);
    if (known != read_.end() && known->second == stamp) {
      continue;
    }
    read_[name] = stamp;
    if (stamp.second > kRecordBytesMax) {
      unread_[name] = fmt::format("{} bytes", stamp.second);
      problems_.push_back(fmt::format("{}: passed over: {} bytes", file.string(), stamp.second));
      continue;
    }
    if (auto finding = Read(file)) {
      unread_.erase(name);
      earlier_.erase(name);        // Found again.
      if (IsSeenOnce(*finding)) {  // It is told at the end, if it stays so.
        by_file_.insert_or_assign(name, *std::move(finding));
        continue;
      }
      const auto before = by_file_.find(name);
      const bool is_new = before == by_file_.end() || IsSeenOnce(before->second);
      // Two jobs may kill one mutant, each with a deviation of its own: that is one finding.
      const bool new_signature = signatures_.insert(finding->signature).second;
      if (new_signature && is_new) {
        found.push_back(*finding);
      }
      by_file_.insert_or_assign(name, *std::move(finding));
    }
  }
  return found;
}

void HarnessFindings::Take(const KnownPlayed& played) {
  const auto forget = [this](const std::string& case_file) {
    earlier_.erase(case_file + ".json");
    known_.erase(case_file);
  };
  std::ranges::for_each(played.fixed, forget);
  std::ranges::for_each(played.shows_no_more, forget);
  std::ranges::for_each(played.taken_away, forget);
  for (const auto& [before, now] : played.renamed) {
    forget(before);
    known_.insert(now);
  }
}

std::vector<reports::Finding> HarnessFindings::OfThisCampaign() const {
  std::vector<reports::Finding> findings;
  for (const auto& [name, finding] : by_file_) {
    findings.push_back(finding);
  }
  return MergedBySignature(findings);
}

std::vector<reports::Finding> HarnessFindings::InFiles() const {
  std::vector<reports::Finding> findings;
  const auto add = [&](const reports::Finding& finding) {
    if (!IsSeenOnce(finding)) {
      findings.push_back(finding);
    }
  };
  for (const auto& [name, finding] : by_file_) {
    add(finding);
  }
  for (const std::string& name : earlier_) {
    const std::filesystem::path file = folder_.records() / name;
    std::error_code error;
    const bool fits = findings.size() < kRecordsMax &&
                      std::filesystem::file_size(file, error) <= kRecordBytesMax && !error;
    // What cannot be read says nothing; the campaign that found it has told of it.
    if (auto finding = fits ? Parse(file) : std::unexpected(std::string())) {
      add(*finding);
    }
  }
  return findings;
}

std::vector<std::string> HarnessFindings::TakeProblems() { return std::exchange(problems_, {}); }

}  // namespace swc::fuzz
