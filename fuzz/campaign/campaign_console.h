// What a person sees of a campaign: the plan, how far it is, each finding, and what it came to.
//
// Law: on a terminal one line is redrawn; elsewhere there are only whole lines, a progress line
// every `kPlainInterval`. Nothing that a target or a harness said is printed unescaped. With
// `quiet` only findings and the verdict.
//
// Example: CampaignConsole console({.write = ..., .now = ..., .terminal = true});
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "fuzz/campaign/campaign.h"
#include "fuzz/plan/campaign_plan.h"
#include "fuzz/plan/campaign_progress.h"
#include "reports/run_record.h"

namespace swc::fuzz {

struct CampaignConsoleOptions {
  std::function<void(std::string_view)> write;     // REQUIRES: set.
  std::function<std::chrono::milliseconds()> now;  // REQUIRES: set.
  bool terminal = false;
  bool color = false;
  bool quiet = false;
  std::size_t width = 120;  // Columns of the terminal.
};

class CampaignConsole final : public CampaignListener {
 public:
  static constexpr std::chrono::milliseconds kPlainInterval{10'000};
  static constexpr std::chrono::milliseconds kRedrawInterval{500};
  // Nobody reads more; all are in the reports.
  static constexpr std::size_t kFindingsShownMax = 50;

  explicit CampaignConsole(CampaignConsoleOptions options) : options_(std::move(options)) {}

  // What will be done; before the start.
  void Began(const CampaignPlan& plan, std::size_t corpus);
  void Progressed(const CampaignProgress& progress) override;
  void FindingFound(const reports::Finding& finding) override;
  void FindingStillOpen(const reports::Finding& finding) override;
  void Said(std::string_view line) override;
  void Ended(const CampaignPlan& plan, const CampaignResult& result,
             const reports::RunRecord& record);

 private:
  void Erase();
  void Print(const std::string& text);

  CampaignConsoleOptions options_;
  std::optional<std::chrono::milliseconds> shown_at_;
  std::size_t columns_ = 0;  // Of the line that is on the screen.
  std::size_t findings_ = 0;
  std::size_t still_open_ = 0;
};

}  // namespace swc::fuzz
