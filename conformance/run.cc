#include "conformance/run.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/canary.h"
#include "conformance/case_runner.h"
#include "conformance/client.h"
#include "conformance/digest.h"
#include "conformance/leases.h"
#include "conformance/probe.h"
#include "conformance/tally.h"
#include "conformance/task.h"
#include "generators/case.h"
#include "generators/directed_cases.h"
#include "generators/random_case.h"

namespace swc::conformance {
namespace {

using generators::Case;

// So many cases in a row that could not be asked end a run: the target is gone.
constexpr std::uint64_t kInfraInARowMax = 20;

// Random cases grow from small to large over so many cases.
constexpr std::uint64_t kCasesToFullSize = 500;
constexpr int kSizeMax = 100;

// Cases that are run again, patiently, for one free clause.
constexpr std::size_t kCandidatesMax = 3;

// Hands out the next case of a phase, or nothing at its end.
using CaseSource = std::function<std::optional<Case>()>;

class RunInProgress {
 public:
  RunInProgress(const RunOptions& options, Target target, Transport& transport, ServerClock clock,
                reports::RunListener& listener)
      : options_(options),
        target_(std::move(target)),
        transport_(transport),
        clock_(clock),
        listener_(listener),
        client_(transport_, clock_,
                {.seed = options.seed,
                 .requests_max = options.requests_max,
                 .requests_per_second = options.requests_per_second}),
        leases_(target_, options.run_id),
        context_{.target = target_,
                 .client = client_,
                 .leases = leases_,
                 .read_deadline = options.read_deadline},
        tally_({.selection = options.selection,
                .strict = options.strict,
                .reproduce_target = options.reproduce_target,
                .endpoint = target_.endpoint,
                .case_folder = options.case_folder}),
        started_(transport.Now()) {}

  reports::RunRecord Run() {
    reports::RunRecord record{.tool_version = std::string(kToolVersion),
                              .target = target_.endpoint,
                              .seed = options_.seed};
    if (!CanaryIsNoticed()) {
      record.verdict = reports::RunVerdict::kVacuous;
      record.exit_code = 5;
      record.message = "the canary was not noticed: this build of the suite cannot judge";
      return Finished(std::move(record));
    }
    if (const auto reason = RunProbe()) {
      record.verdict = reports::RunVerdict::kCouldNotTest;
      record.exit_code = 3;
      record.message = target_.endpoint + ": " + *reason;
      return Finished(std::move(record));
    }
    RunDirected();
    RunRandom();
    RunPatient();
    tally_.Finish(target_, options_.min_coverage, record);
    if (tally_.infra_in_a_row() >= kInfraInARowMax && record.exit_code != 1) {
      record.verdict = reports::RunVerdict::kCouldNotTest;
      record.exit_code = 3;
      record.message = "the target stopped answering: " + tally_.last_infra();
    }
    return Finished(std::move(record));
  }

 private:
  [[nodiscard]] reports::RunRecord Finished(reports::RunRecord record) {
    record.digest = digest_.Hex();
    record.stats.requests = client_.requests();
    record.stats.elapsed_s = std::chrono::duration<double>(transport_.Now() - started_).count();
    listener_.RunEnded(record);
    return record;
  }

  [[nodiscard]] std::optional<std::string> RunProbe() {
    std::optional<std::string> reason;
    auto probe = [](RunInProgress& run, std::optional<std::string>& result) -> Task<void> {
      std::string run_id = run.options_.run_id;
      result = co_await Probe(run.client_, run.target_, std::move(run_id));
    };
    Spawn(probe(*this, reason));
    while (transport_.Poll()) {
    }
    return reason;
  }

  void RunDirected() {
    std::vector<const Case*> selected;
    for (const Case& test_case : generators::DirectedCases()) {
      if (options_.selection.HoldsCase(test_case)) {
        selected.push_back(&test_case);
      }
    }
    std::size_t next = 0;
    RunPhase("directed", selected.size(), [&]() -> std::optional<Case> {
      return next < selected.size() ? std::optional(*selected[next++]) : std::nullopt;
    });
  }

