#include "reports/listener_group.h"

#include <cstdint>
#include <string_view>

#include "reports/run_record.h"

namespace swc::reports {

void ListenerGroup::PhaseStarted(std::string_view phase, std::uint64_t cases) {
  for (RunListener* listener : listeners_) {
    listener->PhaseStarted(phase, cases);
  }
}

void ListenerGroup::Progressed(std::uint64_t cases_done, std::uint64_t requests_sent) {
  for (RunListener* listener : listeners_) {
    listener->Progressed(cases_done, requests_sent);
  }
}

void ListenerGroup::FindingFound(const Finding& finding) {
  for (RunListener* listener : listeners_) {
    listener->FindingFound(finding);
  }
}

void ListenerGroup::RunEnded(const RunRecord& record) {
  for (RunListener* listener : listeners_) {
    listener->RunEnded(record);
  }
}

}  // namespace swc::reports
