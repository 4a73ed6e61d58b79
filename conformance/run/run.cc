#include "conformance/run/run.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/net/task.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/client.h"
#include "conformance/play/preflight.h"
#include "conformance/play/read_access.h"
#include "conformance/play/reads_seen.h"
#include "conformance/run/canary.h"
#include "conformance/run/conclusion.h"
#include "conformance/run/digest.h"
#include "conformance/run/phase_budget.h"
#include "conformance/run/phases.h"
#include "conformance/run/shrinker.h"
#include "conformance/run/tally.h"
#include "conformance/target/capabilities.h"
#include "conformance/target/leases.h"
#include "generators/case/case.h"
#include "generators/case/case_classes.h"
#include "generators/random/covering_array.h"
#include "generators/random/pairwise_case.h"
#include "reference/reading/directory.h"
#include "reports/summary.h"
#include "spec/operation.h"
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

// One request in so many is kept from the phases, for the smallest cases of findings.
constexpr std::uint64_t kKeptForShrinking = 10;

// So many answers of a read operation without any value prove that it is blind.
constexpr std::uint64_t kReadsToShow = 10;
constexpr std::size_t kReadsInAll = 4;
constexpr std::string_view kDeclareHint =
    "; if the target has no such read, say so: \"reads\" in the target description";

// Cases that are asked again at the end of the run.
constexpr std::size_t kAskedAgainMax = 200;

// After a stop was asked for: how long the answers to what was sent are waited for.
constexpr std::chrono::milliseconds kStopGrace{500};

// A case that the target could not be asked.
struct NotAsked {
  Case test_case;
  std::string phase;
  CaseOutcome outcome;
};

