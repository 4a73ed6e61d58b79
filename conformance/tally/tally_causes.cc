// What a tally knows of causes: what is compared, and which findings follow from which cause.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/diagnosis/diagnosis.h"
#include "conformance/diagnosis/evidence.h"
#include "conformance/diagnosis/fixed_cases.h"
#include "conformance/diagnosis/rehearsal.h"
#include "conformance/play/case_runner.h"
#include "conformance/tally/cause_record.h"
#include "conformance/tally/clause_verdict.h"
#include "conformance/tally/tally.h"
#include "generators/case/case.h"
#include "reports/run_record.h"
#include "spec/clause.h"

namespace swc::conformance {
namespace {

using reports::Finding;
using reports::Verdict;

// Returns which cause a finding belongs to, or their number: the one whose case it has; if there is
// none, the one that shows it most often.
std::size_t OwnerOf(const Finding& finding, const std::vector<DiagnosedCause>& causes) {
  std::size_t owner = causes.size();
  std::ptrdiff_t most = 0;
  for (std::size_t i = 0; i < causes.size(); ++i) {
    if (causes[i].shown.contains({.case_id = finding.case_id, .signature = finding.signature})) {
      return i;
    }
    const std::ptrdiff_t count =
        std::ranges::count(causes[i].shown, finding.signature, &Sighting::signature);
    if (count > most) {
      most = count;
      owner = i;
    }
  }
  return owner;
}

// A sighting that stands for a cause and is told: on its own clause, if there is one; or null.
const Sighting* Typical(const DiagnosedCause& cause,
                        const std::map<std::string, Finding>& findings) {
  const Sighting* typical = nullptr;
  for (const Sighting& sighting : cause.shown) {
    if (!findings.contains(sighting.signature)) {
      continue;
    }
    if (ClauseOf(sighting.signature) == cause.clause) {
      return &sighting;
    }
    typical = typical == nullptr ? &sighting : typical;
  }
  return typical;
}

// Returns the worse of two verdicts.
Verdict Worse(Verdict one, Verdict other) {
  return reports::Rank(other) < reports::Rank(one) ? other : one;
}

bool RefusesWrongly(const Sighting& sighting) { return IsWrongRefusal(KindOf(sighting.signature)); }

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
  std::vector<std::vector<std::string>> keys(causes.size() + 1);  // The last are nobody's.
  for (const auto& [key, finding] : findings_) {
    keys[OwnerOf(finding, causes)].push_back(key);
  }
  for (std::size_t i = 0; i < causes.size(); ++i) {
    CauseOfRun cause{.diagnosed = std::move(causes[i]), .keys = std::move(keys[i])};
    if (!ShowsItself(cause)) {
      AddOwnFinding(cause);
    }
    if (cause.keys.empty()) {
      continue;  // Nothing that it shows is told.
    }
    SortKeys(cause);
    causes_.push_back(std::move(cause));
  }
}

void Tally::SortKeys(CauseOfRun& cause) const {
  std::ranges::sort(cause.keys, {}, [&](const std::string& key) {
    const Finding& finding = findings_.at(key);
    return std::tuple(finding.clause != cause.diagnosed.clause,
                      !cause.diagnosed.shown.contains(
                          {.case_id = finding.case_id, .signature = finding.signature}),
                      KindOf(finding.signature).starts_with("wrong-"), finding.at_request, key);
  });
}

// Returns whether a cause has a finding on the clause that names it, if that is told at all, from
// one of its cases.
bool Tally::ShowsItself(const CauseOfRun& cause) const {
  const Sighting* typical = Typical(cause.diagnosed, findings_);
  return typical == nullptr || std::ranges::any_of(cause.keys, [&](const std::string& key) {
           const Finding& finding = findings_.at(key);
           return finding.clause == ClauseOf(typical->signature) &&
                  cause.diagnosed.shown.contains(
                      {.case_id = finding.case_id, .signature = finding.signature});
         });
}

// Gives a cause whose own signatures are told by others a finding from one of its cases.
void Tally::AddOwnFinding(CauseOfRun& cause) {
  const Sighting* typical = Typical(cause.diagnosed, findings_);
  if (typical == nullptr || findings_.size() >= kFindingsMax) {
    return;
  }
  const generators::Case* test_case = FindCase(typical->case_id);
  if (test_case == nullptr) {
    return;
  }
  Finding own = findings_.at(typical->signature);
  own.case_id = test_case->id;
  own.count = static_cast<std::uint64_t>(
      std::ranges::count(cause.diagnosed.shown, typical->signature, &Sighting::signature));
  NameCase(*test_case, own);
  const std::string key = fmt::format("{} #{}", typical->signature, causes_.size() + 1);
  first_cases_.emplace(key, *test_case);
  findings_.emplace(key, std::move(own));
  cause.keys.push_back(key);
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
  for (auto it = places.begin(); it != places.end();) {
    const std::size_t place = it->second;
    const std::size_t source = SourceOfEcho(record.findings[place]);
    if (source == causes_.size()) {
      ++it;
      continue;
    }
    reports::Cause& cause = record.causes[source];
    cause.findings.push_back(place);
    cause.clauses.push_back(record.findings[place].clause);
    cause.verdict = Worse(cause.verdict, record.findings[place].verdict);
    it = places.erase(it);
  }
  for (const auto& [key, place] : places) {
    const Finding& finding = record.findings[place];
    const auto same = std::ranges::find(record.causes, finding.clause, &reports::Cause::clause);
    if (same != record.causes.end()) {
      same->findings.push_back(place);
    } else {
      record.causes.push_back(RecordOf({.clause = finding.clause}, {place}, record.findings));
    }
  }
  SortCauses(record.causes);
  AddHidden(record);
}

// A clause that is UNTESTED because its cases showed something else first stands behind the cause
// of that.
void Tally::AddHidden(reports::RunRecord& record) const {
  for (const reports::ClauseRecord& clause : record.clauses) {
    const auto evidence = clauses_.find(clause.id);
    if (clause.verdict != Verdict::kUntested || evidence == clauses_.end()) {
      continue;
    }
    const auto source = std::ranges::find_if(record.causes, [&](const reports::Cause& cause) {
      return std::ranges::find(cause.clauses, evidence->second.spoilt) != cause.clauses.end();
    });
    if (source != record.causes.end()) {
      source->hides.push_back(clause.id);
    }
  }
}

// The file is that of the clearest finding; rather of one that lies in the folder already, and not
// of one whose case did not show it again. It stands for the whole cause.
void Tally::DropFurtherFiles(const std::vector<std::string>& keys,
                             reports::RunRecord& record) const {
  if (causes_.empty()) {
    return;  // Nobody asked for causes: each finding is told by itself.
  }
  for (reports::Cause& cause : record.causes) {
    cause.known = std::ranges::any_of(cause.findings, [&](std::size_t place) {
      return record.findings[place].phase == kKnownPhase;
    });
    const std::size_t kept = *std::ranges::min_element(cause.findings, {}, [&](std::size_t place) {
      const Finding& finding = record.findings[place];
      return std::tuple(finding.case_json.empty(), vanished_.contains(keys[place]),
                        finding.phase != kKnownPhase);
    });
    for (const std::size_t place : cause.findings) {
      Finding& finding = record.findings[place];
      if (place != kept && !finding.case_json.empty()) {
        finding.case_file.clear();
        finding.reproduce = record.findings[kept].reproduce;
        finding.script = record.findings[kept].script;
      }
    }
  }
}

// An echo follows from the cause that one of the cases shows in which it was seen. Returns the
// place of that cause, or their number.
std::size_t Tally::SourceOfEcho(const Finding& finding) const {
  if (!IsEcho(finding)) {
    return causes_.size();
  }
  const ClauseEvidence& seen = clauses_.at(finding.clause);
  for (const auto& [alternative, case_id] : seen.choices) {
    for (std::size_t i = 0; i < causes_.size(); ++i) {
      if (!seen.clean_choices.contains(alternative) &&
          std::ranges::find(causes_[i].diagnosed.shown, case_id, &Sighting::case_id) !=
              causes_[i].diagnosed.shown.end()) {
        return i;
      }
    }
  }
  return causes_.empty() ? causes_.size() : 0;
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
