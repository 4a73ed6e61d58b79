// What a test of causes gave, as bars and as text.
#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/selftest/selftest_causes.h"

namespace swc::conformance {
namespace {

constexpr std::size_t kFewCauses = 2;

double PercentOf(const std::vector<CausesRow>& rows,
                 const std::function<bool(const CausesRow&)>& holds) {
  const auto count = static_cast<double>(std::ranges::count_if(rows, holds));
  return rows.empty() ? 0 : 100 * count / static_cast<double>(rows.size());
}

std::size_t MedianCauses(const std::vector<CausesRow>& rows) {
  std::vector<std::size_t> counts;
  for (const CausesRow& row : rows) {
    counts.push_back(row.causes.size());
  }
  std::ranges::sort(counts);
  return counts.empty() ? 0 : counts[counts.size() / 2];
}

std::string NamesOf(const std::vector<const reference::Mutant*>& mutants) {
  std::vector<std::string> names;
  for (const reference::Mutant* mutant : mutants) {
    names.emplace_back(mutant->name);
  }
  return fmt::format("{}", fmt::join(names, " + "));
}

std::string CauseLine(const CausesRow& row, const reports::Cause& cause) {
  const bool first = &cause == &row.causes.front();
  std::string said = "none";
  if (!cause.mutant.empty()) {
    const auto is_name = [&](const reference::Mutant* each) { return each->name == cause.mutant; };
    const bool own = std::ranges::any_of(row.mutants, is_name);
    const bool equal = std::ranges::any_of(row.equals, is_name);
    said = fmt::format("{} {}", cause.named ? "named" : "resembles",
                       own ? "itself" : cause.mutant + (equal ? " (equal)" : ""));
  }
  return fmt::format("    {:<34} {:<9} {:>5} cases  {}\n", cause.clause,
                     !first                 ? ""
                     : row.first_declared() ? "declared"
                                            : "FOREIGN",
                     cause.cases, said);
}

std::string RowOf(const CausesRow& row) {
  std::string text = fmt::format("{} {}\n", row.causes.size(), NamesOf(row.mutants));
  for (const reports::Cause& cause : row.causes) {
    text += CauseLine(row, cause);
  }
  for (const std::string& stranger : row.strangers()) {
    text += fmt::format("    WRONG NAME {}\n", stranger);
  }
  return text;
}

}  // namespace

std::vector<Bar> CausesResult::bars() const {
  const double declared = PercentOf(rows, &CausesRow::first_declared);
  if (test == CauseTest::kPairs) {
    return {{.what = "exactly 2 causes, percent",
             .measured = PercentOf(rows, [](auto& row) { return row.causes.size() == 2; }),
             .limit = 80}};
  }
  if (test == CauseTest::kWithheld) {
    const auto wrong =
        std::ranges::count_if(rows, [](const CausesRow& row) { return !row.strangers().empty(); });
    return {{.what = "mutants with a wrong name",
             .measured = static_cast<double>(wrong),
             .limit = 0,
             .at_most = true},
            {.what = "first clause declared, percent", .measured = declared, .limit = 95}};
  }
  return {
      {.what = "causes, median",
       .measured = static_cast<double>(MedianCauses(rows)),
       .limit = 1,
       .at_most = true},
      {.what = "1 or 2 causes, percent",
       .measured = PercentOf(
           rows, [](auto& row) { return !row.causes.empty() && row.causes.size() <= kFewCauses; }),
       .limit = 95},
      {.what = "first clause declared, percent", .measured = declared, .limit = 98},
      {.what = "named, or an equal, percent",
       .measured = PercentOf(rows, &CausesRow::rightly_named),
       .limit = 90}};
}

bool CausesResult::passed() const {
  return !rows.empty() && std::ranges::all_of(bars(), &Bar::met);
}

std::string CausesMatrixOf(const CausesResult& result) {
  std::string text = "CAUSES MUTANT, AND ITS CAUSES: CLAUSE, CASES, BEHAVES LIKE\n";
  for (const CausesRow& row : result.rows) {
    text += RowOf(row);
  }
  for (const MutantPair& pair : result.hiding) {
    text += fmt::format("one hides the other: {}\n", NamesOf(pair));
  }
  text += fmt::format("\n{} runs, {} requests judged\n", result.rows.size(), result.requests);
  for (const Bar& bar : result.bars()) {
    text += fmt::format("{:<34} {:>6.1f}  {} {:<5} {}\n", bar.what, bar.measured,
                        bar.at_most ? "at most" : "at least", bar.limit, bar.met() ? "" : "MISSED");
  }
  return text;
}

}  // namespace swc::conformance
