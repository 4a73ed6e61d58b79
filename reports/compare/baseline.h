// What became of the causes of an earlier report: new, fixed, unchanged.
//
// Law: a cause is fixed only if the later report exercised its clause and shows nothing of it; else
// it is unsettled, and why is said. A cause that the earlier report does not have is new, whether
// or not the earlier report exercised its clause: a gate that let it pass would be green without
// proof.
//
// Example: const auto changes = ChangesSince(baseline, later);
#pragma once

#include <string>
#include <vector>

#include "reports/run_record.h"

namespace swc::reports {

struct ChangedCause {
  std::string headline;
  std::string clause;
  Verdict verdict = Verdict::kFail;
  bool fails =
      false;  // It fails its run; a warning does so only in a strict one, what is listed never.
  std::string note;  // Why it cannot be compared as it should; empty: it can.
};

// One report against the baseline.
struct CauseChanges {
  std::string name;                     // Of the report.
  std::vector<ChangedCause> fresh;      // The baseline does not have them.
  std::vector<ChangedCause> fixed;      // Only the baseline has them.
  std::vector<ChangedCause> unchanged;  // Both have them.
  std::vector<ChangedCause> unsettled;  // The report does not have them, and that says nothing.
};

struct BaselineChanges {
  std::string name;  // Of the baseline.
  std::vector<CauseChanges> reports;
};

[[nodiscard]] CauseChanges ChangesSince(const RunRecord& baseline, const RunRecord& later);

// Returns whether a cause is new that fails its run.
[[nodiscard]] bool AnyNewFailure(const BaselineChanges& changes);

}  // namespace swc::reports
