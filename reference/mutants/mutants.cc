#include "reference/mutants/mutants.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "reference/mutants/mutant_areas.h"
#include "spec/clause_id.h"

namespace swc::reference {

const std::vector<Mutant>& AllMutants() {
  static const std::vector<Mutant> mutants = [] {
    std::vector<Mutant> all;
    for (const std::span<const Mutant> area :
         {WireMutants(),     CrashMutants(),       ResponseMutants(),   ErrorMutants(),
          LimitMutants(),    IdentityMutants(),    RefusalMutants(),    SeriesMutants(),
          TimeMutants(),     NanosMutants(),       TypeMutants(),       NumberMutants(),
          TextMutants(),     NullMutants(),        PartialMutants(),    OverwriteMutants(),
          SequenceMutants(), ReadRequestMutants(), ReadAnswerMutants(), ReadMutants(),
          PageMutants(),     BatchMutants(),       FrameworkMutants()}) {
      all.insert(all.end(), area.begin(), area.end());
    }
    return all;
  }();
  return mutants;
}

const Mutant* FindMutant(std::string_view name) {
  const std::vector<Mutant>& mutants = AllMutants();
  const auto found = std::ranges::find(mutants, name, &Mutant::name);
  return found == mutants.end() ? nullptr : &*found;
}

std::vector<const Mutant*> MutantsThatBreak(spec::ClauseId clause) {
  std::vector<const Mutant*> breaking;
  for (const Mutant& mutant : AllMutants()) {
    if (std::ranges::find(mutant.clauses, clause) != mutant.clauses.end()) {
      breaking.push_back(&mutant);
    }
  }
  return breaking;
}

}  // namespace swc::reference
