// Which clause findings are about: the one that they have in common, not the one that they meet
// first.
#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "conformance/diagnosis/diagnosis.h"
#include "conformance/diagnosis/evidence.h"
#include "conformance/diagnosis/fixed_cases.h"
#include "conformance/diagnosis/hanging_together.h"
#include "conformance/diagnosis/share.h"
#include "reference/mutants/mutants.h"
#include "spec/clause.h"
#include "spec/clause_id.h"

namespace swc::conformance {
namespace {

// What happens to values whatever they are has a clause of its own.
struct General {
  spec::ClauseId clause;
  std::array<std::string_view, 4> kinds;  // Of findings.
};
constexpr std::array kGenerals = {
    General{.clause = "store.acknowledged", .kinds = {"missing"}},
    General{.clause = "entry.valid.accepted",
            .kinds = {"refused", "reported", "wrong-code", "wrong-form"}},
};

// It names what is blamed on more clauses than this,
constexpr std::size_t kClausesOfOneKind = 3;
// unless it is less than this part of what is blamed on one of them.
constexpr double kPartOfGeneral = 1.0 / 3;

// A clause of which every case of its own deviates weighs three times as much as one that deviates
// in the cases of others only.
constexpr double kWeightOfOthers = 0.5;

// What was shown of one clause.
struct ShownOfClause {
  std::size_t cases = 0;
  std::size_t own_cases = 0;  // That were made for this clause.
  std::map<std::string, std::size_t> kinds;
};
using ShownByClause = std::map<std::string, ShownOfClause>;

ShownByClause Sorted(const std::set<Sighting>& shown) {
  std::set<std::string> broken;
  for (const Sighting& each : shown) {
    broken.insert(ClauseOf(each.signature));
  }
  ShownByClause sorted;
  for (const Sighting& each : shown) {
    // A batch read breaks the rule that the single read does.
    const std::string behind = RuleBehind(each.signature);
    const std::string clause = broken.contains(behind) ? behind : ClauseOf(each.signature);
    ShownOfClause& of_clause = sorted[clause];
    ++of_clause.cases;
    of_clause.own_cases += each.case_id.starts_with(clause + "/") ? 1 : 0;
    ++of_clause.kinds[KindOf(each.signature)];
  }
  return sorted;
}

std::size_t CasesOfKinds(const ShownOfClause& shown, const General& general) {
  std::size_t cases = 0;
  for (const auto& [kind, count] : shown.kinds) {
    cases += std::ranges::find(general.kinds, kind) == general.kinds.end() ? 0 : count;
  }
  return cases;
}

bool Names(const General& general, const ShownByClause& sorted) {
  const auto own = sorted.find(std::string(general.clause.text()));
  if (own == sorted.end()) {
    return false;
  }
  std::size_t clauses = 0;
  std::size_t most = 0;
  for (const auto& [clause, shown] : sorted) {
    const std::size_t cases = CasesOfKinds(shown, general);
    clauses += cases > 0 ? 1 : 0;
    most = std::max(most, cases);
  }
  const ShownOfClause& largest = std::ranges::max_element(sorted, {}, [](const auto& item) {
                                   return item.second.cases;
                                 })->second;
  return clauses > kClausesOfOneKind &&
         Share(CasesOfKinds(own->second, general), most) >= kPartOfGeneral &&
         2 * CasesOfKinds(largest, general) >= largest.cases;
}

bool IsDemanded(const std::string& clause) {
  const spec::Clause* rule = spec::Catalogue::Get().Find(clause);
  return rule != nullptr && rule->level == spec::Level::kMust;
}

// Where reads are refused that have to be answered, how they are refused is beside the point.
std::set<Sighting> WithoutFormOfUnread(std::set<Sighting> shown) {
  const auto has = [](Face face) {
    return [face](const Sighting& each) { return FaceOf(each) == face; };
  };
  if (std::ranges::any_of(shown, has(Face::kUnread))) {
    std::erase_if(shown, has(Face::kForm));
  }
  return shown;
}

double WeightOf(const std::string& clause, const ShownOfClause& shown) {
  return static_cast<double>(shown.cases) *
         (kWeightOfOthers + Share(shown.own_cases, FixedCasesAbout(clause)));
}

}  // namespace

std::string ClauseThatNames(const std::set<Sighting>& shown, const reference::Mutant* named) {
  const ShownByClause sorted = Sorted(named == nullptr ? WithoutFormOfUnread(shown) : shown);
  if (named != nullptr) {
    for (const spec::ClauseId clause : named->clauses) {
      if (sorted.contains(std::string(clause.text()))) {
        return std::string(clause.text());
      }
    }
  }
  for (const General& general : kGenerals) {
    if (Names(general, sorted)) {
      return std::string(general.clause.text());
    }
  }
  // Of refusals that are wrong in several ways, what must be is wrong.
  const bool only_forms =
      std::ranges::all_of(shown, [](const Sighting& each) { return FaceOf(each) == Face::kForm; });
  return std::ranges::max_element(sorted, {},
                                  [&](const auto& item) {
                                    return std::tuple(only_forms && IsDemanded(item.first),
                                                      WeightOf(item.first, item.second),
                                                      item.second.own_cases);
                                  })
      ->first;
}

}  // namespace swc::conformance
