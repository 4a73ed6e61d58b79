// Which findings campaigns told as one cause: the file `causes` of the findings folder, a line
// each, its case files, without ".json", separated by tabs.
//
// Law: what was told as one bug stays one for the next campaigns, as long as one of its cases is
// still open. Then a signature of it that is found afresh is known, though its own case showed it
// no more; but not one whose case was fixed: what shows that again is new. Groups are never merged.
//
// Example: KnownByCause(WithoutFixed(ReadToldCauses(plan.findings), fixed), known);
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

// Returns the causes without these case files.
[[nodiscard]] ToldCauses WithoutFixed(ToldCauses told, const std::vector<std::string>& fixed);

// Returns `known`, and the case files of each cause of which one is known.
[[nodiscard]] std::set<std::string> KnownByCause(const ToldCauses& told,
                                                 const std::set<std::string>& known);

// Keeps the causes of `record`, and of those told before the ones of which a case file of `known`
// is left, without what the record tells as fixed. Without the file the next campaign may take what
// it finds afresh for new.
void RememberCauses(const CampaignFolder& folder, const std::set<std::string>& known,
                    const reports::RunRecord& record);

}  // namespace swc::fuzz
