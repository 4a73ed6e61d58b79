// Which seeds were played against a target, kept from campaign to campaign, so that one that does
// not get through them is followed by one that begins with the others.
//
// Law: a seed is known by its bytes. Once all have been played they are all played anew. The file
// is written whole or not at all, and holds no more than the seeds that there are.
//
// Example: auto progress = SeedProgress::Open(file, "http://127.0.0.1:9000", folders);
//          std::vector<std::filesystem::path> tonight = progress.Order(plan.seed);
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "spec/text/error.h"

namespace swc::fuzz {

class SeedProgress {
 public:
  // Reads the seeds, and what is known of them. A file about another target says nothing, and so
  // does one that is damaged, of which `problem` tells.
  [[nodiscard]] static SeedProgress Open(const std::filesystem::path& file, std::string target,
                                         const std::vector<std::filesystem::path>& folders);

  // Returns the seeds that are to be played, in an order that follows from `seed`.
  [[nodiscard]] std::vector<std::filesystem::path> Order(std::uint64_t seed) const;

  // How many seeds there are, and how many of them earlier campaigns played.
  [[nodiscard]] std::size_t total() const { return seeds_.size(); }
  [[nodiscard]] std::size_t played() const { return played_.size(); }
  [[nodiscard]] const std::string& problem() const { return problem_; }

  // Notes that the first `count` files of `order` were played, and writes the file.
  [[nodiscard]] std::expected<void, spec::Error> Note(
      const std::vector<std::filesystem::path>& order, std::size_t count);

 private:
  SeedProgress(std::filesystem::path file, std::string target)
      : file_(std::move(file)), target_(std::move(target)) {}
  void ReadPlayed();

  std::filesystem::path file_;
  std::string target_;
  std::vector<std::pair<std::string, std::filesystem::path>> seeds_;  // By hash, each once.
  std::set<std::string> played_;                                      // Hashes of seeds.
  std::string problem_;
};

}  // namespace swc::fuzz
