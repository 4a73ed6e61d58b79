// The areas of the contract, and how much of each a run showed.
//
// Law: an area is what stands before the first dot of a clause's id. What was not exercised counts
// neither as right nor as wrong.
//
// Example: for (const Area& area : AreasOf(record)) ...
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/run_record.h"

namespace swc::reports {

struct Area {
  std::string name;
  std::uint64_t clauses = 0;
  std::uint64_t exercised = 0;  // Got a verdict of their own.
  std::uint64_t failing = 0;    // FAIL or INCONSISTENT.
  std::uint64_t warning = 0;
};

// Returns the areas in the order in which clauses name them.
[[nodiscard]] std::vector<Area> AreasOf(const RunRecord& record);

}  // namespace swc::reports
