// Several listeners that hear the same run.
//
// Law: each listener gets every fact, in the order in which it was added.
//
// Example: ListenerGroup group; group.Add(console); group.Add(progress_log);
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "reports/run_record.h"

namespace swc::reports {

class ListenerGroup final : public RunListener {
 public:
  // REQUIRES: `listener` outlives this group and is not this group.
  void Add(RunListener& listener) { listeners_.push_back(&listener); }

  void PhaseStarted(std::string_view phase, std::uint64_t cases) override;
  void Progressed(std::uint64_t cases_done, std::uint64_t requests_sent) override;
  void FindingFound(const Finding& finding) override;
  void RunEnded(const RunRecord& record) override;

 private:
  std::vector<RunListener*> listeners_;
};

}  // namespace swc::reports
