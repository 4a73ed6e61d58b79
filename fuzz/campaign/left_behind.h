// What campaigns left on a target, added up from campaign to campaign: a target that keeps
// everything grows every night, and its owner has to know by how much, and where.
//
// Law: the file is written whole or not at all, and holds the `kTargetsMax` targets that were
// fuzzed last. One that is damaged, of which `problem` tells, counts nothing.
//
// Example: LeftBehind left = LeftBehind::Read(file, "http://127.0.0.1:9000", "fuzz-1a2b3c4d");
//          left.Add(counts); left.Write(); left.OfTarget().series
#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/input/status_file.h"
#include "reports/run_record.h"
#include "spec/text/error.h"

namespace swc::fuzz {

class LeftBehind {
 public:
  static constexpr std::size_t kTargetsMax = 20;

  // REQUIRES: `folder` is that of the names of all series (SeriesFolder).
  [[nodiscard]] static LeftBehind Read(const std::filesystem::path& file, const std::string& target,
                                       const std::string& folder);

  // Adds what one campaign left, if that is anything.
  void Add(const Counts& counts);
  [[nodiscard]] std::expected<void, spec::Error> Write() const;

  [[nodiscard]] const reports::LeftBehind& OfTarget() const { return targets_.back().second; }
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  explicit LeftBehind(std::filesystem::path file) : file_(std::move(file)) {}
  // Returns whether the text is one that `Write` wrote.
  [[nodiscard]] bool Parse(const std::string& text);

  std::filesystem::path file_;
  // Endpoints, and what is there; that of this campaign is the last one.
  std::vector<std::pair<std::string, reports::LeftBehind>> targets_;
  std::string problem_;
};

// Returns what a campaign that was killed counted, from the files that it left in its folder.
[[nodiscard]] Counts CountedByKilled(const std::filesystem::path& findings);

}  // namespace swc::fuzz