  void RunRandom() {
    // Random cases are about everything, so a selection leaves them out.
    if (!options_.selection.only.empty() || options_.random_cases == 0) {
      return;
    }
    std::uint64_t next = 0;
    const bool timed = options_.time_max.count() > 0;
    RunPhase("random", timed ? 0 : options_.random_cases, [&]() -> std::optional<Case> {
      if (!timed && next >= options_.random_cases) {
        return std::nullopt;
      }
      const auto size = static_cast<int>(
          std::min<std::uint64_t>(kSizeMax, 10 + next * kSizeMax / kCasesToFullSize));
      return generators::RandomCase(options_.seed, next++, size);
    });
  }

  // Free clauses that only patience decides: absence proves a choice no sooner than the deadline.
  void RunPatient() {
    std::vector<Case> cases;
    for (auto& [clause, candidates] : undecided_) {
      if (!tally_.HasChoice(clause)) {
        std::ranges::move(candidates, std::back_inserter(cases));
      }
    }
    if (cases.empty()) {
      return;
    }
    context_.patient = true;
    std::size_t next = 0;
    RunPhase("patient", cases.size(), [&]() -> std::optional<Case> {
      return next < cases.size() ? std::optional(cases[next++]) : std::nullopt;
    });
  }

  // Keeps a few cases that would decide a clause.
  void NoteUndecided(const Case& test_case, const std::vector<Choice>& undecided) {
    for (const Choice& choice : undecided) {
      std::vector<Case>& candidates = undecided_[choice.clause->id];
      const bool known = std::ranges::any_of(
          candidates, [&](const Case& other) { return other.id == test_case.id; });
      if (!known && candidates.size() < kCandidatesMax) {
        candidates.push_back(test_case);
      }
    }
  }

  [[nodiscard]] bool MustStop() const {
    const bool out_of_time =
        options_.time_max.count() > 0 && transport_.Now() - started_ >= options_.time_max;
    return out_of_time || client_.exhausted() || (options_.fail_fast && tally_.AnyFailed()) ||
           tally_.infra_in_a_row() >= kInfraInARowMax ||
           (options_.stop_requested && options_.stop_requested());
  }

  void RunPhase(std::string_view name, std::uint64_t cases, const CaseSource& source) {
    if (MustStop()) {
      return;
    }
    phase_ = name;
    listener_.PhaseStarted(name, cases);
    bool drained = false;
    while (true) {
      while (!drained && under_way_ < options_.jobs) {
        std::optional<Case> next = MustStop() ? std::nullopt : source();
        if (!next) {
          drained = true;
          break;
        }
        StartCase(*std::move(next));
      }
      if (under_way_ == 0 && drained) {
        break;
      }
      transport_.Poll();
    }
  }

  void StartCase(Case test_case) {
    digest_.Add(test_case);
    ++under_way_;
    auto owned = std::make_unique<Case>(std::move(test_case));
    Spawn(RunAndTally(std::move(owned)), [this] { --under_way_; });
  }

  Task<void> RunAndTally(std::unique_ptr<Case> test_case) {
    CaseOutcome outcome = co_await RunCase(context_, *test_case);
    NoteUndecided(*test_case, outcome.undecided);
    const std::vector<reports::Finding> added =
        tally_.Add(*test_case, phase_, client_.requests(), outcome);
    for (const reports::Finding& finding : added) {
      listener_.FindingFound(finding);
    }
    listener_.Progressed(++cases_done_, client_.requests());
  }

  const RunOptions& options_;
  Target target_;
  Transport& transport_;
  ServerClock clock_;
  reports::RunListener& listener_;
  Client client_;
  Leases leases_;
  CaseContext context_;
  Tally tally_;
  StreamDigest digest_;
  Transport::Clock started_;
  std::string phase_;
  std::map<std::string, std::vector<Case>> undecided_;  // By clause.
  int under_way_ = 0;
  std::uint64_t cases_done_ = 0;
};

}  // namespace

reports::RunRecord Run(const RunOptions& options, Target target, Transport& transport,
                       ServerClock clock, reports::RunListener& listener) {
  return RunInProgress(options, std::move(target), transport, clock, listener).Run();
}

}  // namespace swc::conformance
