#include "conformance/diagnosis/folding.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/diagnosis/answer_without.h"
#include "conformance/diagnosis/diagnosis.h"
#include "conformance/diagnosis/evidence.h"
#include "conformance/diagnosis/hanging_together.h"

namespace swc::conformance {
namespace {

// Returns the clauses of what a cause needs to show.
std::set<std::string> NeededClauses(const DiagnosedCause& cause) {
  std::set<std::string> needed;
  for (const AnswerWithout& answer : cause.answers) {
    if (answer.right && !answer.clause.empty()) {
      needed.insert(answer.clause);
    }
  }
  return needed;
}

bool IsShown(const DiagnosedCause& cause, const std::string& clause) {
  return std::ranges::any_of(
      cause.shown, [&](const Sighting& shown) { return ClauseOf(shown.signature) == clause; });
}

// Whether a cause needs that something is taken which has to be refused, and that this is taken is
// another cause: then without all else it shows that one.
bool NeedsWhatIsTaken(const DiagnosedCause& cause, const DiagnosedCause& other) {
  const std::set<std::string> needed = NeededClauses(cause);
  return std::ranges::any_of(other.shown, [&](const Sighting& shown) {
    return FaceOf(shown) == Face::kTaken && needed.contains(ClauseOf(shown.signature)) &&
           std::ranges::any_of(cause.answers, [&](const AnswerWithout& answer) {
             return answer.shows.contains(shown.signature);
           });
  });
}

// Whether both need the same, and show it on the same clause. A form of the wire is a thing of its
// own, on whatever clause it shows.
bool NeedTheSame(const DiagnosedCause& cause, const DiagnosedCause& other) {
  return std::ranges::any_of(cause.answers, [&](const AnswerWithout& answer) {
    return answer.right && (cause.clause == other.clause || answer.clause.starts_with("wire.")) &&
           std::ranges::any_of(other.answers, [&](const AnswerWithout& same) {
             return same.right && same.words == answer.words;
           });
  });
}

}  // namespace

std::optional<std::size_t> FollowsFrom(const std::vector<const DiagnosedCause*>& causes,
                                       std::size_t place) {
  const DiagnosedCause& cause = *causes[place];
  if (cause.named || cause.answers.empty()) {
    return std::nullopt;
  }
  // Of equals the first one owns the others.
  const auto shows_more = [&](std::size_t i) {
    const std::size_t others = causes[i]->shown.size();
    return others > cause.shown.size() || (others == cause.shown.size() && i < place);
  };
  for (std::size_t i = 0; i < causes.size(); ++i) {
    if (i != place && (NeedsWhatIsTaken(cause, *causes[i]) ||
                       (shows_more(i) && NeedTheSame(cause, *causes[i])))) {
      return i;
    }
  }
  return std::nullopt;
}

std::string ClauseByAnswers(const DiagnosedCause& cause) {
  const std::set<std::string> needed = NeededClauses(cause);
  const bool tells =
      cause.mutant == nullptr && needed.size() == 1 && IsShown(cause, *needed.begin());
  return tells ? *needed.begin() : cause.clause;
}

std::string WhatAnswersSay(const DiagnosedCause& cause) {
  std::vector<std::string> gone;
  std::vector<std::string> stays;
  for (const AnswerWithout& answer : cause.answers) {
    if (answer.right) {
      gone.push_back(answer.words);
    } else if (answer.stays) {
      stays.push_back(answer.words);
    }
  }
  std::vector<std::string> parts;
  if (!gone.empty()) {
    parts.push_back(fmt::format("is gone without {}", fmt::join(gone, ", or ")));
  }
  if (!stays.empty()) {
    parts.push_back(fmt::format("stays without {}", fmt::join(stays, ", ")));
  }
  return parts.empty() ? "" : fmt::format("{}, asked again", fmt::join(parts, " and "));
}

}  // namespace swc::conformance
