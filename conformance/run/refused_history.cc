#include "conformance/run/refused_history.h"

#include <string>

#include <fmt/format.h>

#include "conformance/client/read_access.h"
#include "conformance/client/reads_seen.h"
#include "conformance/diagnosis/evidence.h"
#include "conformance/diagnosis/hanging_together.h"
#include "conformance/diagnosis/rehearsal.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/play/case_runner.h"
#include "generators/case/case.h"
#include "spec/operation.h"

namespace swc::conformance {
namespace {

constexpr spec::Operation kHistory = spec::Operation::kHistory;

// Returns what a history was refused with that has to be answered; empty if none was.
std::string WrongRefusal(const CaseOutcome& outcome) {
  for (const ShownDeviation& shown : outcome.deviations) {
    const Sighting sighting{.case_id = "",
                            .signature = shown.deviation.Signature(),
                            .refusal = RefusalIn(*shown.exchange)};
    if (sighting.refusal.starts_with(spec::LineOf(kHistory) + " ") &&
        FaceOf(sighting) == Face::kUnread) {
      return sighting.refusal;
    }
  }
  return "";
}

}  // namespace

std::string RefusedHistory::Note(const generators::Case& test_case, const CaseOutcome& outcome,
                                 const ReadsSeen& seen, ReadAccess& access) {
  const std::string refusal = WrongRefusal(outcome);
  if (refusal.empty() || !access.WhyDead(kHistory).empty()) {
    return "";
  }
  if (refusal != refusal_ || seen.Answered(kHistory) != answered_) {
    refusal_ = refusal;
    answered_ = seen.Answered(kHistory);
    cases_.clear();
    clauses_.clear();
  }
  cases_.insert(test_case.id);
  clauses_.insert(ClauseOfCase(test_case.id));
  if (cases_.size() < kCasesToBury || clauses_.size() < kClausesToBury) {
    return "";
  }
  const std::string status = refusal.substr(spec::LineOf(kHistory).size() + 1);
  const std::string why =
      fmt::format("{}: reads that break no rule are refused in every case: {}",
                  spec::LineOf(kHistory), status.substr(0, status.find_last_not_of(' ') + 1));
  access.Bury(kHistory, why, /*asked_for_evidence=*/false);
  return why;
}

}  // namespace swc::conformance
