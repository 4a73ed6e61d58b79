#include "conformance/selftest/selftest_doubles.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/diagnosis/likeness.h"
#include "conformance/selftest/run_parallel.h"
#include "conformance/selftest/selftest.h"
#include "reference/model/policies.h"
#include "reports/run_record.h"

namespace swc::conformance {
namespace {

// Where a server may vary, one choice in so many is a set.
constexpr std::size_t kChoicesPerSet = 3;

std::string DrawChoice(const reference::PolicyRow& row, std::mt19937_64& random) {
  const std::size_t vary = row.varying.size();
  if (vary > 1 && random() % kChoicesPerSet == 0) {
    std::vector<std::string> names = row.varying;
    const std::size_t left_out = random() % (vary - 1);
    for (std::size_t i = 0; i < left_out; ++i) {
      names.erase(names.begin() + static_cast<std::ptrdiff_t>(random() % names.size()));
    }
    return fmt::format("{}", fmt::join(names, "+"));
  }
  return row.alternatives[random() % row.alternatives.size()];
}

// What a report tells of each clause on which servers differ: choices, or a warning.
std::map<std::string, std::set<std::string>> ToldBy(const reports::RunRecord& record) {
  std::map<std::string, std::set<std::string>> told;
  for (const reports::ClauseRecord& clause : record.clauses) {
    if (reference::FindPolicy(clause.id) != nullptr) {
      told[clause.id] = {clause.alternatives.begin(), clause.alternatives.end()};
      if (clause.verdict == reports::Verdict::kWarn) {
        told[clause.id].emplace(ToString(clause.verdict));
      }
    }
  }
  return told;
}

reports::RunRecord RunOn(const SelftestOptions& selftest, const reference::Assignments& policies) {
  reports::RunListener nobody;
  return RunInProcess(RunOptionsOf(selftest, selftest.first_seed), policies, nullptr, nobody);
}

DoubleResult TestDouble(const SelftestOptions& selftest, reference::Assignments policies) {
  DoubleResult result{.policies = std::move(policies), .differences = {}};
  const reports::RunRecord original = RunOn(selftest, result.policies);
  const Likeness likeness = LikenessOf(original);
  const auto right = ToldBy(original);
  const auto told = ToldBy(RunOn(selftest, likeness.choices));
  for (const auto& [clause, alternatives] : right) {
    // A fingerprint that holds nothing of a clause leaves the double free.
    if (!alternatives.empty() && told.at(clause) != alternatives) {
      result.differences.push_back(fmt::format("{}: {} in the original, {} in the double", clause,
                                               fmt::join(alternatives, ", "),
                                               fmt::join(told.at(clause), ", ")));
    }
  }
  result.differences.insert(result.differences.end(), likeness.notes.begin(), likeness.notes.end());
  return result;
}

}  // namespace

bool DoublesResult::passed() const {
  return std::ranges::all_of(doubles,
                             [](const DoubleResult& each) { return each.differences.empty(); });
}

DoublesResult TestDoubles(const SelftestOptions& options, int count,
                          const std::function<void(std::string_view)>& progress) {
  std::mt19937_64 random(options.first_seed);
  DoublesResult result;
  result.doubles.resize(static_cast<std::size_t>(count));
  std::mutex mutex;
  std::vector<std::function<void()>> jobs;
  for (std::size_t i = 0; i < result.doubles.size(); ++i) {
    reference::Assignments policies;
    for (const reference::PolicyRow& row : reference::AllPolicies()) {
      policies.emplace_back(row.name, DrawChoice(row, random));
    }
    jobs.emplace_back([&, i, policies = std::move(policies)]() mutable {
      DoubleResult tested = TestDouble(options, std::move(policies));
      const std::scoped_lock lock(mutex);
      progress(
          fmt::format("double {} of {}: {} differences", i + 1, count, tested.differences.size()));
      result.doubles[i] = std::move(tested);
    });
  }
  RunParallel(std::move(jobs), options.threads);
  return result;
}

std::string TextOf(const DoublesResult& result) {
  std::string text;
  std::size_t alike = 0;
  for (std::size_t i = 0; i < result.doubles.size(); ++i) {
    const DoubleResult& each = result.doubles[i];
    alike += each.differences.empty() ? 1 : 0;
    for (const std::string& difference : each.differences) {
      text += fmt::format("  {:>4}  {}\n", i + 1, difference);
    }
    if (!each.differences.empty()) {
      text += fmt::format("  {:>4}  the original is mock", i + 1);
      for (const auto& [name, alternative] : each.policies) {
        if (reference::FindPolicy(name)->alternatives.front() != alternative) {
          text += fmt::format(" --policy {}={}", name, alternative);
        }
      }
      text += '\n';
    }
  }
  return text + fmt::format("{} of {} doubles tell the choices of their originals\n", alike,
                            result.doubles.size());
}

}  // namespace swc::conformance
