#include "conformance/verdict/cause_record.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/run_record.h"
#include "spec/clause.h"

namespace swc::conformance {
namespace {

std::string DiagnosisOf(const DiagnosedCause& cause) {
  if (cause.mutant == nullptr) {
    return "";
  }
  const std::string numbers = fmt::format(
      "explains {} of {} deviations{}", cause.explained, cause.shown.size(),
      cause.not_seen == 0 ? "" : fmt::format(", predicts {} that did not happen", cause.not_seen));
  return cause.named ? fmt::format("behaves like `{}`; {}", cause.mutant->name, numbers)
                     : fmt::format("resembles `{}` ({}); {}", cause.mutant->name,
                                   cause.mutant->description, numbers);
}

// Returns what all findings were refused with, if it is the same: "POST /properties 422 ".
std::string SameRefusal(const DiagnosedCause& cause) {
  std::string refusal;
  for (const Sighting& sighting : cause.shown) {
    if (sighting.refusal.empty() || (!refusal.empty() && sighting.refusal != refusal)) {
      return "";
    }
    refusal = sighting.refusal;
  }
  return refusal;
}

std::string HeadlineOf(const DiagnosedCause& cause, const reports::Finding& clearest) {
  if (!cause.chosen.empty()) {
    return fmt::format("Takes a side on which documents disagree: {}.", cause.chosen);
  }
  if (cause.named) {
    return std::string(cause.mutant->description);
  }
  if (const std::string refusal = SameRefusal(cause); !refusal.empty()) {
    const std::size_t status = refusal.find(' ', refusal.find(' ') + 1);
    const std::string name = refusal.substr(refusal.find(' ', status + 1) + 1);
    return fmt::format("{} is refused with {}{}", refusal.substr(0, status),
                       refusal.substr(status + 1, refusal.find(' ', status + 1) - status - 1),
                       name.empty() ? " and no error name" : " " + name);
  }
  const spec::Clause* rule = spec::Catalogue::Get().Find(clearest.clause);
  std::string_view statement = rule == nullptr ? clearest.clause : rule->statement;
  return fmt::format("{}: {}", statement.substr(0, statement.find_last_not_of('.') + 1),
                     clearest.observed);
}

}  // namespace

reports::Cause RecordOf(const DiagnosedCause& cause, std::vector<std::size_t> places,
                        const std::vector<reports::Finding>& findings) {
  const reports::Finding& clearest = findings[places.front()];
  reports::Cause record{.headline = HeadlineOf(cause, clearest),
                        .clause = cause.clause,
                        .verdict = clearest.verdict,
                        .diagnosis = DiagnosisOf(cause),
                        .mutant = cause.mutant == nullptr ? "" : std::string(cause.mutant->name),
                        .named = cause.named};
  std::set<std::string> clauses;
  for (const std::size_t place : places) {
    const reports::Finding& finding = findings[place];
    if (reports::Rank(finding.verdict) < reports::Rank(record.verdict)) {
      record.verdict = finding.verdict;
    }
    clauses.insert(finding.clause);
  }
  std::set<std::string> cases;
  for (const Sighting& sighting : cause.shown) {
    cases.insert(sighting.case_id);
    clauses.insert(ClauseOf(sighting.signature));
  }
  record.cases = cases.size();
  record.clauses.push_back(cause.clause);
  clauses.erase(cause.clause);
  record.clauses.insert(record.clauses.end(), clauses.begin(), clauses.end());
  record.findings = std::move(places);
  return record;
}

void SortCauses(std::vector<reports::Cause>& causes) {
  const auto order = [](const reports::Cause& cause) {
    return std::tuple(reports::Rank(cause.verdict), -static_cast<long>(cause.cases),
                      -static_cast<long>(cause.clauses.size()), cause.findings.front());
  };
  std::ranges::sort(causes, {}, order);
}

}  // namespace swc::conformance
