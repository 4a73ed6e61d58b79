#include "conformance/diagnosis/fingerprint.h"

#include <algorithm>
#include <set>
#include <string>

namespace swc::conformance {
namespace {

using reference::PolicyRow;

bool MayMix(const PolicyRow& row, const std::set<std::string>& alternatives) {
  return std::ranges::all_of(alternatives, [&](const std::string& each) {
    return std::ranges::find(row.varying, each) != row.varying.end();
  });
}

}  // namespace

reference::Policies FingerprintOf(const Evidence& evidence) {
  reference::Assignments assignments;
  for (const auto& [clause, alternatives] : evidence.choices()) {
    const PolicyRow* row = reference::FindPolicy(clause);
    if (row == nullptr || row->contested) {
      continue;
    }
    if (alternatives.size() == 1) {
      assignments.emplace_back(clause, *alternatives.begin());
    } else if (MayMix(*row, alternatives)) {
      assignments.emplace_back(clause, reference::kVarying);
    }
  }
  for (auto& side : ContestedSides(evidence)) {
    assignments.push_back(side);
  }
  return reference::PoliciesFrom(assignments);
}

reference::Assignments ContestedSides(const Evidence& evidence) {
  std::set<std::string> clauses;
  for (const Sighting& shown : evidence.shown()) {
    clauses.insert(ClauseOf(shown.signature));
  }
  reference::Assignments sides;
  for (const PolicyRow& row : reference::AllPolicies()) {
    if (row.contested && clauses.contains(row.name)) {
      sides.emplace_back(row.name, row.alternatives.back());
    }
  }
  return sides;
}

}  // namespace swc::conformance
