#include "conformance/tally/case_causes.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "conformance/diagnosis/evidence.h"
#include "conformance/tally/cause_record.h"

namespace swc::conformance {
namespace {

using reports::Finding;

// A bug has to explain findings in so many cases before a cause gets its name.
constexpr std::size_t kCasesToName = 3;

std::size_t CasesOf(const DiagnosedCause& cause) {
  std::set<std::string> cases;
  for (const Sighting& sighting : cause.shown) {
    cases.insert(sighting.case_id);
  }
  return cases.size();
}

// Takes the findings of `cause` from `places`, the clearest first.
std::vector<std::size_t> TakeFindings(const DiagnosedCause& cause,
                                      const std::vector<Finding>& findings,
                                      std::set<std::size_t>& places) {
  std::vector<std::size_t> own;
  for (const std::size_t place : places) {
    const Finding& finding = findings[place];
    if (cause.shown.contains({.case_id = finding.case_id, .signature = finding.signature})) {
      own.push_back(place);
    }
  }
  for (const std::size_t place : own) {
    places.erase(place);
  }
  std::ranges::sort(own, {}, [&](std::size_t place) {
    return std::tuple(findings[place].clause != cause.clause, place);
  });
  return own;
}

}  // namespace

std::vector<reports::Cause> CausesOf(const DiagnosisInput& input,
                                     const std::vector<Finding>& findings,
                                     const std::set<std::string>& known) {
  std::vector<reports::Cause> causes;
  std::set<std::size_t> places;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    places.insert(i);
  }
  for (DiagnosedCause& cause : Diagnose(input)) {
    if (CasesOf(cause) < kCasesToName) {
      cause.mutant = nullptr;
      cause.named = false;
      cause.clause = ClauseThatNames(cause.shown, nullptr);
    }
    std::vector<std::size_t> own = TakeFindings(cause, findings, places);
    if (own.empty()) {
      continue;
    }
    reports::Cause record = RecordOf(cause, std::move(own), findings);
    record.known = std::ranges::any_of(
        cause.shown, [&](const Sighting& sighting) { return known.contains(sighting.case_id); });
    causes.push_back(std::move(record));
  }
  for (const std::size_t place : places) {
    causes.push_back(RecordOf({.clause = findings[place].clause}, {place}, findings));
    causes.back().known = known.contains(findings[place].case_id);
  }
  SortCauses(causes);
  return causes;
}

}  // namespace swc::conformance
