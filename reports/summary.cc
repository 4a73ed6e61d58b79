#include "reports/summary.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

#include "reports/run_record.h"

namespace swc::reports {

std::string_view AreaOf(std::string_view id) { return id.substr(0, id.find('.')); }

std::uint64_t CountClauses(const RunRecord& record, Verdict verdict) {
  return static_cast<std::uint64_t>(
      std::ranges::count(record.clauses, verdict, &ClauseRecord::verdict));
}

bool IsDeviation(Verdict verdict, bool strict) {
  return verdict == Verdict::kFail || verdict == Verdict::kInconsistent ||
         (strict && verdict == Verdict::kWarn);
}

bool FailsRun(const RunRecord& record, const Cause& cause) {
  return cause.known_deviation.empty() && IsDeviation(cause.verdict, record.strict);
}

bool DeviatesBeyondLedger(const RunRecord& record) {
  std::set<std::size_t> known;  // Places of findings.
  for (const Cause& cause : record.causes) {
    if (!cause.known_deviation.empty()) {
      known.insert(cause.findings.begin(), cause.findings.end());
    }
  }
  std::set<std::string_view> explained;  // Clauses of which a ledger lets each finding be.
  for (const std::size_t place : known) {
    explained.insert(record.findings.at(place).clause);
  }
  for (std::size_t i = 0; i < record.findings.size(); ++i) {
    if (!known.contains(i) && IsDeviation(record.findings[i].verdict, record.strict)) {
      return true;
    }
  }
  return std::ranges::any_of(record.clauses, [&](const ClauseRecord& clause) {
    return IsDeviation(clause.verdict, record.strict) && !explained.contains(clause.id);
  });
}

std::uint64_t CountKnownDeviations(const RunRecord& record) {
  return static_cast<std::uint64_t>(std::ranges::count_if(
      record.causes, [](const Cause& cause) { return !cause.known_deviation.empty(); }));
}

std::uint64_t CountDeviations(const RunRecord& record) {
  return static_cast<std::uint64_t>(
      std::ranges::count_if(record.clauses, [&record](const ClauseRecord& clause) {
        return IsDeviation(clause.verdict, record.strict);
      }));
}

std::vector<const Finding*> FindingsOf(const RunRecord& record, std::string_view id) {
  std::vector<const Finding*> findings;
  for (const Finding& finding : record.findings) {
    if (finding.clause == id) {
      findings.push_back(&finding);
    }
  }
  return findings;
}

const Cause* FollowsFrom(const RunRecord& record, std::string_view id) {
  const Cause* from = nullptr;
  for (const Cause& cause : record.causes) {
    if (cause.clause == id) {
      return nullptr;
    }
    const bool told =
        std::ranges::find(record.clauses, cause.clause, &ClauseRecord::id) != record.clauses.end();
    const bool breaks = std::ranges::find(cause.clauses, id) != cause.clauses.end();
    from = from == nullptr && told && breaks ? &cause : from;
  }
  return from;
}

Verdict VerdictOfCause(const RunRecord& record, std::string_view id, Verdict verdict) {
  for (const Cause& cause : record.causes) {
    if (cause.clause == id && Rank(cause.verdict) < Rank(verdict)) {
      verdict = cause.verdict;
    }
  }
  return verdict;
}

double RequestsPerSecond(const RunStats& stats) {
  return stats.elapsed_s > 0 ? static_cast<double>(stats.requests) / stats.elapsed_s : 0;
}

}  // namespace swc::reports
