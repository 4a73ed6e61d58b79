// Whether two causes, of one report or of two, are the same bug.
//
// Law: they are if they are told under the same clause and share the signature of a finding.
// Headline, name and counts are not asked: they may differ from run to run, and from one version of
// the suite to the next. This is the only place that says so.
//
// Example: if (IsSame(CauseKeys(before)[0], CauseKeys(after)[2])) { ... }
#pragma once

#include <set>
#include <string>
#include <vector>

#include "reports/run_record.h"

namespace swc::reports {

// What a cause is known by.
struct CauseKey {
  std::string clause;
  std::set<std::string> signatures;  // Of its findings.
};

[[nodiscard]] bool IsSame(const CauseKey& one, const CauseKey& other);

// Returns the keys of the causes of `record`, in its order.
[[nodiscard]] std::vector<CauseKey> CauseKeys(const RunRecord& record);

// Returns the causes of `record`. Reports of versions that tell none have one for each clause with
// findings.
[[nodiscard]] std::vector<Cause> CausesIn(const RunRecord& record);

}  // namespace swc::reports
