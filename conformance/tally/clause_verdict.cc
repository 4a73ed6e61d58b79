#include "conformance/tally/clause_verdict.h"

#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reports/run_record.h"
#include "spec/clause.h"

namespace swc::conformance {
namespace {

using reports::Verdict;
using spec::Level;

// What an answer to a put alone does not show.
bool IsShownByMore(const std::string& need) { return need == "alias" || need.starts_with("reads"); }

std::string Lacks(const std::string& need) { return "the target lacks: " + need; }

// Returns why nothing that was seen counts: what the clause is about could not be seen.
std::string WhyUnseen(const spec::Clause& clause, const ClauseContext& context) {
  for (const std::string& need : clause.needs) {
    if (IsShownByMore(need) && !context.capabilities.contains(need)) {
      return Lacks(need);
    }
  }
  return "";
}

std::string WhyBlocked(const spec::Clause& clause, const ClauseContext& context) {
  for (const std::string& need : clause.needs) {
    const auto why = context.blocked.find(need);
    if (why != context.blocked.end() && !why->second.empty()) {
      return why->second;
    }
  }
  return "";
}

std::string MissingSide(const spec::Clause& clause, const ClauseEvidence& evidence) {
  if (clause.level == Level::kFree) {
    return "no answer showed which alternative the target chose";
  }
  return fmt::format("not exercised on the {} side",
                     clause.sides.accept && evidence.accepted == 0   ? "accepting"
                     : clause.sides.reject && evidence.rejected == 0 ? "rejecting"
                                                                     : "observing");
}

std::string WhyUntested(const spec::Clause& clause, const ClauseEvidence& evidence,
                        const ClauseContext& context) {
  for (const std::string& need : clause.needs) {
    if (!context.capabilities.contains(need)) {
      return Lacks(need);
    }
  }
  if (evidence.cases == 0 && !evidence.missing.empty()) {
    return fmt::format("the target lacks: {}", fmt::join(evidence.missing, "; "));
  }
  if (!evidence.spoilt.empty()) {
    return fmt::format("{}: cases about it showed a fault in {} first",
                       MissingSide(clause, evidence), evidence.spoilt);
  }
  if (!context.cut.empty()) {
    return fmt::format("not exercised: {}", context.cut);
  }
  return MissingSide(clause, evidence);
}

bool IsExercised(const spec::Clause& clause, const ClauseEvidence& evidence) {
  if (clause.level == Level::kFree) {
    return !evidence.choices.empty();
  }
  return (!clause.sides.accept || evidence.accepted > 0) &&
         (!clause.sides.reject || evidence.rejected > 0) &&
         (!clause.sides.observe || evidence.observed > 0);
}

Verdict VerdictOfExercised(const spec::Clause& clause, const ClauseEvidence& evidence) {
  if (clause.level != Level::kFree) {
    return Verdict::kPass;
  }
  std::set<std::string> chosen;
  for (const auto& [name, first_case] : evidence.choices) {
    chosen.insert(name);
  }
  return spec::MayCoexist(clause, chosen) ? Verdict::kFree : Verdict::kInconsistent;
}

}  // namespace

reports::ClauseRecord VerdictOf(const spec::Clause& clause, const ClauseEvidence& evidence,
                                const ClauseContext& context) {
  reports::ClauseRecord record{.id = clause.id,
                               .level = clause.level,
                               .accept_exercised = evidence.accepted,
                               .reject_exercised = evidence.rejected,
                               .observed = evidence.observed};
  for (const auto& [name, first_case] : evidence.choices) {
    record.alternatives.push_back(name);
  }
  const auto conclude = [&](Verdict verdict, std::string reason) {
    record.verdict = verdict;
    record.reason = std::move(reason);
    return record;
  };
  // What could not be asked may be what would have failed.
  if (!evidence.infra.empty()) {
    return conclude(Verdict::kInfra, evidence.infra);
  }
  if (std::string why = WhyBlocked(clause, context); !why.empty()) {
    return conclude(Verdict::kBlocked, std::move(why));
  }
  if (std::string why = WhyUnseen(clause, context); !why.empty()) {
    return conclude(Verdict::kUntested, std::move(why));
  }
  if (IsExercised(clause, evidence)) {
    return conclude(VerdictOfExercised(clause, evidence), "");
  }
  if (!evidence.blocked.empty()) {
    return conclude(Verdict::kBlocked, evidence.blocked);
  }
  return conclude(Verdict::kUntested, WhyUntested(clause, evidence, context));
}

}  // namespace swc::conformance
