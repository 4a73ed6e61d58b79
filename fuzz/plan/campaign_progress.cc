#include "fuzz/plan/campaign_progress.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "reports/text.h"

namespace swc::fuzz {
namespace {

constexpr std::chrono::minutes kSecondsShownBelow{10};
constexpr std::size_t kClausesShownMax = 2;

std::string FindingsWords(const std::vector<std::string>& clauses) {
  std::vector<std::string> distinct;
  for (const std::string& clause : clauses) {
    if (std::ranges::find(distinct, clause) == distinct.end()) {
      distinct.push_back(clause);
    }
  }
  if (clauses.empty()) {
    return "no findings";
  }
  std::string words =
      fmt::format("{} {} (", clauses.size(), clauses.size() == 1 ? "finding" : "findings");
  for (std::size_t i = 0; i < std::min(distinct.size(), kClausesShownMax); ++i) {
    words += (i > 0 ? ", " : "") + reports::ForTerminal(distinct[i]);
  }
  return words + (distinct.size() > kClausesShownMax ? " ...)" : ")");
}

}  // namespace

std::string HumanDuration(std::chrono::seconds time) {
  const std::int64_t seconds = std::max<std::int64_t>(0, time.count());
  const std::int64_t minutes = seconds / 60;
  if (minutes >= 60) {
    return minutes % 60 == 0 ? fmt::format("{}h", minutes / 60)
                             : fmt::format("{}h {}m", minutes / 60, minutes % 60);
  }
  if (minutes == 0) {
    return fmt::format("{}s", seconds);
  }
  return time >= kSecondsShownBelow || seconds % 60 == 0
             ? fmt::format("{}m", minutes)
             : fmt::format("{}m {}s", minutes, seconds % 60);
}

std::string Grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t i = digits.size(); i > 3;) {
    i -= 3;
    digits.insert(i, ",");
  }
  return digits;
}

std::string SeedWords(const SeedPhase& seeds) {
  return fmt::format("{} of {} {}", Grouped(seeds.executed), Grouped(seeds.total),
                     seeds.total == 1 ? "seed" : "seeds");
}

std::string ProgressLine(const CampaignProgress& progress) {
  const auto elapsed = std::chrono::duration_cast<std::chrono::seconds>(progress.elapsed);
  return fmt::format(
      "{} of {}, {} {}: {}{} executions/s, {} executions, coverage {}, corpus {}, {}, {} to go",
      HumanDuration(elapsed), HumanDuration(progress.time), progress.jobs,
      progress.jobs == 1 ? "job" : "jobs",
      progress.seeds.IsOpen() ? SeedWords(progress.seeds) + ", " : "",
      Grouped(progress.executions_per_s), Grouped(progress.executions), Grouped(progress.coverage),
      Grouped(progress.corpus), FindingsWords(progress.clauses),
      HumanDuration(progress.time - elapsed));
}

void RateWindow::Add(std::chrono::milliseconds at, std::uint64_t count) {
  counts_.emplace_back(at, count);
  // The oldest that stays is the last one outside the window, so that the window is full.
  while (counts_.size() > 2 && counts_[1].first <= at - kWindow) {
    counts_.pop_front();
  }
}

std::uint64_t RateWindow::PerSecond() const {
  if (counts_.size() < 2 || counts_.back().first <= counts_.front().first ||
      counts_.back().second < counts_.front().second) {
    return 0;
  }
  const auto milliseconds =
      static_cast<std::uint64_t>((counts_.back().first - counts_.front().first).count());
  return (counts_.back().second - counts_.front().second) * 1'000 / milliseconds;
}

}  // namespace swc::fuzz
