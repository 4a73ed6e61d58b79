// Which seeded bugs, taken together, explain what a target shows: a greedy smallest union.
//
// Law: findings of several bugs add up, so each suspect is measured by what it shows alone. It has
// to predict (what it shows did happen, and not because the target took what the suspect refuses)
// and to explain (what it claims, the findings of its signatures, is what it shows). From kNamed in
// both it is named, from kResembled it is resembled, and below nothing is said. No suspect is
// believed without a finding on a clause that it declares, and none that explains a small part of
// findings that hang together. One that is resembled has to explain the larger part of its cases,
// and of what was observed in the same way.
//
// Example: const Cover cover = CoverWith(evidence.shown(), rest, suspects);
#pragma once

#include <cstddef>
#include <set>
#include <span>
#include <vector>

#include "conformance/diagnosis/evidence.h"
#include "reference/mutants/mutants.h"

namespace swc::conformance {

inline constexpr double kNamed = 0.9;
inline constexpr double kResembled = 0.5;

// A seeded bug, and what it shows in the cases that were played on the target too.
struct Suspect {
  const reference::Mutant* mutant = nullptr;
  std::set<Sighting> shows;
};

// A suspect that was believed.
struct Match {
  const Suspect* suspect = nullptr;
  double likeness = 0;           // The smaller of how well it predicts and explains, 0 to 1.
  bool named = false;            // Otherwise it is resembled.
  std::set<Sighting> explained;  // What it shows and the target does, and no match before it.
  std::set<Sighting> near;       // What the target shows beside that, and hangs together with it.
  std::size_t not_seen = 0;      // What it shows and the target does not, and nothing else hides.
};

struct Cover {
  std::vector<Match> matches;
  std::set<Sighting> rest;  // What no match explains.
};

// Explains `unexplained`, a part of what the target showed.
[[nodiscard]] Cover CoverWith(const std::set<Sighting>& target,
                              const std::set<Sighting>& unexplained,
                              std::span<const Suspect> suspects);

}  // namespace swc::conformance
