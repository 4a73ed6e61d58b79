#include "conformance/diagnosis/suspects.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "reference/mutants/mutants.h"
#include "spec/clause_id.h"

namespace swc::conformance {
namespace {

using generators::Case;
using reference::Mutant;

// Cases in which a mutant has to show itself before it is suspected.
constexpr std::size_t kProbesOfSignature = 3;
constexpr std::size_t kProbesMax = 12;

// A mutant that showed itself.
struct Candidate {
  const Mutant* mutant = nullptr;
  std::string clause;     // The first one that it declares and the target breaks.
  double share = 0;       // Of the findings in its probes that it shows.
  std::size_t place = 0;  // Among those of the same clause.
};

class Search {
 public:
  Search(const Lineup& lineup, std::uint64_t& cases_played)
      : lineup_(lineup), cases_played_(cases_played) {
    for (const Case* each : lineup.cases) {
      cases_.emplace(each->id, each);
    }
    for (const Sighting& shown : lineup.to_explain) {
      by_clause_[ClauseOf(shown.signature)].push_back(&shown);
    }
  }

  std::vector<Suspect> Run() {
    std::vector<Suspect> suspects;
    for (const Candidate& candidate : Candidates()) {
      if (MustStop()) {
        break;
      }
      suspects.push_back(PlayAll(*candidate.mutant));
      const Cover cover = CoverWith(lineup_.target.shown(), lineup_.to_explain, suspects);
      if (cover.rest.empty() && std::ranges::all_of(cover.matches, &Match::named)) {
        break;
      }
    }
    return suspects;
  }

 private:
  [[nodiscard]] bool MustStop() const {
    return cases_played_ + lineup_.cases.size() > lineup_.cases_max || StopRequested();
  }
  [[nodiscard]] bool StopRequested() const {
    return lineup_.stop_requested && lineup_.stop_requested();
  }

  // The best of each clause first, then the next best.
  [[nodiscard]] std::vector<Candidate> Candidates() {
    std::vector<Candidate> candidates;
    for (const Mutant& mutant : reference::AllMutants()) {
      if (lineup_.withheld.contains(&mutant) || StopRequested()) {
        continue;
      }
      if (const Candidate candidate = Probe(mutant); candidate.share > 0) {
        candidates.push_back(candidate);
      }
    }
    std::ranges::sort(candidates, {}, [](const Candidate& candidate) {
      return std::tuple(-candidate.share, candidate.mutant);
    });
    std::map<std::string, std::size_t> places;
    for (Candidate& candidate : candidates) {
      candidate.place = places[candidate.clause]++;
    }
    std::ranges::sort(candidates, {}, [](const Candidate& candidate) {
      return std::tuple(candidate.place, -candidate.share, candidate.mutant);
    });
    return candidates;
  }

  [[nodiscard]] Candidate Probe(const Mutant& mutant) {
    Candidate candidate{.mutant = &mutant};
    std::set<std::string> probes;
    std::set<Sighting> wanted;
    std::map<std::string, std::size_t> of_signature;
    for (const spec::ClauseId clause : mutant.clauses) {
      const auto found = by_clause_.find(std::string(clause.text()));
      if (found == by_clause_.end()) {
        continue;
      }
      if (candidate.clause.empty()) {
        candidate.clause = clause.text();
      }
      for (const Sighting* shown : found->second) {
        if (probes.size() < kProbesMax && of_signature[shown->signature] < kProbesOfSignature &&
            cases_.contains(shown->case_id)) {
          ++of_signature[shown->signature];
          probes.insert(shown->case_id);
          wanted.insert(*shown);
        }
      }
    }
    if (probes.empty()) {
      return candidate;
    }
    Rehearsal rehearsal(lineup_.stand_in, &mutant);
    for (const std::string& id : probes) {
      rehearsal.Play(*cases_.at(id));
    }
    cases_played_ += rehearsal.cases_played();
    const auto shows = std::ranges::count_if(wanted, [&](const Sighting& shown) {
      return rehearsal.evidence().shown().contains(shown);
    });
    candidate.share = static_cast<double>(shows) / static_cast<double>(wanted.size());
    return candidate;
  }

  // Plays a mutant over all cases; what counts is what it shows where the target was asked too.
  [[nodiscard]] Suspect PlayAll(const Mutant& mutant) {
    Rehearsal rehearsal(lineup_.stand_in, &mutant);
    for (const Case* each : lineup_.cases) {
      rehearsal.Play(*each);
    }
    cases_played_ += rehearsal.cases_played();
    return {.mutant = &mutant, .shows = rehearsal.evidence().shown()};
  }

  const Lineup& lineup_;
  std::uint64_t& cases_played_;
  std::map<std::string, const Case*> cases_;  // By id.
  std::map<std::string, std::vector<const Sighting*>> by_clause_;
};

}  // namespace

std::vector<Suspect> FindSuspects(const Lineup& lineup, std::uint64_t& cases_played) {
  return Search(lineup, cases_played).Run();
}

}  // namespace swc::conformance
