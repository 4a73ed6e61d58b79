// What a tally knows of causes: what is compared, and which findings follow from which cause.
#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/diagnosis/fixed_cases.h"
#include "conformance/diagnosis/rehearsal.h"
#include "conformance/verdict/cause_record.h"
#include "conformance/verdict/tally.h"
#include "spec/clause.h"

namespace swc::conformance {
namespace {

using reports::Finding;
using reports::Verdict;

// Which cause each signature belongs to: the one that shows it most often.
std::map<std::string, std::size_t> OwnersOf(const std::vector<DiagnosedCause>& causes) {
  std::map<std::string, std::map<std::size_t, std::size_t>> counts;  // By signature and cause.
  for (std::size_t i = 0; i < causes.size(); ++i) {
    for (const Sighting& sighting : causes[i].shown) {
      ++counts[sighting.signature][i];
    }
  }
  std::map<std::string, std::size_t> owners;
  for (const auto& [signature, by_cause] : counts) {
    owners[signature] =
        std::ranges::max_element(by_cause, {}, [](const auto& item) { return item.second; })->first;
  }
  return owners;
}

// A sighting that stands for a cause: on its own clause, if there is one.
const Sighting& Typical(const DiagnosedCause& cause) {
  const auto found = std::ranges::find_if(cause.shown, [&](const Sighting& sighting) {
    return ClauseOf(sighting.signature) == cause.clause;
  });
  return found == cause.shown.end() ? *cause.shown.begin() : *found;
}

bool RefusesWrongly(const Sighting& sighting) {
  const std::string kind = KindOf(sighting.signature);
  return kind == "refused" || kind == "reported";
}

// Returns whether an alternative of a clause refuses something.
bool IsRefusal(std::string_view clause, const std::string& alternative) {
  const spec::Clause* rule = spec::Catalogue::Get().Find(clause);
  return rule != nullptr && std::ranges::any_of(rule->alternatives, [&](const auto& each) {
           return each.name == alternative && each.form != spec::Form::kAccepted;
         });
}

}  // namespace

const generators::Case* Tally::FindCase(const std::string& id) const {
  if (const generators::Case* fixed = FindFixedCase(id); fixed != nullptr) {
    return fixed;
  }
  const auto found =
      std::ranges::find_if(first_cases_, [&](const auto& item) { return item.second.id == id; });
  return found == first_cases_.end() ? nullptr : &found->second;
}

// A case of a seed is compared only if it showed something first: it is kept until the end.
void Tally::Compare(const generators::Case& test_case, std::string_view phase,
                    const CaseOutcome& outcome, bool is_new) {
  if (IsFixed(phase) || is_new) {
    NoteOutcome(test_case.id, outcome, evidence_);
  }
}

std::vector<const generators::Case*> Tally::ComparedCases() const {
  std::vector<const generators::Case*> cases;
  for (const std::string& id : evidence_.ran()) {
    if (const generators::Case* found = FindCase(id); found != nullptr) {
      cases.push_back(found);
    }
  }
  return cases;
}

void Tally::SetCauses(std::vector<DiagnosedCause> causes) {
  const std::map<std::string, std::size_t> owners = OwnersOf(causes);
  for (std::size_t i = 0; i < causes.size(); ++i) {
    CauseOfRun cause{.diagnosed = std::move(causes[i])};
    for (const auto& [signature, owner] : owners) {
      if (owner == i && findings_.contains(signature)) {
        cause.keys.push_back(signature);
      }
    }
    if (cause.keys.empty() && !AddOwnFinding(cause)) {
      continue;  // All that it shows is told by others.
    }
    const auto clarity = [&](const std::string& key) {
      const Finding& finding = findings_.at(key);
      return std::tuple(finding.clause != cause.diagnosed.clause,
                        !cause.diagnosed.shown.contains(
                            {.case_id = finding.case_id, .signature = finding.signature}),
                        finding.at_request, key);
    };
    std::ranges::sort(cause.keys, {}, clarity);
    causes_.push_back(std::move(cause));
  }
}

// Gives a cause, all of whose signatures others show more often, a finding from one of its cases.
bool Tally::AddOwnFinding(CauseOfRun& cause) {
  const Sighting& typical = Typical(cause.diagnosed);
  const auto known = findings_.find(typical.signature);
  const generators::Case* test_case = FindCase(typical.case_id);
  if (known == findings_.end() || test_case == nullptr || findings_.size() >= kFindingsMax) {
    return false;
  }
  Finding own = known->second;
  own.case_id = test_case->id;
  own.count = static_cast<std::uint64_t>(
      std::ranges::count(cause.diagnosed.shown, typical.signature, &Sighting::signature));
  NameCase(*test_case, own);
  const std::string key = fmt::format("{} #{}", typical.signature, causes_.size() + 1);
  first_cases_.emplace(key, *test_case);
  findings_.emplace(key, std::move(own));
  cause.keys.push_back(key);
  return true;
}

void Tally::RecordCauses(const std::vector<std::string>& keys, reports::RunRecord& record) const {
  std::map<std::string, std::size_t> places;  // Of findings, by key.
  for (std::size_t i = 0; i < keys.size(); ++i) {
    places.emplace(keys[i], i);
  }
  for (const CauseOfRun& cause : causes_) {
    std::vector<std::size_t> own;
    for (const std::string& key : cause.keys) {
      own.push_back(places.at(key));
      places.erase(key);
    }
    record.causes.push_back(RecordOf(cause.diagnosed, std::move(own), record.findings));
  }
  SortCauses(record.causes);
  for (const auto& [key, place] : places) {
    const Finding& finding = record.findings[place];
    if (IsEcho(finding) && !record.causes.empty()) {
      record.causes.front().findings.push_back(place);
      record.causes.front().clauses.push_back(finding.clause);
      continue;
    }
    const auto same = std::ranges::find(record.causes, finding.clause, &reports::Cause::clause);
    if (same != record.causes.end()) {
      same->findings.push_back(place);
    } else {
      record.causes.push_back(RecordOf({.clause = finding.clause}, {place}, record.findings));
    }
  }
  SortCauses(record.causes);
}

// A choice that only cases with other findings showed differently is no choice of the target.
// Neither is a refusal that only cases of a seed showed, where a bug refuses what it has to take.
bool Tally::IsEcho(const Finding& finding) const {
  const auto evidence = clauses_.find(finding.clause);
  if (finding.verdict != Verdict::kInconsistent || evidence == clauses_.end()) {
    return false;
  }
  const auto& [clause, seen] = *evidence;
  if (seen.clean_choices.size() < 2) {
    return true;
  }
  const bool refuses = std::ranges::any_of(causes_, [](const CauseOfRun& cause) {
    return std::ranges::any_of(cause.diagnosed.shown, RefusesWrongly);
  });
  return refuses && std::ranges::all_of(seen.clean_choices, [&](const std::string& choice) {
           return seen.fixed_choices == std::set{choice} ||
                  (!seen.fixed_choices.contains(choice) && IsRefusal(clause, choice));
         });
}

}  // namespace swc::conformance
