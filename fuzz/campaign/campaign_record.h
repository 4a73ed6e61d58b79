// A campaign as a run record: what reports, verdict and exit code are made from.
//
// Law: the exit code follows from findings first, then from what could not be done. A warning fails
// nothing, as in `run` without --strict. Only clauses with a finding are listed, and `fuzz.crash`:
// a campaign proves nothing about the others.
//
// Example: const reports::RunRecord record = RecordOf(plan, result);  // record.outcome is kFound
#pragma once

#include "fuzz/campaign/campaign.h"
#include "fuzz/plan/campaign_plan.h"
#include "reports/run_record.h"

namespace swc::fuzz {

// `stats.requests` are executions of the harness.
[[nodiscard]] reports::RunRecord RecordOf(const CampaignPlan& plan, const CampaignResult& result);

}  // namespace swc::fuzz
