#include "conformance/diagnosis/likeness.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reference/model/policies.h"
#include "reference/mutants/mutants.h"
#include "reports/run_record.h"
#include "spec/clause.h"

namespace swc::conformance {
namespace {

using reference::PolicyRow;

bool HasAlternative(const PolicyRow& row, const std::string& name) {
  return name != reference::kVarying &&
         std::ranges::find(row.alternatives, name) != row.alternatives.end();
}

void TakeChoice(const reports::ClauseRecord& clause, Likeness& likeness) {
  const PolicyRow* row = reference::FindPolicy(clause.id);
  if (row == nullptr || row->contested) {
    if (row == nullptr && clause.level == spec::Level::kFree) {
      likeness.notes.push_back(fmt::format("{} is unknown to this version", clause.id));
    }
    return;
  }
  const auto unknown = std::ranges::find_if(
      clause.alternatives, [&](const std::string& name) { return !HasAlternative(*row, name); });
  if (unknown != clause.alternatives.end()) {
    likeness.notes.push_back(fmt::format("{} stays {}: this version knows no alternative {}",
                                         clause.id, row->alternatives.front(), *unknown));
    return;
  }
  std::string choice = fmt::format("{}", fmt::join(clause.alternatives, "+"));
  if (clause.alternatives.size() > 1 && reference::SetOf(*row, choice).empty()) {
    likeness.notes.push_back(fmt::format("{} stays {}: no server mixes {}", clause.id,
                                         row->alternatives.front(),
                                         fmt::join(clause.alternatives, " and ")));
  } else if (!choice.empty() && choice != row->alternatives.front()) {
    likeness.choices.emplace_back(clause.id, std::move(choice));
  }
}

void TakeContested(const reports::RunRecord& record, Likeness& likeness) {
  for (const PolicyRow& row : reference::AllPolicies()) {
    const bool warned = std::ranges::find(record.findings, row.name, &reports::Finding::clause) !=
                        record.findings.end();
    if (row.contested && warned) {
      likeness.choices.emplace_back(row.name, row.alternatives.back());
    }
  }
}

void TakeCauses(const reports::RunRecord& record, Likeness& likeness) {
  for (const reports::Cause& cause : record.causes) {
    const PolicyRow* row = reference::FindPolicy(cause.clause);
    if (row != nullptr && row->contested) {
      continue;  // A side that was taken, and no bug.
    }
    const reference::Mutant* mutant = cause.named ? reference::FindMutant(cause.mutant) : nullptr;
    if (mutant == nullptr) {
      likeness.cause_notes.push_back(
          fmt::format("the cause under {} behaves like no seeded bug", cause.clause));
    } else if (std::ranges::find(likeness.mutants, mutant) == likeness.mutants.end()) {
      likeness.mutants.push_back(mutant);
    }
  }
}

}  // namespace

Likeness LikenessOf(const reports::RunRecord& record) {
  Likeness likeness;
  for (const reports::ClauseRecord& clause : record.clauses) {
    TakeChoice(clause, likeness);
  }
  TakeContested(record, likeness);
  TakeCauses(record, likeness);
  return likeness;
}

}  // namespace swc::conformance