class RunInProgress {
 public:
  RunInProgress(const RunOptions& options, Target target, Transport& transport, ServerClock clock,
                reports::RunListener& listener)
      : options_(options),
        target_(std::move(target)),
        cannot_show_(ExcludedBy(target_)),
        describes_aliases_(target_.directory.streams != reference::Setting::kUnknown),
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
                 .model = options.model,
                 .reads = &reads_},
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
    const Preflight preflight = FinishPreflight();
    if (StopRequested()) {
      record.interrupted = true;
      reports::Conclude(record, spec::Outcome::kIncomplete, "interrupted before the first case");
      return Finished(std::move(record));
    }
    if (!preflight.could_not_test.empty() || !preflight.wrong_target.empty()) {
      const bool wrong = preflight.could_not_test.empty();
      reports::Conclude(
          record, wrong ? spec::Outcome::kWrongInput : spec::Outcome::kCouldNotTest,
          wrong ? preflight.wrong_target : target_.endpoint + ": " + preflight.could_not_test);
      return Finished(std::move(record));
    }
    if (!preflight.headline.empty()) {
      listener_.Said(preflight.headline);
    }
    if (const auto left_out = LeftOutByOnly(options_); !left_out.empty()) {
      listener_.Said(fmt::format("--only leaves out the phases {}", fmt::join(left_out, ", ")));
    }
    std::vector<Phase> phases = PhasesOf(options_);
    RunPhases(phases);
    RunPatient();
    RunAgain();
    ShrinkFindings();
    NotePhases(record);
    record.interrupted = StopRequested();
    if (!record.interrupted && !FailedFast() && !TargetIsGone()) {
      record.limits_hit = LimitsHit(NamedLimit(), LimitOfPhases(), Used(), phases);
      NoteHangs(record);
    }
    tally_.Finish(
        {.capabilities = CapabilitiesOf(target_), .blocked = BlockedNeeds(), .cut = WhyCut(record)},
        record);
    if (describes_aliases_) {
      // What then could not run is excluded by the description alone.
      cannot_show_.merge(tally_.NeverRun());
    }
    ConcludeRun({.min_coverage = options_.min_coverage,
                 .could_not_test = WhyCouldNotTest(record),
                 .blind = WhyBlind(),
                 .cannot_show = cannot_show_,
                 .note = StoredStateNote()},
                record);
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

  [[nodiscard]] Preflight FinishPreflight() {
    Preflight found;
    const PreflightPlan plan{.run_id = options_.run_id, .read_deadline = options_.read_deadline};
    auto preflight = [](RunInProgress& run, const PreflightPlan& how,
                        Preflight& result) -> Task<void> {
      result = co_await RunPreflight(run.client_, run.target_, run.reads_, how);
    };
    bool done = false;
    Spawn(preflight(*this, plan, found), [&done] { done = true; });
    while (!done) {
      Turn();
    }
    return found;
  }

  // Returns why clauses that need reads cannot be shown, by their needs.
  [[nodiscard]] std::map<std::string, std::string> BlockedNeeds() const {
    const std::string& latest = reads_.WhyDead(spec::Operation::kLatest);
    const std::string& history = reads_.WhyDead(spec::Operation::kHistory);
    const std::string& batch_latest = reads_.WhyDead(spec::Operation::kBatchLatest);
    const std::string& batch_history = reads_.WhyDead(spec::Operation::kBatchHistory);
    const bool no_batch = !batch_latest.empty() && !batch_history.empty();
    return {{"reads.latest", latest},
            {"reads.history", history},
            {"reads.batch", no_batch ? batch_latest : ""},
            {"reads", no_batch && !latest.empty() && !history.empty() ? history : ""}};
  }

  // Returns why the run is no proof although nothing failed: a read that never showed anything.
  [[nodiscard]] std::string WhyBlind() const {
    for (const spec::Operation read : spec::kOperations) {
      const std::string& dead = reads_.WhyDead(read);
      if (!dead.empty()) {
        return fmt::format("{}{}", dead, kDeclareHint);
      }
      const ReadsSeen& seen = client_.reads_seen();
      if (seen.Asked(read) >= kReadsToShow && !seen.Shown(read)) {
        return fmt::format("{} {} showed no value in {} answers{}", spec::MethodOf(read),
                           spec::PathOf(read), seen.Asked(read), kDeclareHint);
      }
    }
    return "";
  }

  // One turn of the loop. Once a stop was asked for nothing is sent any more, and soon after
  // nothing is waited for.
  void Turn() {
    if (!stopping_since_ && StopRequested()) {
      client_.Stop();
      stopping_since_ = transport_.Now();
    }
    if (stopping_since_ && transport_.Now() - *stopping_since_ >= kStopGrace) {
      transport_.Abandon();
    }
    transport_.Poll();
  }

  // Each phase gets its part of the limits; what is left goes to those that were cut, and at last
  // to the one that has no end.
  void RunPhases(std::vector<Phase>& phases) {
    const PhaseLimit limit = LimitOfPhases();
    for (std::size_t i = 0; i < phases.size(); ++i) {
      const bool last_to_end = phases[i].cases == 0 && AllEnded(phases);
      RunPhase(phases[i], last_to_end ? limit : ShareOf(limit, Used(), phases.size() - i));
    }
    for (const bool endless : {false, true}) {
      for (Phase& phase : phases) {
        if (!phase.ended && (phase.cases == 0) == endless) {
          RunPhase(phase, limit);
        }
      }
    }
  }

  // Whether all phases that have an end have reached it.
  [[nodiscard]] static bool AllEnded(const std::vector<Phase>& phases) {
    return std::ranges::all_of(phases,
                               [](const Phase& phase) { return phase.ended || phase.cases == 0; });
  }

  [[nodiscard]] PhaseLimit NamedLimit() const {
    return {.requests = options_.requests_max, .time = options_.time_max};
  }
  [[nodiscard]] PhaseLimit LimitOfPhases() const {
    PhaseLimit limit = NamedLimit();
    limit.requests -= limit.requests / kKeptForShrinking;
    return limit;
  }
  [[nodiscard]] PhaseLimit Used() const {
    return {.requests = client_.requests(), .time = transport_.Now() - started_};
  }

  void NoteHangs(reports::RunRecord& record) const {
    if (client_.hangs().Spent()) {
      record.limits_hit.push_back(fmt::format(
          "requests hung for {} s in all, and the rest was not asked", Hangs::kWaitMax.count()));
    }
  }

  [[nodiscard]] std::string StoredStateNote() const {
    return target_.no_reads.size() == kReadsInAll
               ? "stored state not tested, for the target is said to have no reads"
               : "";
  }

  [[nodiscard]] std::string WhyCouldNotTest(const reports::RunRecord& record) const {
    if (TargetIsGone()) {
      return "the target stopped answering: " + tally_.last_infra();
    }
    return reports::CountClauses(record, reports::Verdict::kInfra) > 0
               ? "the target failed while it was tested: " + tally_.last_infra()
               : "";
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
    RunPhase(patient, NamedLimit());
    context_.patient = false;
  }

  // What could not be asked is asked once more, one case at a time.
  void RunAgain() {
    if (to_ask_again_.empty() || TargetIsGone()) {
      for (const NotAsked& each : std::exchange(to_ask_again_, {})) {
        Take(each.test_case, each.phase, each.outcome);
      }
      return;
    }
    std::vector<NotAsked> cases = std::exchange(to_ask_again_, {});
    asking_again_ = true;
    std::size_t next = 0;
    Phase again{.name = "again", .cases = cases.size(), .next = [&]() -> std::optional<Case> {
                  return next < cases.size() ? std::optional(cases[next++].test_case)
                                             : std::nullopt;
                }};
    RunPhase(again, NamedLimit());
    for (; next < cases.size(); ++next) {
      Take(cases[next].test_case, cases[next].phase, cases[next].outcome);
    }
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
      Turn();
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
    reports::PhaseRecord& phase = phases_[current_];
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

  [[nodiscard]] bool StopRequested() const {
    return options_.stop_requested && options_.stop_requested();
  }
  [[nodiscard]] bool FailedFast() const { return options_.fail_fast && tally_.AnyFailed(); }
  [[nodiscard]] bool TargetIsGone() const { return tally_.infra_in_a_row() >= kInfraInARowMax; }

  [[nodiscard]] bool MustStop(const PhaseLimit& limit) const {
    return IsSpent(limit, Used()) || FailedFast() || MustStopShrinking();
  }

  // Shrinking goes on when --fail-fast or --time has ended the phases.
  [[nodiscard]] bool MustStopShrinking() const {
    return client_.exhausted() || client_.hangs().Spent() || TargetIsGone() || StopRequested();
  }

  // Runs what is left of a phase, until `limit`.
  void RunPhase(Phase& phase, const PhaseLimit& limit) {
    if (MustStop(limit)) {
      return;
    }
    phase_ = phase.name;
    MakeCurrent(phase);
    listener_.PhaseStarted(phase.name, phase.cases - std::min(phase.cases, phase.begun));
    bool drained = false;
    while (true) {
      while (!drained && under_way_ < options_.jobs) {
        drained = MustStop(limit) || !StartNext(phase);
      }
      if (under_way_ == 0 && drained) {
        break;
      }
      Turn();
    }
  }

  // Starts the next case of a phase. Returns whether there was one.
  bool StartNext(Phase& phase) {
    std::optional<Case> next = phase.next();
    phase.ended = !next;
    if (next) {
      ++phase.begun;
      StartCase(*std::move(next));
    }
    return next.has_value();
  }

  // Makes the record of a phase, which may have been begun before, the current one.
  void MakeCurrent(const Phase& phase) {
    const auto known = std::ranges::find(phases_, phase.name, &reports::PhaseRecord::name);
    current_ = static_cast<std::size_t>(std::distance(phases_.begin(), known));
    if (known == phases_.end()) {
      phases_.push_back({.name = phase.name});
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
    const auto* unasked = outcome.As<CaseOutcome::Unasked>();
    if (unasked != nullptr && outcome.found.empty() && !asking_again_ &&
        to_ask_again_.size() < kAskedAgainMax) {
      tally_.NoteInfra(unasked->why);
      to_ask_again_.push_back(
          {.test_case = std::move(*test_case), .phase = phase_, .outcome = std::move(outcome)});
    } else {
      Take(*test_case, phase_, outcome);
    }
    listener_.Progressed(++cases_done_, client_.requests());
  }

  void Take(const Case& test_case, const std::string& phase, const CaseOutcome& outcome) {
    const std::vector<reports::Finding> added =
        tally_.Add(test_case, phase, client_.requests(), outcome);
    for (const reports::Finding& finding : added) {
      listener_.FindingFound(finding);
    }
  }

  const RunOptions& options_;
  Target target_;
  std::set<std::string> cannot_show_;  // By the description alone, before anything is learnt.
  bool describes_aliases_;  // The description says what becomes of aliases of no property.
  Transport& transport_;
  ServerClock clock_;
  reports::RunListener& listener_;
  Client client_;
  Leases leases_;
  ReadAccess reads_;
  CaseContext context_;
  Tally tally_;
  StreamDigest digest_;
  Transport::Clock started_;
  std::string phase_;
  std::vector<reports::PhaseRecord> phases_;
  std::size_t current_ = 0;  // Of them.
  std::optional<Transport::Clock> stopping_since_;
  generators::PairCounter pairs_{generators::PairwiseFactors()};
  std::map<std::string, std::vector<Case>> undecided_;  // By clause.
  std::vector<NotAsked> to_ask_again_;
  bool asking_again_ = false;
  int under_way_ = 0;
  std::uint64_t cases_done_ = 0;
};

}  // namespace

reports::RunRecord Run(const RunOptions& options, Target target, Transport& transport,
                       ServerClock clock, reports::RunListener& listener) {
  return RunInProgress(options, std::move(target), transport, clock, listener).Run();
}

}  // namespace swc::conformance
