// The verdict and the causes of a run as annotations: the commands that a runner of GitHub reads
// from the output of a step.
//
// Law: a line is a command, whatever a server sent. A runner shows ten errors and ten warnings of a
// step; the last of ten says how many more there are.
//
// Example: ToGithubReport(record) == "::error title=DEVIATES::1 cause, 3 clauses; ...\n..."
#pragma once

#include <string>

#include "reports/run_record.h"

namespace swc::reports {

[[nodiscard]] std::string ToGithubReport(const RunRecord& record);

}  // namespace swc::reports
