#include "conformance/selftest/selftest.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/net/direct_transport.h"
#include "conformance/run/run.h"
#include "conformance/selftest/run_parallel.h"
#include "conformance/target/server_clock.h"
#include "conformance/target/target.h"
#include "reference/model/policies.h"
#include "reference/mutants/mutants.h"
#include "reference/server/reference_server.h"
#include "reports/run_record.h"
#include "spec/clause_id.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"
#include "spec/outcome.h"

namespace swc::conformance {
namespace {

using reference::Mutant;
using reports::Verdict;

// Runs end at the kill, which says all about the mutant. One in so many goes on to its end: a judge
// that stumbles over what it meets after a finding would stumble in a user's run as well.
constexpr std::size_t kMutantsPerWholeRun = 8;
constexpr std::size_t kMutantsPerWholeRunIfDeclared = 32;

// Enough to see that shrinking stands what it meets.
constexpr std::uint64_t kShrinkRequests = 50;

// Notes the first finding on a declared clause.
class KillListener : public reports::RunListener {
 public:
  explicit KillListener(const Mutant* mutant) : mutant_(mutant) {}

  void FindingFound(const reports::Finding& finding) override {
    if (mutant_ == nullptr || killed_) {
      return;
    }
    const bool declared = std::ranges::find(mutant_->clauses, finding.clause,
                                            &spec::ClauseId::text) != mutant_->clauses.end();
    if (declared) {
      killed_ = true;
      kill_ = finding;
    } else {
      strangers_.push_back(finding.clause);
    }
  }

  [[nodiscard]] bool killed() const { return killed_; }
  [[nodiscard]] const reports::Finding& kill() const { return kill_; }
  [[nodiscard]] const std::vector<std::string>& strangers() const { return strangers_; }

