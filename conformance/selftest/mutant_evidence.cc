#include "conformance/selftest/mutant_evidence.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/diagnosis/rehearsal.h"
#include "generators/directed/directed_cases.h"
#include "generators/random/wire_case.h"

namespace swc::conformance {
namespace {

using generators::Case;
using reference::Mutant;

std::set<Sighting> Play(std::vector<const Mutant*> mutants, const std::vector<const Case*>& cases) {
  Rehearsal rehearsal({.directory = reference::ExampleDirectory()}, std::move(mutants));
  for (const Case* each : cases) {
    rehearsal.Play(*each);
  }
  return rehearsal.evidence().shown();
}

// Returns whether `mutant` shows `wanted` in `cases`; the first case that differs ends it.
bool Shows(const std::set<Sighting>& wanted, const Mutant& mutant,
           const std::vector<const Case*>& cases) {
  Rehearsal rehearsal({.directory = reference::ExampleDirectory()}, &mutant);
  std::set<Sighting> of_played;
  for (const Case* each : cases) {
    rehearsal.Play(*each);
    std::ranges::copy_if(wanted, std::inserter(of_played, of_played.end()),
                         [&](const Sighting& shown) { return shown.case_id == each->id; });
    if (rehearsal.evidence().shown() != of_played) {
      return false;
    }
  }
  return true;
}

}  // namespace

MutantEvidence::MutantEvidence(const std::vector<std::string>& phases) {
  const auto wanted = [&](std::string_view phase) {
    return phases.empty() || std::ranges::find(phases, phase) != phases.end();
  };
  const auto add = [&](const std::vector<Case>& cases) {
    for (const Case& each : cases) {
      cases_.push_back(&each);
    }
  };
  if (wanted("directed")) {
    add(generators::DirectedCases());
  }
  if (wanted("wire")) {
    add(generators::AllWireCases());
  }
}

std::set<Sighting> MutantEvidence::ShownBy(std::vector<const Mutant*> mutants) const {
  return Play(std::move(mutants), cases_);
}

std::vector<const Mutant*> MutantEvidence::EqualsOf(const Mutant& mutant) const {
  const std::set<Sighting> shown = ShownBy({&mutant});
  std::set<std::string_view> ids;
  for (const Sighting& each : shown) {
    ids.insert(each.case_id);
  }
  // Most others differ in the first of the cases in which something is shown.
  std::vector<const Case*> telling;
  std::ranges::copy_if(cases_, std::back_inserter(telling),
                       [&](const Case* each) { return ids.contains(each->id); });
  std::vector<const Mutant*> equals;
  const std::set<Sighting> shown_there = Play({&mutant}, telling);
  for (const Mutant& other : reference::AllMutants()) {
    if (!telling.empty() && &other != &mutant && Shows(shown_there, other, telling) &&
        ShownBy({&other}) == shown) {
      equals.push_back(&other);
    }
  }
  return equals;
}

bool MutantEvidence::OneHidesTheOther(const Mutant& one, const Mutant& other) const {
  const std::set<Sighting> of_one = ShownBy({&one});
  const std::set<Sighting> of_other = ShownBy({&other});
  std::set<Sighting> of_both = of_one;
  of_both.insert(of_other.begin(), of_other.end());
  return of_both.size() == of_one.size() || of_both.size() == of_other.size() ||
         ShownBy({&one, &other}) != of_both;
}

}  // namespace swc::conformance
