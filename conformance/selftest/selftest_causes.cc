#include "conformance/selftest/selftest_causes.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/run/run.h"
#include "conformance/selftest/mutant_evidence.h"
#include "conformance/selftest/run_parallel.h"
#include "conformance/selftest/selftest.h"
#include "reference/mutants/mutants.h"
#include "reports/run_record.h"
#include "spec/clause_id.h"

namespace swc::conformance {
namespace {

using reference::Mutant;

// Pairs that are drawn for each that is wanted; where more hide each other, fewer are tested.
constexpr std::size_t kDrawnPerPair = 5;

bool Declares(const Mutant& mutant, std::string_view clause) {
  return std::ranges::find(mutant.clauses, clause, &spec::ClauseId::text) != mutant.clauses.end();
}

// Returns when the run saw first what the mutant declares to break.
MutantResult FirstKill(const Mutant& mutant, const reports::RunRecord& record) {
  MutantResult kill{.mutant = &mutant, .seeds = 1, .judged = record.stats.requests};
  const reports::Finding* first = nullptr;
  for (const reports::Finding& finding : record.findings) {
    if (Declares(mutant, finding.clause) &&
        (first == nullptr || finding.at_request < first->at_request)) {
      first = &finding;
    }
  }
  if (first != nullptr) {
    kill.killed = 1;
    kill.phase = first->phase;
    kill.clause = first->clause;
    kill.requests = {first->at_request};
  }
  return kill;
}

class CausesTest {
 public:
  CausesTest(const CausesOptions& options, const std::function<void(std::string_view)>& progress)
      : options_(options), progress_(progress), evidence_(options.selftest.phases) {}

  CausesResult Run() {
    result_.test = options_.test;
    if (options_.test == CauseTest::kPairs) {
      DrawPairs();
    } else {
      for (const Mutant* mutant : WantedMutants(options_.selftest)) {
        result_.rows.push_back({.mutants = {mutant}});
      }
    }
    std::vector<std::function<void()>> jobs;
    for (CausesRow& row : result_.rows) {
      jobs.emplace_back([this, &row] { Fill(row); });
    }
    RunParallel(std::move(jobs), options_.selftest.threads);
    return std::move(result_);
  }

 private:
  // Draws pairs until there are enough of which neither hides the other.
  void DrawPairs() {
    const std::vector<const Mutant*> mutants = WantedMutants(options_.selftest);
    const std::size_t possible = mutants.size() * (mutants.size() - 1) / 2;
    const std::size_t drawn_max = std::min(options_.pairs * kDrawnPerPair, possible);
    std::mt19937_64 random(options_.selftest.first_seed);
    std::set<std::pair<std::size_t, std::size_t>> drawn;
    while (result_.rows.size() < options_.pairs && drawn.size() < drawn_max) {
      std::vector<MutantPair> pairs;
      while (result_.rows.size() + pairs.size() < options_.pairs && drawn.size() < drawn_max) {
        const std::size_t one = random() % mutants.size();
        const std::size_t other = random() % mutants.size();
        if (one != other && drawn.insert(std::minmax(one, other)).second) {
          pairs.push_back({mutants[one], mutants[other]});
        }
      }
      SortOut(std::move(pairs));
    }
  }

  void SortOut(std::vector<MutantPair> pairs) {
    std::vector<char> hiding(pairs.size(), 0);  // Of bytes, for several threads write to it.
    std::vector<std::function<void()>> jobs;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      jobs.emplace_back([&, i] {
        hiding[i] = evidence_.OneHidesTheOther(*pairs[i].front(), *pairs[i].back()) ? 1 : 0;
      });
    }
    RunParallel(std::move(jobs), options_.selftest.threads);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (hiding[i] != 0) {
        result_.hiding.push_back(std::move(pairs[i]));
      } else {
        result_.rows.push_back({.mutants = std::move(pairs[i])});
      }
    }
  }

  void Fill(CausesRow& row) {
    RunOptions options = RunOptionsOf(options_.selftest, options_.selftest.first_seed);
    options.shrink_requests = 0;  // Causes are told apart before.
    if (options_.test == CauseTest::kWithheld) {
      row.equals = evidence_.EqualsOf(*row.mutants.front());
      options.withheld = {row.equals.begin(), row.equals.end()};
      options.withheld.insert(row.mutants.front());
    }
    reports::RunListener nobody;
    reports::RunRecord record = RunInProcess(std::move(options), {}, row.mutants, nobody);
    row.first_kill = FirstKill(*row.mutants.front(), record);
    row.causes = std::move(record.causes);
    const bool named = std::ranges::any_of(row.causes, &reports::Cause::named);
    if (options_.test == CauseTest::kAlone && named && !row.rightly_named()) {
      row.equals = evidence_.EqualsOf(*row.mutants.front());
    }
    const std::scoped_lock lock(mutex_);
    result_.requests += record.stats.requests;
    std::vector<std::string_view> names;
    std::ranges::transform(row.mutants, std::back_inserter(names), &Mutant::name);
    progress_(fmt::format("{}: {} causes", fmt::join(names, " + "), row.causes.size()));
  }

  const CausesOptions& options_;
  const std::function<void(std::string_view)>& progress_;
  const MutantEvidence evidence_;
  std::mutex mutex_;
  CausesResult result_;
};

}  // namespace

bool CausesRow::first_declared() const {
  return !causes.empty() && std::ranges::any_of(mutants, [&](const Mutant* mutant) {
    return Declares(*mutant, causes.front().clause);
  });
}

bool CausesRow::rightly_named() const {
  return std::ranges::any_of(causes, [&](const reports::Cause& cause) {
    const auto is_name = [&](const Mutant* mutant) { return mutant->name == cause.mutant; };
    return cause.named &&
           (std::ranges::any_of(mutants, is_name) || std::ranges::any_of(equals, is_name));
  });
}

std::vector<std::string> CausesRow::strangers() const {
  std::vector<std::string> names;
  for (const reports::Cause& cause : causes) {
    const Mutant* said = reference::FindMutant(cause.mutant);
    if (said != nullptr && std::ranges::none_of(mutants, [&](const Mutant* mutant) {
          return std::ranges::any_of(mutant->clauses, [&](spec::ClauseId clause) {
            return Declares(*said, clause.text());
          });
        })) {
      names.push_back(cause.mutant);
    }
  }
  return names;
}

CausesResult TestCauses(const CausesOptions& options,
                        const std::function<void(std::string_view)>& progress) {
  return CausesTest(options, progress).Run();
}

}  // namespace swc::conformance