 private:
  const Mutant* mutant_;
  bool killed_ = false;
  reports::Finding kill_;
  std::vector<std::string> strangers_;
};

reports::RunRecord RunOnce(RunOptions options, const reference::Assignments& policies,
                           KillListener& listener, const Mutant* mutant, bool to_the_end) {
  options.stop_requested = [&] { return listener.killed() && !to_the_end; };
  return RunInProcess(std::move(options), policies, mutant, listener);
}

// Runs until `mutant` is killed, or to the end.
reports::RunRecord RunMutant(const SelftestOptions& selftest, std::uint64_t seed,
                             KillListener& listener, const Mutant& mutant, bool to_the_end) {
  if (selftest.declared && !to_the_end) {
    RunOptions declared = RunOptionsOf(selftest, seed);
    for (const spec::ClauseId clause : mutant.clauses) {
      declared.selection.only.emplace_back(clause.text());
    }
    reports::RunRecord record = RunOnce(std::move(declared), {}, listener, &mutant, false);
    if (listener.killed()) {
      return record;
    }
  }
  return RunOnce(RunOptionsOf(selftest, seed), {}, listener, &mutant, to_the_end);
}

bool IsContested(const reference::Assignments& policies, const std::string& clause) {
  return std::ranges::any_of(policies, [&](const auto& policy) {
    return policy.first == clause && reference::EarnsWarning(policy.first, policy.second);
  });
}

// Returns what is left of the choices without those that a server makes by itself.
reference::Assignments WithoutDefaults(reference::Assignments policies) {
  std::erase_if(policies, [](const auto& policy) {
    return reference::FindPolicy(policy.first)->alternatives.front() == policy.second;
  });
  return policies;
}

struct PolicyRun {
  std::uint64_t seed;
  reports::RunRecord record;
};

// Returns one run for each seed.
std::vector<PolicyRun> RunsUnder(const SelftestOptions& options,
                                 const reference::Assignments& policies) {
  std::vector<PolicyRun> runs;
  for (int i = 0; i < options.seeds; ++i) {
    const std::uint64_t seed = options.first_seed + static_cast<std::uint64_t>(i);
    KillListener listener(nullptr);
    runs.push_back(
        {.seed = seed,
         .record = RunOnce(RunOptionsOf(options, seed), policies, listener, nullptr, true)});
  }
  return runs;
}

PolicyResult TestPolicies(const SelftestOptions& options, const PolicySet& set,
                          const std::vector<PolicyRun>& runs) {
  const reference::Assignments& policies = set.policies;
  PolicyResult result{.name = set.name};
  for (const auto& [seed, record] : runs) {
    result.requests += record.stats.requests;
    for (const reports::Finding& finding : record.findings) {
      // A policy on the other side of a contested point earns its one warning.
      if (finding.verdict == Verdict::kWarn && IsContested(policies, finding.clause)) {
        continue;
      }
      result.alarms.push_back(fmt::format("seed {}: {} {} in {}: expected {}; observed {}", seed,
                                          ToString(finding.verdict), finding.clause,
                                          finding.case_id, finding.expected, finding.observed));
    }
    if (record.outcome != spec::Outcome::kConforms && record.findings.empty()) {
      result.alarms.push_back(fmt::format("seed {}: exit {}: {}", seed,
                                          spec::ExitCodeOf(record.outcome), record.message));
    }
    for (const auto& [name, alternative] : policies) {
      const auto clause = std::ranges::find(record.clauses, name, &reports::ClauseRecord::id);
      const bool nameless =
          reference::FindPolicy(name)->contested || alternative == reference::kVarying;
      // Some phases alone do not ask about every clause.
      const bool whole = options.phases.empty();
      if (whole && !nameless && set.all_seen &&
          std::ranges::find(clause->alternatives, alternative) == clause->alternatives.end()) {
        result.named = false;
      }
    }
  }
  return result;
}

MutantResult TestMutant(const SelftestOptions& options, const Mutant& mutant, bool to_the_end) {
  MutantResult result{.mutant = &mutant, .seeds = options.seeds};
  for (int i = 0; i < options.seeds; ++i) {
    KillListener listener(&mutant);
    const reports::RunRecord record =
        RunMutant(options, options.first_seed + static_cast<std::uint64_t>(i), listener, mutant,
                  to_the_end && i == 0);
    result.judged += record.stats.requests;
    if (listener.killed()) {
      ++result.killed;
      result.requests.push_back(listener.kill().at_request);
      if (result.phase.empty()) {
        result.phase = listener.kill().phase;
        result.clause = listener.kill().clause;
      }
    }
    for (const std::string& stranger : listener.strangers()) {
      if (std::ranges::find(result.strangers, stranger) == result.strangers.end()) {
        result.strangers.push_back(stranger);
      }
    }
  }
  return result;
}

bool Wanted(const SelftestOptions& options, std::string_view name) {
  return options.only.empty() || std::ranges::any_of(options.only, [&](const std::string& only) {
           return name.find(only) != std::string_view::npos;
         });
}

}  // namespace

std::vector<const Mutant*> WantedMutants(const SelftestOptions& options) {
  std::vector<const Mutant*> wanted;
  std::size_t place = 0;
  for (const Mutant& mutant : reference::AllMutants()) {
    if (Wanted(options, mutant.name) && place++ % options.every == 0) {
      wanted.push_back(&mutant);
    }
  }
  return wanted;
}

RunOptions RunOptionsOf(const SelftestOptions& selftest, std::uint64_t seed) {
  RunOptions options;
  options.seed = seed;
  options.random_cases = selftest.random_cases;
  options.phases = selftest.phases;
  options.model = selftest.model;
  options.shrink_requests = kShrinkRequests;
  options.digest = false;  // Nobody asks for it.
  // Some phases alone do not ask about every clause.
  options.min_coverage = selftest.phases.empty() && selftest.model ? kMinCoverage : 0;
  return options;
}

reports::RunRecord RunInProcess(RunOptions options, const reference::Assignments& policies,
                                const Mutant* mutant, reports::RunListener& listener) {
  std::vector<const Mutant*> mutants;
  if (mutant != nullptr) {
    mutants.push_back(mutant);
  }
  return RunInProcess(std::move(options), policies, std::move(mutants), listener);
}

reports::RunRecord RunInProcess(RunOptions options, const reference::Assignments& policies,
                                std::vector<const Mutant*> mutants,
                                reports::RunListener& listener) {
  reference::ServerOptions server_options = reference::ServerOptionsOf(
      reference::PoliciesFrom(policies), nullptr, [] { return spec::kFixedNow; });
  server_options.mutants = std::move(mutants);
  reference::ReferenceServer server(std::move(server_options));
  DirectTransport transport(
      [&](const spec::HttpRequest& request) { return server.Handle(request); },
      {.wall_start = spec::kFixedNow, .frozen_wall = true});
  options.run_id = "selftest";
  return Run(options, InProcessTarget(server.directory()), transport, ServerClock::Shared(),
             listener);
}

bool SelftestResult::passed() const {
  const bool sound = std::ranges::all_of(
      policies, [](const PolicyResult& policy) { return policy.alarms.empty() && policy.named; });
  const bool complete = std::ranges::all_of(
      mutants, [](const MutantResult& mutant) { return mutant.killed == mutant.seeds; });
  return sound && complete && !(policies.empty() && mutants.empty());
}

SelftestResult RunSelftest(const SelftestOptions& options,
                           const std::function<void(std::string_view)>& progress) {
  std::vector<PolicySet> sets;
  for (PolicySet& set : PolicySets(options)) {
    if (options.policies && Wanted(options, set.name)) {
      sets.push_back(std::move(set));
    }
  }
  const std::vector<const Mutant*> mutants =
      options.mutants ? WantedMutants(options) : std::vector<const Mutant*>();
  SelftestResult result;
  result.policies.resize(sets.size());
  result.mutants.resize(mutants.size());
  std::mutex progress_mutex;
  const auto report = [&](const std::string& line) {
    const std::scoped_lock lock(progress_mutex);
    progress(line);
  };
  std::vector<std::function<void()>> jobs;
  jobs.reserve(sets.size() + mutants.size());
  // Sets that make the same server share its runs.
  std::map<reference::Assignments, std::vector<std::size_t>> servers;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    servers[WithoutDefaults(sets[i].policies)].push_back(i);
  }
  for (const auto& [policies, members] : servers) {
    jobs.emplace_back([&] {
      const std::vector<PolicyRun> runs = RunsUnder(options, policies);
      for (const std::size_t i : members) {
        result.policies[i] = TestPolicies(options, sets[i], runs);
        report(fmt::format("policy {}: {} alarms", result.policies[i].name,
                           result.policies[i].alarms.size()));
      }
    });
  }
  const std::size_t per_whole_run =
      options.declared ? kMutantsPerWholeRunIfDeclared : kMutantsPerWholeRun;
  for (std::size_t i = 0; i < mutants.size(); ++i) {
    jobs.emplace_back([&, i] {
      result.mutants[i] = TestMutant(options, *mutants[i], i % per_whole_run == 0);
      report(fmt::format("mutant {}: killed {} of {}", mutants[i]->name, result.mutants[i].killed,
                         options.seeds));
    });
  }
  RunParallel(std::move(jobs), options.threads);
  return result;
}

}  // namespace swc::conformance
