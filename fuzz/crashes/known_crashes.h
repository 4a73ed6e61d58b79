// Where harnesses crashed in earlier campaigns: the file `crashes` of the findings folder, a line
// each, its signature, a tab, and the name of an input in `artifacts/` that shows it.
//
// Law: no line is about two signatures, and there are `kKnownCrashesMax` at most. Lines without an
// input, which versions before wrote, and people may, count; they are only not played.
//
// Example: for (const auto& [signature, artifact] : ReadKnownCrashes(folder)) { ... }
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "fuzz/plan/campaign_folder.h"

namespace swc::fuzz {

inline constexpr std::size_t kKnownCrashesMax = 1'000;

using KnownCrashes = std::map<std::string, std::string>;  // Names of inputs, by signature.

[[nodiscard]] KnownCrashes ReadKnownCrashes(const CampaignFolder& folder);

// Without the file the next campaign takes them for new.
void WriteKnownCrashes(const CampaignFolder& folder, const KnownCrashes& crashes);

}  // namespace swc::fuzz
