#include "conformance/diagnosis/fingerprint.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/diagnosis/evidence.h"
#include "reference/model/policies.h"

namespace swc::conformance {
namespace {

using reference::PolicyRow;

}  // namespace

std::vector<reference::Assignments> Fingerprints(const Evidence& evidence) {
  reference::Assignments same;
  reference::Assignments mixed;
  for (const auto& [clause, alternatives] : evidence.Choices()) {
    const PolicyRow* row = reference::FindPolicy(clause);
    if (row == nullptr || row->contested) {
      continue;
    }
    if (alternatives.size() > 1) {
      std::string set = fmt::format("{}", fmt::join(alternatives, "+"));
      if (!reference::SetOf(*row, set).empty()) {
        mixed.emplace_back(clause, std::move(set));
      }
    } else if (*alternatives.begin() != row->alternatives.front()) {
      same.emplace_back(clause, *alternatives.begin());
    }
  }
  std::vector<reference::Assignments> tries = {same};
  if (!same.empty()) {
    tries.emplace_back();
  }
  if (!mixed.empty()) {
    mixed.insert(mixed.end(), same.begin(), same.end());
    tries.push_back(std::move(mixed));
  }
  return tries;
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
