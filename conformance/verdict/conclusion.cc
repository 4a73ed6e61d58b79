#include "conformance/verdict/conclusion.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/verdict/gate.h"
#include "reports/run_record.h"
#include "reports/summary.h"
#include "spec/outcome.h"

namespace swc::conformance {
namespace {

using reports::RunRecord;
using reports::Shown;

Shown Count(const RunEnd& end, const RunRecord& record) {
  Shown shown;
  for (const reports::ClauseRecord& clause : record.clauses) {
    ++shown.selected;
    const bool exercised = reports::IsExercised(clause.verdict);
    if (exercised || !end.cannot_show.contains(clause.id)) {
      ++shown.can_show;
      shown.exercised += exercised ? 1 : 0;
    }
  }
  return shown;
}

double Percent(const Shown& shown) {
  return shown.can_show == 0
             ? 0
             : 100.0 * static_cast<double>(shown.exercised) / static_cast<double>(shown.can_show);
}

std::string HowMuch(const Shown& shown) {
  return fmt::format("{} of {} clauses exercised", shown.exercised, shown.can_show);
}

std::string MessageOf(spec::Outcome outcome, const RunEnd& end, const RunRecord& record) {
  const Shown& shown = record.shown;
  const std::string cut = WhyCut(record);
  if (outcome == spec::Outcome::kCouldNotTest) {
    return end.could_not_test;
  }
  if (outcome == spec::Outcome::kIncomplete && cut.empty() && !end.blind.empty()) {
    return fmt::format("{}; {}", end.blind, HowMuch(shown));
  }
  if (outcome == spec::Outcome::kIncomplete && cut.empty()) {
    if (shown.selected == 0) {
      return "--only and --skip leave no clause";
    }
    if (shown.can_show == 0) {
      return "the target's description excludes all that was selected (docs/target.md)";
    }
    if (Percent(shown) < end.min_coverage) {
      return fmt::format("{} ({:.0f} %, {:.0f} % are wanted: --min-coverage)", HowMuch(shown),
                         Percent(shown), end.min_coverage);
    }
  }
  std::string text = cut.empty() ? HowMuch(shown) : fmt::format("{}; {}", cut, HowMuch(shown));
  if (const std::uint64_t known = reports::CountKnownDeviations(record); known > 0) {
    text += fmt::format("; {} known {}", known, known == 1 ? "deviation" : "deviations");
  }
  if (!record.stale_ledger.empty()) {
    text += fmt::format("; {} stale in the ledger", record.stale_ledger.size());
  }
  if (const auto unmet = Unmet(end.gate, record); !unmet.empty()) {
    text += "; " + TextOf(unmet, record);
  }
  return end.note.empty() ? text : fmt::format("{}; {}", text, end.note);
}

}  // namespace

std::string WhyCut(const RunRecord& record) {
  return record.interrupted ? "interrupted" : fmt::format("{}", fmt::join(record.limits_hit, "; "));
}

void ConcludeRun(const RunEnd& end, RunRecord& record) {
  record.shown = Count(end, record);
  const bool cut = record.interrupted || !record.limits_hit.empty();
  const std::vector<GateCondition> unmet = Unmet(end.gate, record);
  const auto more = std::ranges::count_if(unmet, AsksForMore);
  const bool too_many = static_cast<std::size_t>(more) < unmet.size();
  const spec::Outcome outcome = spec::Weigh(
      {.found = reports::DeviatesBeyondLedger(record) || !record.stale_ledger.empty() || too_many,
       .could_not_test = !end.could_not_test.empty(),
       .incomplete = cut || !end.blind.empty() || record.shown.exercised == 0 || more > 0 ||
                     Percent(record.shown) < end.min_coverage});
  reports::Conclude(record, outcome, MessageOf(outcome, end, record));
}

void ConcludeAgain(double min_coverage, RunRecord& record) {
  const bool cut = record.interrupted || !record.limits_hit.empty();
  const RunEnd end{.min_coverage = min_coverage, .could_not_test = record.message};
  const spec::Outcome outcome = spec::Weigh(
      {.found = reports::DeviatesBeyondLedger(record) || !record.stale_ledger.empty(),
       .could_not_test = record.outcome == spec::Outcome::kCouldNotTest,
       .incomplete = cut || record.outcome == spec::Outcome::kIncomplete ||
                     record.shown.exercised == 0 || Percent(record.shown) < min_coverage});
  reports::Conclude(record, outcome, MessageOf(outcome, end, record));
}

}  // namespace swc::conformance
