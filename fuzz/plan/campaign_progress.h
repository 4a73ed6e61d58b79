// How far a campaign is, as numbers and as a line for people.
//
// Law: text and arithmetic, no clock and no output.
//
// Example: ProgressLine({.elapsed = 12min, .time = 6h, .jobs = 2, ...}) ==
//   "12m of 6h, 2 jobs: 41,203 executions/s, 1,234,567 executions, coverage 5,812, corpus 903, "
//   "3 findings (time.window.past, store.acknowledged ...), 5h 48m to go"
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace swc::fuzz {

// Returns "45s", "1m 30s", "12m", "5h 48m".
[[nodiscard]] std::string HumanDuration(std::chrono::seconds time);

// Returns a number with a comma behind every thousand: "1,234,567".
[[nodiscard]] std::string Grouped(std::uint64_t number);

// The inputs that a harness begins with, those of the corpus and those of the seeds: until it ran
// all of them it tries nothing new.
struct SeedPhase {
  std::uint64_t executed = 0;  // To their end.
  std::uint64_t total = 0;     // 0: it has not told.

  [[nodiscard]] bool IsOpen() const { return executed < total; }
  // Which of two is further.
  friend bool operator<(const SeedPhase& one, const SeedPhase& other) {
    const auto rank = [](const SeedPhase& seeds) {
      return std::pair(seeds.total > 0 && !seeds.IsOpen(), seeds.executed);
    };
    return rank(one) < rank(other);
  }
};

// Returns "89 of 409 seeds".
[[nodiscard]] std::string SeedWords(const SeedPhase& seeds);

struct CampaignProgress {
  std::chrono::milliseconds elapsed{0};
  std::chrono::seconds time{0};  // Of the whole campaign.
  int jobs = 0;                  // That are running.
  std::uint64_t executions = 0;
  std::uint64_t executions_per_s = 0;
  std::uint64_t coverage = 0;
  std::uint64_t corpus = 0;
  SeedPhase seeds;
  std::vector<std::string> clauses;  // Of the findings, one each, in order of appearance.
};

[[nodiscard]] std::string ProgressLine(const CampaignProgress& progress);

// Executions per second over the last seconds, from a count that only grows.
class RateWindow {
 public:
  static constexpr std::chrono::milliseconds kWindow{10'000};

  void Add(std::chrono::milliseconds at, std::uint64_t count);
  // Returns 0 until there are two counts.
  [[nodiscard]] std::uint64_t PerSecond() const;

 private:
  std::deque<std::pair<std::chrono::milliseconds, std::uint64_t>> counts_;
};

}  // namespace swc::fuzz
