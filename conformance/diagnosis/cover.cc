#include "conformance/diagnosis/cover.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "conformance/diagnosis/evidence.h"
#include "conformance/diagnosis/hanging_together.h"
#include "conformance/diagnosis/share.h"
#include "spec/clause_id.h"

namespace swc::conformance {
namespace {

// A suspect explains at least this part of what was observed in the same way ("missing"): a bug
// that loses one value in a hundred is not the reason where a hundred are lost.
constexpr double kPartOfKind = 0.25;
constexpr double kPartOfKindResembled = 0.5;

// A suspect that is only resembled explains more than this part of the cases in which it explains
// something: a bug that tells half of what is wrong with an answer is another bug.
constexpr double kPartOfCases = 0.5;

// Findings that hang together and of which less than this part is explained by no more than
// kFewMatches stay one cause without a name: small bugs that look like pieces of a large one.
constexpr double kPartOfGroup = 0.6;
constexpr std::size_t kFewMatches = 2;

using Counts = std::map<std::string, std::size_t>;

Counts CountBy(const std::set<Sighting>& shown, std::string (*part)(const Sighting&)) {
  Counts counts;
  for (const Sighting& each : shown) {
    ++counts[part(each)];
  }
  return counts;
}
std::string SignatureIn(const Sighting& shown) { return ClaimOf(shown); }
std::string CaseIn(const Sighting& shown) { return shown.case_id; }
std::string KindIn(const Sighting& shown) { return KindOf(shown.signature); }

// Findings of one kind in one area are alike.
std::string AreaIn(const Sighting& shown) {
  return AreaOf(ClauseOf(shown.signature)) + "|" + KindIn(shown);
}

using TakenByCase = std::map<std::string, std::vector<const Sighting*>>;

// What was taken that has to be refused, by case.
TakenByCase TakenIn(const std::set<Sighting>& shown) {
  TakenByCase taken;
  for (const Sighting& each : shown) {
    if (FaceOf(each) == Face::kTaken) {
      taken[each.case_id].push_back(&each);
    }
  }
  return taken;
}

std::size_t SumOver(const Counts& counts, const std::set<std::string>& keys) {
  std::size_t sum = 0;
  for (const std::string& key : keys) {
    const auto found = counts.find(key);
    sum += found == counts.end() ? 0 : found->second;
  }
  return sum;
}

class Greedy {
 public:
  Greedy(const std::set<Sighting>& target, const std::set<Sighting>& unexplained,
         std::span<const Suspect> suspects)
      : target_(target), suspects_(suspects), cover_{.rest = unexplained} {}

  Cover Run() {
    while (!cover_.rest.empty()) {
      by_signature_ = CountBy(cover_.rest, SignatureIn);
      by_kind_ = CountBy(cover_.rest, KindIn);
      by_case_ = CountBy(cover_.rest, CaseIn);
      taken_ = TakenIn(cover_.rest);
      std::optional<Match> best;
      for (const Suspect& suspect : suspects_) {
        if (std::optional<Match> match = Measure(suspect);
            match && (!best || Order(*best) < Order(*match))) {
          best = std::move(match);
        }
      }
      if (!best) {
        break;
      }
      Take(*std::move(best));
    }
    return std::move(cover_);
  }

 private:
  // Returns what `suspect` would explain of the rest, if it may be believed.
  [[nodiscard]] std::optional<Match> Measure(const Suspect& suspect) const {
    if (std::ranges::find(cover_.matches, &suspect, &Match::suspect) != cover_.matches.end()) {
      return std::nullopt;
    }
    Match match{.suspect = &suspect};
    std::set<std::string> signatures;
    std::set<std::string> kinds;
    std::set<std::string> cases;
    std::size_t happened = 0;
    bool declared = false;
    for (const Sighting& shown : suspect.shows) {
      signatures.insert(ClaimOf(shown));
      const bool follows = FollowsFromOther(shown, suspect);
      if (target_.contains(shown) && !follows) {
        ++happened;
      } else if (!explained_cases_.contains(shown.case_id)) {
        ++match.not_seen;
      }
      if (cover_.rest.contains(shown) && !follows) {
        match.explained.insert(shown);
        kinds.insert(KindIn(shown));
        cases.insert(shown.case_id);
        declared =
            declared || std::ranges::find(suspect.mutant->clauses, ClauseOf(shown.signature),
                                          &spec::ClauseId::text) != suspect.mutant->clauses.end();
      }
    }
    const std::size_t explained = match.explained.size();
    const double predicts = Share(happened, happened + match.not_seen);
    const double explains = Share(explained, SumOver(by_signature_, signatures) + match.not_seen);
    const double of_kind = Share(explained, SumOver(by_kind_, kinds) + match.not_seen);
    const double of_cases = Share(explained, SumOver(by_case_, cases));
    match.likeness = std::min(predicts, explains);
    match.named = match.likeness >= kNamed;
    const bool close = match.named ? of_kind >= kPartOfKind
                                   : of_kind >= kPartOfKindResembled && of_cases > kPartOfCases;
    const bool believed = declared && match.likeness >= kResembled && close;
    return believed ? std::optional(std::move(match)) : std::nullopt;
  }

