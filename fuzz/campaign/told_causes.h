// Which findings campaigns told as one cause: the file `causes` of the findings folder, a line
// each, its case files, without ".json", separated by tabs.
//
// Law: what was told as one bug stays one for the next campaigns, as long as one of its cases is
// still open. Then a signature of it that is found afresh is known, though its own case showed it
// no more. Groups are never merged: of two bugs that were once taken for one, nothing else becomes
// known.
//
// Example: KnownByCause(ReadToldCauses(plan.findings), known); RememberCauses(folder, known,
// record);
#pragma once

#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "fuzz/plan/campaign_folder.h"
#include "reports/run_record.h"

namespace swc::fuzz {

using ToldCauses = std::vector<std::set<std::string>>;  // Names of each.

inline constexpr std::size_t kToldCausesMax = 1'000;

[[nodiscard]] ToldCauses ReadToldCauses(const std::filesystem::path& findings);

// Returns `known`, and the case files of each cause of which one is known.
[[nodiscard]] std::set<std::string> KnownByCause(const ToldCauses& told,
                                                 const std::set<std::string>& known);

// Keeps the causes of `record`, and those told before of which a case file of `known` is left.
// Without the file the next campaign may take what it finds afresh for new.
void RememberCauses(const CampaignFolder& folder, const std::set<std::string>& known,
                    const reports::RunRecord& record);

}  // namespace swc::fuzz
