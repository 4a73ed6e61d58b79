#include "reports/compare/same_cause.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "reports/run_record.h"

namespace swc::reports {

bool IsSame(const CauseKey& one, const CauseKey& other) {
  return one.clause == other.clause &&
         std::ranges::any_of(one.signatures, [&](const std::string& signature) {
           return other.signatures.contains(signature);
         });
}

std::vector<CauseKey> CauseKeys(const RunRecord& record) {
  std::vector<CauseKey> keys;
  for (const Cause& cause : CausesIn(record)) {
    CauseKey key{.clause = cause.clause, .signatures = {}};
    for (const std::size_t place : cause.findings) {
      key.signatures.insert(record.findings.at(place).signature);
    }
    keys.push_back(std::move(key));
  }
  return keys;
}

std::vector<Cause> CausesIn(const RunRecord& record) {
  if (!record.causes.empty()) {
    return record.causes;
  }
  std::vector<Cause> causes;
  for (std::size_t i = 0; i < record.findings.size(); ++i) {
    const Finding& finding = record.findings[i];
    auto cause = std::ranges::find(causes, finding.clause, &Cause::clause);
    if (cause == causes.end()) {
      cause = causes.insert(causes.end(), {.headline = finding.observed,
                                           .clause = finding.clause,
                                           .verdict = finding.verdict,
                                           .clauses = {finding.clause}});
    }
    cause->findings.push_back(i);
    cause->verdict =
        Rank(finding.verdict) < Rank(cause->verdict) ? finding.verdict : cause->verdict;
  }
  return causes;
}

}  // namespace swc::reports
