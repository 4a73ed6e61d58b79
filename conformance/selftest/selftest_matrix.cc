// The matrix of a selftest as text: one row for each mutant, one for each policy, one of sums.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/selftest/selftest.h"
#include "spec/clause_id.h"

namespace swc::conformance {
namespace {

constexpr std::size_t kNameColumns = 70;

std::string MutantRow(const MutantResult& row) {
  std::string text =
      fmt::format("{:<46} {:>3}/{:<3} {:>9} {:<9} {}\n", row.mutant->name, row.killed, row.seeds,
                  MedianOf(row.requests), row.phase, row.killed == 0 ? "ALIVE" : row.clause);
  text += fmt::format(
      "    breaks {}\n",
      fmt::join(row.mutant->clauses | std::views::transform(&spec::ClauseId::text), ", "));
  if (!row.strangers.empty()) {
    text += fmt::format("    found before, beside them: {}\n", fmt::join(row.strangers, ", "));
  }
  return text;
}

std::string PolicyTableRow(const PolicyResult& row) {
  const bool clean = row.alarms.empty() && row.named;
  // A long combination is cut, unless somebody has to look at it.
  const std::string name = row.name.size() > kNameColumns && clean
                               ? row.name.substr(0, kNameColumns - 3) + "..."
                               : row.name;
  std::string text = fmt::format("{:<{}} {:>9} {:>6}{}\n", name, kNameColumns, row.requests,
                                 row.alarms.size(), row.named ? "" : "  NOT NAMED in the report");
  for (const std::string& alarm : row.alarms) {
    text += "    " + alarm + "\n";
  }
  return text;
}

// Median requests to the first kill, over the mutants that each phase was the first to kill.
std::string PhaseRows(const SelftestResult& result) {
  std::map<std::string, std::vector<std::uint64_t>> phases;
  for (const MutantResult& row : result.mutants) {
    if (row.killed > 0) {
      phases[row.phase].push_back(MedianOf(row.requests));
    }
  }
  std::string text;
  for (auto& [phase, requests] : phases) {
    const std::size_t mutants = requests.size();
    text += fmt::format("phase {}: first to kill {} mutants, after {} requests (median)\n", phase,
                        mutants, MedianOf(std::move(requests)));
  }
  return text;
}

}  // namespace

std::uint64_t MedianOf(std::vector<std::uint64_t> numbers) {
  if (numbers.empty()) {
    return 0;
  }
  std::ranges::sort(numbers);
  return numbers[numbers.size() / 2];
}

std::string MatrixOf(const SelftestResult& result) {
  std::string text = fmt::format("{:<46} {:>7} {:>9} {:<9} {}\n", "MUTANT", "KILLED", "REQUESTS",
                                 "PHASE", "BY CLAUSE");
  std::uint64_t against_mutants = 0;
  for (const MutantResult& row : result.mutants) {
    text += MutantRow(row);
    against_mutants += row.judged;
  }
  text += fmt::format("\n{:<{}} {:>9} {:>6}\n", "POLICY", kNameColumns, "REQUESTS", "ALARMS");
  std::uint64_t against_legal = 0;
  for (const PolicyResult& row : result.policies) {
    text += PolicyTableRow(row);
    against_legal += row.requests;
  }
  const auto alive = std::ranges::count_if(
      result.mutants, [](const MutantResult& row) { return row.killed < row.seeds; });
  const auto alarmed = std::ranges::count_if(
      result.policies, [](const PolicyResult& row) { return !row.alarms.empty(); });
  const auto nameless = std::ranges::count(result.policies, false, &PolicyResult::named);
  return text + "\n" + PhaseRows(result) +
         fmt::format("{} mutants, {} not killed on every seed, {} requests judged\n",
                     result.mutants.size(), alive, against_mutants) +
         fmt::format(
             "{} policies, {} with alarms, {} not named, {} requests judged against legal "
             "servers\n",
             result.policies.size(), alarmed, nameless, against_legal);
}

}  // namespace swc::conformance
