#include "conformance/tally/selection.h"

#include <algorithm>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "generators/case/case.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/text/error.h"

namespace swc::conformance {
namespace {

bool AnyHolds(const std::vector<std::string>& prefixes, std::string_view id) {
  return std::ranges::any_of(
      prefixes, [&](const std::string& prefix) { return spec::HasPrefix(id, prefix); });
}

}  // namespace

bool Selection::HoldsClause(std::string_view id) const {
  // "--only clause/case" selects the clause of the case.
  const bool wanted =
      only.empty() || AnyHolds(only, id) ||
      std::ranges::any_of(only, [&](const std::string& prefix) {
        return prefix.size() > id.size() && prefix[id.size()] == '/' && prefix.starts_with(id);
      });
  return wanted && !AnyHolds(skip, id);
}

bool Selection::HoldsCase(const generators::Case& test_case) const {
  if (AnyHolds(skip, test_case.id) ||
      (!test_case.clauses.empty() && AnyHolds(skip, test_case.clauses.front()))) {
    return false;
  }
  if (only.empty() || AnyHolds(only, test_case.id)) {
    return true;
  }
  return std::ranges::any_of(test_case.clauses,
                             [&](spec::ClauseId clause) { return AnyHolds(only, clause); });
}

std::expected<void, spec::Error> CheckSelection(const Selection& selection,
                                                const std::vector<generators::Case>& cases) {
  for (const auto* list : {&selection.only, &selection.skip}) {
    for (const std::string& prefix : *list) {
      const bool known = spec::Catalogue::Get().AnyUnder(prefix) ||
                         std::ranges::any_of(cases, [&](const generators::Case& test_case) {
                           return spec::HasPrefix(test_case.id, prefix);
                         });
      if (!known || prefix.empty()) {
        return std::unexpected(spec::Error{
            .kind = spec::ErrorKind::kUsage,
            .message = std::string(list == &selection.only ? "--only" : "--skip") + " '" + prefix +
                       "': no clause or case has this prefix; `spec list` shows the clauses"});
      }
    }
  }
  return {};
}

}  // namespace swc::conformance
