// A run as a stream of events, one JSON object a line, for programs that follow it.
//
// Law: each line is whole when it is written. The first event is `began`, the last one `ended`,
// with the verdict: a stream without it was cut. What was found is told as `found` at once, and as
// `finding`, smallest case and all, at the end, with `clause` and `cause`.
//
// Example: NdjsonReporter events([&](std::string_view line) { ... }, {.target = endpoint});
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "reports/run_record.h"

namespace swc::reports {

class NdjsonReporter final : public RunListener {
 public:
  // Called with whole lines.
  using Write = std::function<void(std::string_view lines)>;

  explicit NdjsonReporter(Write write) : write_(std::move(write)) {}

  // The first event. `record` holds what is known before a run.
  void Began(const RunRecord& record);

  void Said(std::string_view headline) override;
  void PhaseStarted(std::string_view phase, std::uint64_t cases) override;
  void FindingFound(const Finding& finding) override;
  void RunEnded(const RunRecord& record) override;

 private:
  Write write_;
};

// Returns the stream of a run that has ended, without what was told while it ran.
[[nodiscard]] std::string ToNdjsonReport(const RunRecord& record);

}  // namespace swc::reports
