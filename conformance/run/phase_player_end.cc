// What a player does after the phases: patience, asking again, smallest cases.
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "conformance/diagnosis/diagnosis.h"
#include "conformance/net/task.h"
#include "conformance/run/phase_player.h"
#include "conformance/run/phases.h"
#include "conformance/verdict/shrinker.h"
#include "generators/case/case.h"

namespace swc::conformance {
namespace {

using generators::Case;

// Findings whose case is made smaller; the others keep the case that showed them first.
constexpr std::size_t kShrunkMax = 25;

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

void PhasePlayer::ShrinkFindings() {
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

Task<void> PhasePlayer::ShrinkOne(Tally::ToShrink finding) {
  const ShrinkOptions options{.requests_max = options_.shrink_requests,
                              .read_deadline = ShrinkDeadline(tally_.visible())};
  Shrunk shrunk =
      co_await ShrinkCase(context_, std::move(finding.test_case), finding.signature, options);
  tally_.SetSmallest(finding.key, std::move(shrunk));
  listener_.Progressed(++cases_done_, context_.client.requests());
}

}  // namespace swc::conformance
