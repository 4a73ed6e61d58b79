// What the inputs of a harness showed, kept from night to night: a line for each input, by the hash
// of its bytes, with the numbers of the features that it reached.
//
// Law: lines are added at once, so that several harnesses may write; a line that is torn, or no
// line at all, is passed over. What is said of an input twice is added up.
//
// Example: FeatureLog log("findings/features.txt"); log.Note(input, counters, true);
//          ReadFeatures("findings/features.txt").at(HashOf(input)) == std::set{3, 17}
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace swc::fuzz {

using Features = std::set<std::uint32_t>;
using FeaturesOfInputs = std::map<std::uint64_t, Features>;  // By HashOf the input.

class FeatureLog {
 public:
  // An empty path: nothing is kept.
  explicit FeatureLog(std::filesystem::path file) : file_(std::move(file)) {}

  // Writes the places of `counters` that are not 0, if one of them is new to this log, or if
  // `always`.
  void Note(std::string_view input, std::span<const std::uint8_t> counters, bool always);

 private:
  std::filesystem::path file_;
  Features seen_;
};

// Returns one line for each input.
[[nodiscard]] std::string ToText(const FeaturesOfInputs& features);

// Reads a log. Nothing if there is none.
[[nodiscard]] FeaturesOfInputs ReadFeatures(const std::filesystem::path& file);

}  // namespace swc::fuzz