  // Whether the target shows `shown` for it took what `suspect` refuses: then it came about in
  // another way than `suspect` predicts.
  [[nodiscard]] bool FollowsFromOther(const Sighting& shown, const Suspect& suspect) const {
    const auto taken = taken_.find(shown.case_id);
    return taken != taken_.end() && FaceOf(shown) == Face::kState &&
           std::ranges::any_of(
               taken->second, [&](const Sighting* each) { return !suspect.shows.contains(*each); });
  }

  // Greater is better.
  [[nodiscard]] static std::tuple<bool, double> Order(const Match& match) {
    return {match.named,
            static_cast<double>(match.explained.size()) * match.likeness * match.likeness};
  }

  void Take(Match match) {
    for (const Sighting& shown : match.explained) {
      cover_.rest.erase(shown);
      explained_cases_.insert(shown.case_id);
    }
    if (!match.named) {
      // It is another bug than the one that it resembles: what looks alike is its doing too.
      std::set<std::string> areas;
      for (const Sighting& shown : match.explained) {
        areas.insert(AreaIn(shown));
      }
      MoveNear(match, [&](const Sighting& shown) { return areas.contains(AreaIn(shown)); });
    }
    cover_.matches.push_back(std::move(match));
  }

  template <typename Predicate>
  void MoveNear(Match& match, const Predicate& is_near) {
    for (auto it = cover_.rest.begin(); it != cover_.rest.end();) {
      if (is_near(*it)) {
        match.near.insert(*it);
        it = cover_.rest.erase(it);
      } else {
        ++it;
      }
    }
  }

  const std::set<Sighting>& target_;
  std::span<const Suspect> suspects_;
  Counts by_signature_;  // Of the rest.
  Counts by_kind_;
  Counts by_case_;
  TakenByCase taken_;  // The same.
  Cover cover_;
  std::set<std::string> explained_cases_;
};

std::set<Sighting> ClaimedBy(const Match& match) {
  std::set<Sighting> claimed = match.explained;
  claimed.insert(match.near.begin(), match.near.end());
  return claimed;
}

// Gives up matches that explain too little of what hangs together.
void DropPieces(const std::set<Sighting>& unexplained, Cover& cover) {
  for (const std::set<Sighting>& group : HangingTogether(unexplained, Ties::kCaseAndClause)) {
    std::vector<const Match*> within;
    std::size_t claimed = 0;
    for (const Match& match : cover.matches) {
      if (group.contains(*match.explained.begin())) {
        within.push_back(&match);
        claimed += match.explained.size() + match.near.size();
      }
    }
    if (within.size() > kFewMatches || Share(claimed, group.size()) >= kPartOfGroup) {
      continue;
    }
    std::erase_if(cover.matches, [&](const Match& match) {
      const bool dropped = group.contains(*match.explained.begin());
      if (dropped) {
        cover.rest.merge(ClaimedBy(match));
      }
      return dropped;
    });
  }
}

}  // namespace

Cover CoverWith(const std::set<Sighting>& target, const std::set<Sighting>& unexplained,
                std::span<const Suspect> suspects) {
  Cover cover = Greedy(target, unexplained, suspects).Run();
  DropPieces(unexplained, cover);
  return cover;
}

}  // namespace swc::conformance
