#include "conformance/diagnosis/diagnosis.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "conformance/diagnosis/cover.h"
#include "conformance/diagnosis/evidence.h"
#include "conformance/diagnosis/fingerprint.h"
#include "conformance/diagnosis/hanging_together.h"
#include "conformance/diagnosis/rehearsal.h"
#include "conformance/diagnosis/suspects.h"
#include "generators/case/case.h"
#include "reference/model/policies.h"

namespace swc::conformance {
namespace {

// Cases that may be played, about 5 s of a processor: for the likeliest choices of the target, and
// for each other try.
constexpr std::uint64_t kCasesOfFirstTry = 26'000;
constexpr std::uint64_t kCasesOfFurtherTry = 4'000;

// With no more matches than these, each try is about everything: the bug that made choices may be
// among them, and explain more without them. With more, what has a name is left alone.
constexpr std::size_t kMatchesToTryAgain = 2;

// Of what a server shows that takes the other side of a contested point, so much has to happen.
constexpr double kShareOfSide = kResembled;

// What is left beside a match belongs to it if it is no more than this part of it.
constexpr double kTailOfMatch = 0.34;

// From so many clauses on, findings about the same refusal are about the refusal.
constexpr std::size_t kClausesOfRefusal = 3;

class Diagnosis {
 public:
  explicit Diagnosis(const DiagnosisInput& input)
      : input_(input),
        tries_(Fingerprints(input.target)),
        stand_in_{.directory = input.directory, .policies = PoliciesWith(tries_.front(), {})},
        rest_(input.target.shown()) {}

  std::vector<DiagnosedCause> Run() {
    if (input_.suspects && !rest_.empty()) {
      TakeContested();
      TakeBugs();
    }
    for (std::set<Sighting>& group : HangingTogether(rest_, Ties::kKindToo)) {
      TakeRest(std::move(group));
    }
    std::ranges::sort(causes_, [](const DiagnosedCause& one, const DiagnosedCause& other) {
      return std::tuple(other.shown.size(), one.shown) < std::tuple(one.shown.size(), other.shown);
    });
    return std::move(causes_);
  }

 private:
  // What a server shows that has no bug and takes the other side of a contested point.
  void TakeContested() {
    const reference::Assignments sides = ContestedSides(input_.target);
    if (sides.empty()) {
      return;
    }
    stand_in_.policies = PoliciesWith(tries_.front(), sides);
    Rehearsal legal(stand_in_, nullptr);
    for (const generators::Case* each : input_.cases) {
      legal.Play(*each);
    }
    cases_played_ += legal.cases_played();
    for (const auto& side : sides) {
      DiagnosedCause cause{.clause = side.first, .chosen = side.second};
      std::size_t predicted = 0;
      for (const Sighting& shown : legal.evidence().shown()) {
        if (ClauseOf(shown.signature) == cause.clause) {
          ++predicted;
          if (rest_.contains(shown)) {
            cause.shown.insert(shown);
          }
        }
      }
      if (predicted > 0 && static_cast<double>(cause.shown.size()) >=
                               kShareOfSide * static_cast<double>(predicted)) {
        std::erase_if(rest_, [&](const Sighting& shown) { return cause.shown.contains(shown); });
        sides_.push_back(side);
        causes_.push_back(std::move(cause));
      }
    }
  }

  // Returns policies of these choices, and the sides of contested points that the target takes.
  [[nodiscard]] static reference::Policies PoliciesWith(reference::Assignments choices,
                                                        const reference::Assignments& sides) {
    choices.insert(choices.end(), sides.begin(), sides.end());
    return reference::PoliciesFrom(choices);
  }

  // What is returned points to the suspects.
  [[nodiscard]] Cover CoverWithSuspects() {
    Cover cover{.rest = rest_};
    std::uint64_t cases_max = kCasesOfFirstTry;
    std::set<Sighting> open = rest_;
    for (const reference::Assignments& choices : tries_) {
      stand_in_.policies = PoliciesWith(choices, sides_);
      std::ranges::move(Suspects(open, cases_max), std::back_inserter(suspects_));
      cases_max += kCasesOfFurtherTry;
      cover = CoverWith(input_.target.shown(), rest_, suspects_);
      open = WithoutName(cover);
      if (open.empty()) {
        break;
      }
      if (cover.matches.size() <= kMatchesToTryAgain) {
        open = rest_;
      }
    }
    return cover;
  }

