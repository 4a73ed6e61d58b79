// What a player does after the phases: patience, asking again, smallest cases.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "conformance/diagnosis/answer_without.h"
#include "conformance/diagnosis/asking_again.h"
#include "conformance/diagnosis/diagnosis.h"
#include "conformance/net/task.h"
#include "conformance/run/phase_player.h"
#include "conformance/run/phases.h"
#include "conformance/smallest/shrinker.h"
#include "conformance/tally/tally.h"
#include "generators/case/case.h"

namespace swc::conformance {
namespace {

using generators::Case;

// Findings whose case is made smaller; the others keep the case that showed them first.
constexpr std::size_t kShrunkMax = 25;

// Requests that are asked again with one thing changed, in a run.
constexpr std::uint64_t kRequestsOfAsking = 500;

}  // namespace

void PhasePlayer::RunPatient() {
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

void PhasePlayer::RunAgain() {
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
                return next < cases.size() ? std::optional(cases[next++].test_case) : std::nullopt;
              }};
  RunPhase(again, NamedLimit());
  for (; next < cases.size(); ++next) {
    Take(cases[next].test_case, cases[next].phase, cases[next].outcome);
  }
}

void PhasePlayer::DiagnoseFindings() {
  tally_.SetCauses(Diagnose({.target = tally_.evidence(),
                             .cases = tally_.ComparedCases(),
                             .directory = context_.target.directory,
                             .withheld = options_.withheld,
                             .stop_requested = options_.stop_requested,
                             .suspects = options_.diagnosis && options_.model}));
}

void PhasePlayer::AskForCauses() {
  if (!options_.diagnosis || !options_.model) {
    return;
  }
  std::vector<Tally::ToAsk> causes = tally_.CausesToAsk();
  if (!causes.empty()) {
    listener_.PhaseStarted("ask again", causes.size());
  }
  const std::uint64_t end = context_.client.requests() + kRequestsOfAsking;
  DoSeveral(causes.size(), [&](std::size_t i) { return AskOne(std::move(causes[i]), end); });
  tally_.FoldCauses();
}

Task<void> PhasePlayer::AskOne(Tally::ToAsk cause, std::uint64_t requests_end) {
  const AskOptions options{.requests_end = requests_end,
                           .read_deadline = ShrinkDeadline(tally_.visible())};
  std::vector<AnswerWithout> answers =
      co_await AskAgain(context_, std::move(cause.test_case), cause.signature, options);
  tally_.SetAnswers(cause.cause, std::move(answers));
  listener_.Progressed(++cases_done_, context_.client.requests());
}

void PhasePlayer::ShrinkFindings() {
  if (options_.shrink_requests == 0) {
    return;
  }
  std::vector<Tally::ToShrink> findings = tally_.FindingsToShrink(kShrunkMax);
  if (findings.empty()) {
    return;
  }
  listener_.PhaseStarted("shrink", findings.size());
  DoSeveral(findings.size(), [&](std::size_t i) { return ShrinkOne(std::move(findings[i])); });
}

void PhasePlayer::DoSeveral(std::size_t count,
                            const std::function<Task<void>(std::size_t)>& start) {
  std::size_t next = 0;
  while (next < count || under_way_ > 0) {
    while (next < count && under_way_ < options_.jobs && !MustStopShrinking()) {
      ++under_way_;
      Spawn(start(next++), [this] { --under_way_; });
    }
    if (MustStopShrinking()) {
      next = count;
    }
    Turn();
  }
}

Task<void> PhasePlayer::ShrinkOne(Tally::ToShrink finding) {
  const ShrinkOptions options{.requests_max = options_.shrink_requests,
                              .read_deadline = ShrinkDeadline(tally_.visible())};
  Shrunk shrunk =
      co_await ShrinkCase(context_, std::move(finding.test_case), finding.signature, options);
  tally_.SetSmallest(finding.key, std::move(shrunk));
  listener_.Progressed(++cases_done_, context_.client.requests());
}

}  // namespace swc::conformance
