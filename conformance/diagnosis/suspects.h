// Finds the seeded bugs that may be behind what a target shows, and plays them.
//
// Law: a mutant is suspected if it shows a finding of the target on a clause that it declares, in
// one of a few cases. Suspects are played over all cases, the likeliest of each clause first (by
// these few, and by some in which the target is right), until they explain everything or
// `Lineup::cases_max` cases are played: no clock decides, so the same target gives the same
// suspects.
//
// Example: std::vector<Suspect> suspects = FindSuspects({.target = evidence, ...});
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <vector>

#include "conformance/diagnosis/cover.h"
#include "conformance/diagnosis/evidence.h"
#include "conformance/diagnosis/rehearsal.h"
#include "generators/case/case.h"
#include "reference/mutants/mutants.h"

namespace swc::conformance {

struct Lineup {
  const Evidence& target;                      // What the target showed,
  const std::set<Sighting>& to_explain;        // of which this is still without a reason,
  std::vector<const generators::Case*> cases;  // in these cases.
  const StandIn& stand_in;
  std::uint64_t cases_max = 0;                  // At which nothing more is played.
  std::set<const reference::Mutant*> withheld;  // Are not suspected.
  std::function<bool()> stop_requested;         // May be empty.
};

// Plays cases and adds their number to `cases_played`.
[[nodiscard]] std::vector<Suspect> FindSuspects(const Lineup& lineup, std::uint64_t& cases_played);

}  // namespace swc::conformance
