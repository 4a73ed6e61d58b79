// Several listeners of one run.
//
// Law: each is told everything, in the order in which they were given.
//
// Example: Listeners all({&console, &events});
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/run_record.h"

namespace swc::reports {

class Listeners final : public RunListener {
 public:
  // They have to outlive this.
  explicit Listeners(std::vector<RunListener*> listeners) : listeners_(std::move(listeners)) {}

  void Said(std::string_view headline) override {
    Tell([&](RunListener& each) { each.Said(headline); });
  }
  void PhaseStarted(std::string_view phase, std::uint64_t cases) override {
    Tell([&](RunListener& each) { each.PhaseStarted(phase, cases); });
  }
  void Progressed(std::uint64_t cases_done, std::uint64_t requests_sent) override {
    Tell([&](RunListener& each) { each.Progressed(cases_done, requests_sent); });
  }
  void FindingFound(const Finding& finding) override {
    Tell([&](RunListener& each) { each.FindingFound(finding); });
  }
  void RunEnded(const RunRecord& record) override {
    Tell([&](RunListener& each) { each.RunEnded(record); });
  }

 private:
  template <typename Event>
  void Tell(Event event) {
    for (RunListener* each : listeners_) {
      event(*each);
    }
  }

  std::vector<RunListener*> listeners_;
};

}  // namespace swc::reports
