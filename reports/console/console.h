// The console: how a run looks while it runs, and its summary at the end.
//
// Law: on a terminal one line is redrawn, at most `kRedrawsPerSecondMax` times a second; elsewhere
// (CI, a pipe) there are only plain, complete lines. Nothing that a target sent reaches the output
// unescaped. Facts have to come from one thread at a time.
//
// Example: ConsoleReporter console({.write = [](std::string_view text) { ... }, .terminal = true});
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "reports/console/console_style.h"
#include "reports/run_record.h"

namespace swc::reports {

inline constexpr int kRedrawsPerSecondMax = 10;

struct ConsoleOptions {
  std::function<void(std::string_view)> write;  // REQUIRES: set.
  // Any clock that never goes back; without one the steady clock of the system.
  std::function<std::chrono::milliseconds()> now;
  bool terminal = false;  // The output is a terminal: draw a progress bar.
  ConsoleStyle style;
};

class ConsoleReporter final : public RunListener {
 public:
  explicit ConsoleReporter(ConsoleOptions options);

  void Said(std::string_view headline) override;
  void PhaseStarted(std::string_view phase, std::uint64_t cases) override;
  void Progressed(std::uint64_t cases_done, std::uint64_t requests_sent) override;
  void FindingFound(const Finding& finding) override;
  void RunEnded(const RunRecord& record) override;

 private:
  // Where the run stood when a phase began, so that totals can be shown per phase.
  struct Phase {
    std::string name;
    std::uint64_t cases = 0;  // 0 when not known.
    std::uint64_t cases_before = 0;
    std::uint64_t requests_before = 0;
    std::chrono::milliseconds began{0};
    std::chrono::milliseconds told{0};  // When a plain line was last written.
  };

  void EndPhase();
  void DrawBar();
  void EraseBar();
  [[nodiscard]] std::string BarText() const;
  // Returns "about 12 s to go", or nothing while that cannot be said.
  [[nodiscard]] std::string TimeToGo() const;
  void TellProgress();

  ConsoleOptions options_;
  std::optional<Phase> phase_;
  std::uint64_t cases_done_ = 0;
  std::uint64_t requests_sent_ = 0;
  std::uint64_t findings_ = 0;   // New signatures so far.
  std::size_t bar_columns_ = 0;  // Of the bar that is on the screen.
  std::optional<std::chrono::milliseconds> drawn_at_;
};

}  // namespace swc::reports
