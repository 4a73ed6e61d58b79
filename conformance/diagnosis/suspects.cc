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

#include "conformance/diagnosis/cover.h"
#include "conformance/diagnosis/evidence.h"
#include "conformance/diagnosis/hanging_together.h"
#include "conformance/diagnosis/rehearsal.h"
#include "generators/case/case.h"
#include "reference/mutants/mutants.h"
#include "spec/clause_id.h"

namespace swc::conformance {
namespace {

using generators::Case;
using reference::Mutant;

// Cases in which a mutant has to show itself before it is suspected.
constexpr std::size_t kProbesOfSignature = 3;
constexpr std::size_t kProbesMax = 12;

// The same of failures, which any input may have caused: one of each clause.
constexpr std::size_t kProbesOfFailure = 1;
constexpr std::size_t kProbesOfFailuresMax = 40;

// Cases about a clause in which the target is right, and a mutant that breaks too much is not.
constexpr std::size_t kCleanProbesOfClause = 3;

// A mutant that showed itself.
struct Candidate {
  const Mutant* mutant = nullptr;
  std::string clause;     // The first one that it declares and the target breaks.
  double share = 0;       // How alike it and the target are in its probes.
  std::size_t shows = 0;  // Findings of the target in them.
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
    std::set<std::string> deviating;
    for (const Sighting& shown : lineup.target.shown()) {
      deviating.insert(shown.case_id);
    }
    for (const Case* each : lineup.cases) {
      std::vector<std::string>& clean = clean_probes_[ClauseOfCase(each->id)];
      if (!deviating.contains(each->id) && clean.size() < kCleanProbesOfClause) {
        clean.push_back(each->id);
      }
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
      return std::tuple(-candidate.share, -static_cast<long>(candidate.shows), candidate.mutant);
    });
    std::map<std::string, std::size_t> places;
    for (Candidate& candidate : candidates) {
      candidate.place = places[candidate.clause]++;
    }
    std::ranges::sort(candidates, {}, [](const Candidate& candidate) {
      return std::tuple(candidate.place, -candidate.share, -static_cast<long>(candidate.shows),
                        candidate.mutant);
    });
    return candidates;
  }

  [[nodiscard]] Candidate Probe(const Mutant& mutant) {
    Candidate candidate{.mutant = &mutant};
    std::set<std::string> probes;
    std::set<Sighting> wanted;
    std::map<std::string, std::size_t> of_claim;
    for (const spec::ClauseId clause : mutant.clauses) {
      const auto found = by_clause_.find(std::string(clause.text()));
      if (found == by_clause_.end()) {
        continue;
      }
      if (candidate.clause.empty()) {
        candidate.clause = clause.text();
      }
      for (const Sighting* shown : found->second) {
        const bool failed = FaceOf(*shown) == Face::kFailure;
        std::size_t& count = of_claim[ClaimOf(*shown)];
        if (probes.size() < (failed ? kProbesOfFailuresMax : kProbesMax) &&
            count < (failed ? kProbesOfFailure : kProbesOfSignature) &&
            cases_.contains(shown->case_id)) {
          ++count;
          probes.insert(shown->case_id);
          wanted.insert(*shown);
        }
      }
    }
    if (probes.empty()) {
      return candidate;
    }
    const std::vector<std::string>& clean = clean_probes_[candidate.clause];
    probes.insert(clean.begin(), clean.end());
    Compare(probes, wanted, candidate);
    return candidate;
  }

  // Plays the probes and notes how alike mutant and target are in them.
  void Compare(const std::set<std::string>& probes, const std::set<Sighting>& wanted,
               Candidate& candidate) {
    Rehearsal rehearsal(lineup_.stand_in, candidate.mutant);
    for (const std::string& id : probes) {
      rehearsal.Play(*cases_.at(id));
    }
    cases_played_ += rehearsal.cases_played();
    std::size_t in_vain = 0;
    for (const Sighting& shown : rehearsal.evidence().shown()) {
      candidate.shows += wanted.contains(shown) ? 1 : 0;
      in_vain += lineup_.target.shown().contains(shown) ? 0 : 1;
    }
    candidate.share =
        static_cast<double>(candidate.shows) / static_cast<double>(wanted.size() + in_vain);
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
  std::map<std::string, std::vector<std::string>> clean_probes_;  // Ids of cases, by clause.
};

}  // namespace

std::vector<Suspect> FindSuspects(const Lineup& lineup, std::uint64_t& cases_played) {
  return Search(lineup, cases_played).Run();
}

}  // namespace swc::conformance
