// The causes behind the findings of a campaign: a bug that was found again by another input is one.
//
// Law: findings about a target are compared together with those that earlier campaigns left in the
// folder. A cause that one of those shows is known, however it was found this time. Crashes of a
// harness, and mutants that were killed, are a cause each.
//
// Example: record.causes = CausesOf(plan, result, record.findings);
#pragma once

#include <vector>

#include "fuzz/campaign/campaign.h"
#include "fuzz/plan/campaign_plan.h"
#include "reports/run_record.h"

namespace swc::fuzz {

// Returns the causes of `findings`, those of the campaign in the order of its record.
[[nodiscard]] std::vector<reports::Cause> CausesOf(const CampaignPlan& plan,
                                                   const CampaignResult& result,
                                                   const std::vector<reports::Finding>& findings);

}  // namespace swc::fuzz