  void TakeBugs() {
    Cover cover = CoverWithSuspects();
    FoldSameRefusals(cover);
    for (Match& match : cover.matches) {
      DiagnosedCause& cause = causes_.emplace_back();
      cause.mutant = match.suspect->mutant;
      cause.named = match.named;
      cause.explained = match.explained.size();
      cause.not_seen = match.not_seen;
      cause.shown = std::move(match.explained);
      cause.shown.merge(match.near);
      cause.clause = ClauseThatNames(cause.shown, cause.named ? cause.mutant : nullptr);
    }
    rest_ = std::move(cover.rest);
  }

  [[nodiscard]] std::vector<Suspect> Suspects(const std::set<Sighting>& to_explain,
                                              std::uint64_t cases_max) {
    return FindSuspects({.target = input_.target,
                         .to_explain = to_explain,
                         .cases = input_.cases,
                         .stand_in = stand_in_,
                         .cases_max = cases_max,
                         .withheld = input_.withheld,
                         .stop_requested = input_.stop_requested},
                        cases_played_);
  }

  // Refusals that all say the same and span several clauses are one cause, of which bugs that only
  // resemble a part say nothing.
  void FoldSameRefusals(Cover& cover) {
    for (const std::set<Sighting>& group : HangingTogether(rest_, Ties::kCaseAndClause)) {
      std::set<std::string> clauses;
      for (const Sighting& sighting : group) {
        clauses.insert(ClauseOf(sighting.signature));
      }
      if (FaceOf(*group.begin()) != Face::kForm || clauses.size() < kClausesOfRefusal) {
        continue;
      }
      std::erase_if(cover.matches, [&](Match& match) {
        const bool folded = !match.named && group.contains(*match.explained.begin());
        if (folded) {
          cover.rest.merge(match.explained);
          cover.rest.merge(match.near);
        }
        return folded;
      });
    }
  }

  // Returns what no named bug explains.
  [[nodiscard]] static std::set<Sighting> WithoutName(const Cover& cover) {
    std::set<Sighting> open = cover.rest;
    for (const Match& match : cover.matches) {
      if (!match.named) {
        open.insert(match.explained.begin(), match.explained.end());
        open.insert(match.near.begin(), match.near.end());
      }
    }
    return open;
  }

  // A small group that touches a cause is its tail; any other is a cause of its own.
  void TakeRest(std::set<Sighting> group) {
    DiagnosedCause* owner = nullptr;
    for (DiagnosedCause& cause : causes_) {
      const bool small = static_cast<double>(group.size()) <=
                         kTailOfMatch * static_cast<double>(cause.shown.size());
      if (cause.mutant != nullptr && small && Touch(cause.shown, group) &&
          (owner == nullptr || owner->shown.size() < cause.shown.size())) {
        owner = &cause;
      }
    }
    if (owner != nullptr) {
      owner->shown.merge(group);
      return;
    }
    DiagnosedCause& cause = causes_.emplace_back();
    cause.clause = ClauseThatNames(group, nullptr);
    cause.shown = std::move(group);
  }

  [[nodiscard]] static bool Touch(const std::set<Sighting>& some,
                                  const std::set<Sighting>& others) {
    std::set<std::string_view> words;
    for (const Sighting& shown : some) {
      words.insert(shown.case_id);
      words.insert(shown.signature);
    }
    return std::ranges::any_of(others, [&](const Sighting& shown) {
      return words.contains(shown.case_id) || words.contains(shown.signature);
    });
  }

  const DiagnosisInput& input_;
  std::vector<reference::Assignments> tries_;  // Choices that the target may follow.
  StandIn stand_in_;
  std::set<Sighting> rest_;
  std::vector<Suspect> suspects_;
  reference::Assignments sides_;  // Of contested points, that the target takes.
  std::vector<DiagnosedCause> causes_;
  std::uint64_t cases_played_ = 0;
};

}  // namespace

std::vector<DiagnosedCause> Diagnose(const DiagnosisInput& input) { return Diagnosis(input).Run(); }

}  // namespace swc::conformance
