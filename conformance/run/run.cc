#include "conformance/run/run.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/net/task.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/client.h"
#include "conformance/play/probe.h"
#include "conformance/run/canary.h"
#include "conformance/run/digest.h"
#include "conformance/run/phases.h"
#include "conformance/run/shrinker.h"
#include "conformance/run/tally.h"
#include "conformance/target/leases.h"
#include "generators/case/case.h"
#include "generators/case/case_classes.h"
#include "generators/random/covering_array.h"
#include "generators/random/pairwise_case.h"
#include "spec/outcome.h"

namespace swc::conformance {
namespace {

using generators::Case;

// So many cases in a row that could not be asked end a run: the target is gone.
constexpr std::uint64_t kInfraInARowMax = 20;

// Cases that are run again, patiently, for one free clause.
constexpr std::size_t kCandidatesMax = 3;

// Findings whose case is made smaller; the others keep the case that showed them first.
constexpr std::size_t kShrunkMax = 25;

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
                 .requests_per_second = options.requests_per_second,
                 .directory = &target_.directory}),
        leases_(target_, options.run_id),
        context_{.target = target_,
                 .client = client_,
                 .leases = leases_,
                 .read_deadline = options.read_deadline,
                 .model = options.model},
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
      reports::Conclude(record, spec::Outcome::kDefect,
                        "the canary was not noticed: this build of the suite cannot judge");
      return Finished(std::move(record));
    }
    if (const auto reason = RunProbe()) {
      reports::Conclude(record, spec::Outcome::kCouldNotTest, target_.endpoint + ": " + *reason);
      return Finished(std::move(record));
    }
    for (Phase& phase : PhasesOf(options_)) {
      RunPhase(phase);
    }
    RunPatient();
    ShrinkFindings();
    NotePhases(record);
    tally_.Finish(target_, options_.min_coverage, record);
    if (tally_.infra_in_a_row() >= kInfraInARowMax && record.outcome != spec::Outcome::kFound) {
      reports::Conclude(record, spec::Outcome::kCouldNotTest,
                        "the target stopped answering: " + tally_.last_infra());
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
    Phase patient{.name = "patient", .cases = cases.size(), .next = [&]() -> std::optional<Case> {
                    return next < cases.size() ? std::optional(cases[next++]) : std::nullopt;
                  }};
    RunPhase(patient);
    context_.patient = false;
  }

  // The first findings get their smallest case; several are shrunk at once.
  void ShrinkFindings() {
    if (options_.shrink_requests == 0) {
      return;
    }
    std::vector<Tally::ToShrink> findings = tally_.FindingsToShrink(kShrunkMax);
    std::size_t next = 0;
    if (findings.empty()) {
      return;
    }
    listener_.PhaseStarted("shrink", findings.size());
    while (next < findings.size() || under_way_ > 0) {
      while (next < findings.size() && under_way_ < options_.jobs && !MustStopShrinking()) {
        ++under_way_;
        Spawn(ShrinkOne(std::move(findings[next++])), [this] { --under_way_; });
      }
      if (MustStopShrinking()) {
        next = findings.size();
      }
      transport_.Poll();
    }
  }

  Task<void> ShrinkOne(Tally::ToShrink finding) {
    const ShrinkOptions options{.requests_max = options_.shrink_requests,
                                .read_deadline = ShrinkDeadline(tally_.visible())};
    Shrunk shrunk =
        co_await ShrinkCase(context_, std::move(finding.test_case), finding.signature, options);
    tally_.SetSmallest(finding.signature, std::move(shrunk));
    listener_.Progressed(++cases_done_, client_.requests());
  }

  void NotePhases(reports::RunRecord& record) {
    record.phases = std::move(phases_);
    for (reports::PhaseRecord& phase : record.phases) {
      if (phase.name == "pairwise") {
        phase.pairs_covered = pairs_.count();
        generators::PairCounter possible(generators::PairwiseFactors());
        for (const generators::Levels& row : generators::PairwiseRows()) {
          possible.Add(row);
        }
        phase.pairs_possible = possible.count();
      }
    }
  }

  void NoteCase(const Case& test_case, const CaseOutcome& outcome) {
    reports::PhaseRecord& phase = phases_.back();
    ++phase.cases;
    if (outcome.As<CaseOutcome::Skipped>() != nullptr) {
      return;
    }
    if (phase.name == "pairwise") {
      pairs_.Add(generators::PairwiseRows()[generators::PairwiseIndexOf(test_case)]);
    }
    if (options_.classify) {
      for (const std::string_view name : generators::ClassesOf(test_case)) {
        ++phase.classes[std::string(name)];
      }
    }
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

  // Shrinking goes on when --fail-fast or --time has ended the phases.
  [[nodiscard]] bool MustStopShrinking() const {
    return client_.exhausted() || tally_.infra_in_a_row() >= kInfraInARowMax ||
           (options_.stop_requested && options_.stop_requested());
  }

  void RunPhase(Phase& phase) {
    if (MustStop()) {
      return;
    }
    phase_ = phase.name;
    phases_.push_back({.name = phase.name});
    listener_.PhaseStarted(phase.name, phase.cases);
    bool drained = false;
    while (true) {
      while (!drained && under_way_ < options_.jobs) {
        std::optional<Case> next = MustStop() ? std::nullopt : phase.next();
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
    NoteCase(*test_case, outcome);
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
  std::vector<reports::PhaseRecord> phases_;
  generators::PairCounter pairs_{generators::PairwiseFactors()};
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
