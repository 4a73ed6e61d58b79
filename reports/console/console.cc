#include "reports/console/console.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "reports/console/console_summary.h"
#include "reports/run_record.h"
#include "reports/text.h"
#include "spec/check.h"

namespace swc::reports {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kRedrawInterval{1000 / kRedrawsPerSecondMax};
constexpr milliseconds kPlainInterval{10'000};  // Between lines where there is no terminal.
constexpr milliseconds kElapsedToTell{1'000};   // Before that nothing can be foreseen.
constexpr std::size_t kBarCells = 24;
constexpr std::size_t kHeadlineBytesMax = 1000;
constexpr std::size_t kObservedBytesMax = 200;  // Of a finding's line while the run goes on.
constexpr std::uint64_t kFindingsToldMax = 10;  // Of such lines; the end tells the causes.

milliseconds SteadyNow() {
  return std::chrono::duration_cast<milliseconds>(
      std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

ConsoleReporter::ConsoleReporter(ConsoleOptions options) : options_(std::move(options)) {
  SWC_CHECK(options_.write != nullptr, "ConsoleOptions::write is not set");
  if (options_.now == nullptr) {
    options_.now = SteadyNow;
  }
}

void ConsoleReporter::Said(std::string_view headline) {
  if (options_.style.quiet) {
    return;  // The last line says what it keeps from being shown.
  }
  EraseBar();
  options_.write(fmt::format("note: {}\n", ForTerminal(Shortened(headline, kHeadlineBytesMax))));
}

void ConsoleReporter::PhaseStarted(std::string_view phase, std::uint64_t cases) {
  EndPhase();
  phase_ = Phase{.name = ForTerminal(phase),
                 .cases = cases,
                 .cases_before = cases_done_,
                 .requests_before = requests_sent_,
                 .began = options_.now(),
                 .told = options_.now()};
  if (options_.style.quiet) {
    return;
  }
  if (options_.terminal) {
    DrawBar();
  } else if (cases > 0) {
    options_.write(fmt::format("phase {}: {} cases\n", phase_->name, cases));
  } else {
    options_.write(fmt::format("phase {}\n", phase_->name));
  }
}

void ConsoleReporter::Progressed(std::uint64_t cases_done, std::uint64_t requests_sent) {
  cases_done_ = cases_done;
  requests_sent_ = requests_sent;
  if (options_.style.quiet) {
    return;
  }
  if (options_.terminal) {
    DrawBar();
  } else {
    TellProgress();
  }
}

void ConsoleReporter::TellProgress() {
  const milliseconds now = options_.now();
  if (!phase_ || now - phase_->told < kPlainInterval) {
    return;
  }
  phase_->told = now;
  options_.write("  " + BarText() + "\n");
}

std::string ConsoleReporter::TimeToGo() const {
  const std::uint64_t done = cases_done_ - std::min(cases_done_, phase_->cases_before);
  const milliseconds elapsed = options_.now() - phase_->began;
  if (elapsed < kElapsedToTell || done == 0 || done >= phase_->cases) {
    return "";
  }
  const double per_case = static_cast<double>(elapsed.count()) / static_cast<double>(done);
  const double seconds = per_case * static_cast<double>(phase_->cases - done) / 1000;
  return seconds < 90 ? fmt::format("  about {:.0f} s to go", std::max(1.0, seconds))
                      : fmt::format("  about {:.0f} min to go", seconds / 60);
}

void ConsoleReporter::FindingFound(const Finding& finding) {
  ++findings_;
  if (options_.style.quiet || findings_ > kFindingsToldMax + 1) {
    return;
  }
  EraseBar();
  if (findings_ > kFindingsToldMax) {
    options_.write("more is deviating; the causes are told at the end\n");
    return;
  }
  const std::string word(ToString(finding.verdict));
  options_.write(fmt::format("{}  {}: {}\n", Colored(word, finding.verdict, options_.style.color),
                             ForTerminal(finding.clause),
                             ForTerminal(Shortened(finding.observed, kObservedBytesMax))));
}

void ConsoleReporter::RunEnded(const RunRecord& record) {
  EndPhase();
  EraseBar();
  const std::string_view gap = options_.terminal || options_.style.quiet ? "" : "\n";
  options_.write(fmt::format("{}{}", gap, ConsoleSummary(record, options_.style)));
}

void ConsoleReporter::EndPhase() {
  if (phase_ && !options_.terminal && !options_.style.quiet) {
    options_.write(fmt::format("phase {} done: {} cases, {} requests\n", phase_->name,
                               cases_done_ - std::min(cases_done_, phase_->cases_before),
                               requests_sent_ - std::min(requests_sent_, phase_->requests_before)));
  }
  phase_.reset();
}

std::string ConsoleReporter::BarText() const {
  const std::uint64_t done = cases_done_ - std::min(cases_done_, phase_->cases_before);
  if (phase_->cases == 0) {
    return fmt::format("{:<11} {} cases  {} requests", phase_->name, done, requests_sent_);
  }
  const double share =
      std::min(1.0, static_cast<double>(done) / static_cast<double>(phase_->cases));
  const auto cells = static_cast<std::size_t>(share * static_cast<double>(kBarCells));
  const std::string bar = options_.terminal ? fmt::format("[{}{}] ", std::string(cells, '#'),
                                                          std::string(kBarCells - cells, '-'))
                                            : std::string();
  return fmt::format("{:<11} {}{}/{} cases  {} requests{}", phase_->name, bar,
                     std::min(done, phase_->cases), phase_->cases, requests_sent_, TimeToGo());
}

void ConsoleReporter::DrawBar() {
  const milliseconds now = options_.now();
  if (!phase_ || (drawn_at_ && now - *drawn_at_ < kRedrawInterval)) {
    return;
  }
  drawn_at_ = now;
  // The last column stays free: some terminals break the line once it is filled. Blanks, not an
  // escape sequence, wipe what the last bar left, so that a dumb terminal shows the bar as well.
  const std::size_t columns_max = std::max<std::size_t>(options_.style.width, 2) - 1;
  const std::string text = BarText().substr(0, columns_max);
  options_.write(fmt::format("\r{:<{}}", text, std::max(bar_columns_, text.size())));
  bar_columns_ = text.size();
}

void ConsoleReporter::EraseBar() {
  if (bar_columns_ > 0) {
    options_.write(fmt::format("\r{:{}}\r", "", bar_columns_));
    bar_columns_ = 0;
  }
}

}  // namespace swc::reports
