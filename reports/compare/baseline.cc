#include "reports/compare/baseline.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/compare/same_cause.h"
#include "reports/run_record.h"
#include "reports/summary.h"

namespace swc::reports {
namespace {

bool Exercised(const RunRecord& record, std::string_view id) {
  const auto clause = std::ranges::find(record.clauses, id, &ClauseRecord::id);
  return clause != record.clauses.end() && IsExercised(clause->verdict);
}

// Returns why it says nothing that `record` lacks a cause; empty: it says that the cause is fixed.
std::string WhyUnsettled(const RunRecord& record, const CauseKey& key) {
  const bool shown = std::ranges::any_of(record.findings, [&](const Finding& finding) {
    return key.signatures.contains(finding.signature);
  });
  if (shown) {
    return "what it showed is still there, under another cause";
  }
  return Exercised(record, key.clause) ? "" : "its clause was not exercised";
}

// One report's causes with their keys.
struct KnownCauses {
  explicit KnownCauses(const RunRecord& of)
      : record(of), causes(CausesIn(of)), keys(CauseKeys(of)) {}

  [[nodiscard]] bool Has(const CauseKey& key) const {
    return std::ranges::any_of(keys, [&](const CauseKey& each) { return IsSame(each, key); });
  }

  [[nodiscard]] ChangedCause At(std::size_t place, std::string note = "") const {
    const Cause& cause = causes[place];
    return {.headline = cause.headline,
            .clause = cause.clause,
            .verdict = cause.verdict,
            .fails = FailsRun(record, cause),
            .note = std::move(note)};
  }

  const RunRecord& record;
  std::vector<Cause> causes;
  std::vector<CauseKey> keys;
};

}  // namespace

CauseChanges ChangesSince(const RunRecord& baseline, const RunRecord& later) {
  const KnownCauses before(baseline);
  const KnownCauses after(later);
  CauseChanges changes;
  for (std::size_t i = 0; i < after.causes.size(); ++i) {
    if (before.Has(after.keys[i])) {
      changes.unchanged.push_back(after.At(i));
    } else {
      const bool asked = Exercised(baseline, after.keys[i].clause);
      changes.fresh.push_back(after.At(i, asked ? "" : "the baseline did not exercise its clause"));
    }
  }
  for (std::size_t i = 0; i < before.causes.size(); ++i) {
    if (!after.Has(before.keys[i])) {
      std::string why = WhyUnsettled(later, before.keys[i]);
      (why.empty() ? changes.fixed : changes.unsettled).push_back(before.At(i, std::move(why)));
    }
  }
  return changes;
}

bool AnyNewFailure(const BaselineChanges& changes) {
  return std::ranges::any_of(changes.reports, [](const CauseChanges& report) {
    return std::ranges::any_of(report.fresh, &ChangedCause::fails);
  });
}

}  // namespace swc::reports
