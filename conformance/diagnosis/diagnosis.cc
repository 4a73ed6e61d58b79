#include "conformance/diagnosis/diagnosis.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "conformance/diagnosis/cover.h"
#include "conformance/diagnosis/fingerprint.h"
#include "conformance/diagnosis/hanging_together.h"
#include "conformance/diagnosis/rehearsal.h"
#include "conformance/diagnosis/suspects.h"
#include "reference/model/policies.h"
#include "spec/clause_id.h"

namespace swc::conformance {
namespace {

// What is left beside a match belongs to it if it is no more than this part of it.
constexpr double kTailOfMatch = 0.34;

// From so many clauses on, findings about the same refusal are about the refusal.
constexpr std::size_t kClausesOfRefusal = 3;

class Diagnosis {
 public:
  explicit Diagnosis(const DiagnosisInput& input)
      : input_(input),
        stand_in_{.directory = input.directory, .policies = FingerprintOf(input.target)},
        rest_(input.target.shown()) {}

  std::vector<DiagnosedCause> Run() {
    if (input_.suspects) {
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
    Rehearsal legal(stand_in_, nullptr);
    for (const generators::Case* each : input_.cases) {
      legal.Play(*each);
    }
    cases_played_ += legal.cases_played();
    for (const auto& [clause, side] : sides) {
      DiagnosedCause cause{.clause = clause, .chosen = side};
      for (const Sighting& shown : legal.evidence().shown()) {
        if (ClauseOf(shown.signature) == clause && rest_.erase(shown) > 0) {
          cause.shown.insert(shown);
        }
      }
      if (!cause.shown.empty()) {
        causes_.push_back(std::move(cause));
      }
    }
  }

  void TakeBugs() {
    std::vector<Suspect> suspects = Suspects();
    Cover cover = CoverWith(rest_, suspects);
    if (!AllNamed(cover)) {
      // A bug may have made choices of its own: once more where no choice is known.
      stand_in_.policies = {};
      std::vector<Suspect> others = Suspects();
      std::ranges::move(others, std::back_inserter(suspects));
      cover = CoverWith(rest_, suspects);
    }
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

  [[nodiscard]] std::vector<Suspect> Suspects() {
    return FindSuspects({.target = input_.target,
                         .to_explain = rest_,
                         .cases = input_.cases,
                         .stand_in = stand_in_,
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

  [[nodiscard]] static bool AllNamed(const Cover& cover) {
    return cover.rest.empty() && std::ranges::all_of(cover.matches, &Match::named);
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
  StandIn stand_in_;
  std::set<Sighting> rest_;
  std::vector<DiagnosedCause> causes_;
  std::uint64_t cases_played_ = 0;
};

}  // namespace

std::vector<DiagnosedCause> Diagnose(const DiagnosisInput& input) { return Diagnosis(input).Run(); }

}  // namespace swc::conformance
