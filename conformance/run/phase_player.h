// Plays the cases of phases on a target, many at once, and tallies them.
//
// Law: each phase gets its part of the run's limits, and no case begins once they are spent; what
// could not be asked is kept, and asked again at the end. Once a stop was asked for nothing is sent
// any more, and soon after nothing is waited for.
//
// Example: PhasePlayer player(...); player.RunPhases(phases); player.RunPatient();
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "conformance/client/client.h"
#include "conformance/judge/observations.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_runner.h"
#include "conformance/run/phase_budget.h"
#include "conformance/run/phases.h"
#include "conformance/run/refused_history.h"
#include "conformance/run/run.h"
#include "conformance/tally/tally.h"
#include "conformance/verdict/digest.h"
#include "generators/case/case.h"
#include "generators/random/covering_array.h"
#include "generators/random/pairwise_case.h"
#include "reports/run_record.h"

namespace swc::conformance {

class PhasePlayer {
 public:
  // REQUIRES: all arguments outlive the player.
  PhasePlayer(const RunOptions& options, CaseContext& context, Tally& tally,
              reports::RunListener& listener)
      : options_(options),
        context_(context),
        tally_(tally),
        listener_(listener),
        started_(context.client.transport().Now()) {}

  // What is left of the limits goes to the phases that were cut, and at last to the one that has no
  // end.
  void RunPhases(std::vector<Phase>& phases);

  // Free clauses that only patience decides: absence proves a choice no sooner than the deadline.
  void RunPatient();

  // What could not be asked is asked once more.
  void RunAgain();

  // Finds out which findings have the same cause.
  void DiagnoseFindings();

  // Asks again with one thing changed, to find out what causes without a name are about. Few
  // requests, and none in a run without findings.
  void AskForCauses();

  // The first findings get their smallest case; several are shrunk at once.
  void ShrinkFindings();

  // One turn of the loop.
  void Turn();

  [[nodiscard]] bool StopRequested() const;
  [[nodiscard]] bool FailedFast() const;
  [[nodiscard]] bool TargetIsGone() const;

  // Returns the limits that ended the run before its end.
  [[nodiscard]] std::vector<std::string> LimitsThatEnded(const std::vector<Phase>& phases) const;

  // Hands out what the phases did. Call it once.
  [[nodiscard]] std::vector<reports::PhaseRecord> TakePhases();
  [[nodiscard]] const reports::KnownCases& known() const { return known_; }
  [[nodiscard]] std::string Digest() const { return digest_.Hex(); }
  [[nodiscard]] Transport::Clock elapsed() const;

 private:
  // A case that the target could not be asked.
  struct NotAsked {
    generators::Case test_case;
    std::string phase;
    CaseOutcome outcome;
  };

  [[nodiscard]] PhaseLimit NamedLimit() const;
  [[nodiscard]] PhaseLimit LimitOfPhases() const;
  [[nodiscard]] PhaseLimit Used() const;
  [[nodiscard]] bool MustStop(const PhaseLimit& limit) const;
  [[nodiscard]] bool MustStopShrinking() const;

  void RunPhase(Phase& phase, const PhaseLimit& limit);
  bool StartNext(Phase& phase);
  void MakeCurrent(const Phase& phase);
  void StartCase(generators::Case test_case);
  Task<void> RunAndTally(std::unique_ptr<generators::Case> test_case);
  Task<void> ShrinkOne(Tally::ToShrink finding);
  Task<void> AskOne(Tally::ToAsk cause, std::uint64_t requests_end);
  // Does `count` things, several at once, until the run must stop.
  void DoSeveral(std::size_t count, const std::function<Task<void>(std::size_t)>& start);
  void Take(const generators::Case& test_case, const std::string& phase,
            const CaseOutcome& outcome);
  void NoteCase(const generators::Case& test_case, const CaseOutcome& outcome);
  void NoteKnown(const generators::Case& test_case, const CaseOutcome& outcome);
  void NoteUndecided(const generators::Case& test_case, const std::vector<Choice>& undecided);

  const RunOptions& options_;
  CaseContext& context_;
  Tally& tally_;
  reports::RunListener& listener_;
  Transport::Clock started_;
  StreamDigest digest_;
  std::string phase_;
  std::vector<reports::PhaseRecord> phases_;
  std::size_t current_ = 0;  // Of them.
  reports::KnownCases known_;
  RefusedHistory refused_history_;
  std::optional<Transport::Clock> stopping_since_;
  generators::PairCounter pairs_{generators::PairwiseFactors()};
  std::map<std::string, std::vector<generators::Case>> undecided_;  // By clause.
  std::vector<NotAsked> to_ask_again_;
  bool asking_again_ = false;
  int under_way_ = 0;
  std::uint64_t cases_done_ = 0;
};

}  // namespace swc::conformance
