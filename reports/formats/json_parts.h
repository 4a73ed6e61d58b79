// The parts of a run as JSON, which report.json, the stream of events and the page have in common.
//
// Law: a part has the members that reports/report.schema.json gives it, in its order.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "reports/run_record.h"

namespace swc::reports {

using Json = nlohmann::ordered_json;

[[nodiscard]] Json StatsJson(const RunStats& stats);
[[nodiscard]] Json PhaseJson(const PhaseRecord& phase);
[[nodiscard]] Json ClauseJson(const ClauseRecord& clause);
[[nodiscard]] Json KnownJson(const KnownCases& known);
// Adds the member "left_behind", if there is anything to tell.
void AddLeftBehind(const RunRecord& record, Json& json);
[[nodiscard]] Json ShownJson(const Shown& shown);
[[nodiscard]] Json FindingJson(const Finding& finding);
[[nodiscard]] Json CauseJson(const Cause& cause);

// Returns `json` as text without line ends; bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string OneLine(const Json& json);

// Returns `json` as text for people; the same of bytes.
[[nodiscard]] std::string Indented(const Json& json);

}  // namespace swc::reports
