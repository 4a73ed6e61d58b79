#include "conformance/run/tally.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/run/excerpt.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/outcome.h"

namespace swc::conformance {
namespace {

using reports::Verdict;
using spec::Level;

}  // namespace

reports::Finding Tally::MakeFinding(const Found& found, const generators::Case& test_case,
                                    std::string_view phase) const {
  reports::Finding finding;
  const Deviation& deviation = found.deviation;
  finding.clause = deviation.clause->id;
  finding.signature = deviation.Signature();
  finding.phase = phase;
  finding.case_id = test_case.id;
  finding.expected = deviation.expected;
  finding.observed = deviation.observed;
  finding.pointer = deviation.pointer;
  finding.request = ExcerptOf(found.exchange.request);
  if (found.exchange.response) {
    finding.response = ExcerptOf(*found.exchange.response);
  } else {
    finding.response.first_line = "no response";
  }
  NameCase(test_case, finding);
  finding.curl = CurlLine(found.exchange.request, options_.endpoint);
  finding.verdict = deviation.clause->level == Level::kShould ? Verdict::kWarn : Verdict::kFail;
  return finding;
}

void Tally::NameCase(const generators::Case& test_case, reports::Finding& finding) const {
  finding.case_json = generators::ToJson(test_case);
  finding.case_file = test_case.id;
  const std::string file = options_.case_folder + "/" + CaseFileName(test_case.id);
  finding.reproduce =
      fmt::format("sitewise-conformance replay {} {}", file, options_.reproduce_target);
}

std::vector<Tally::ToShrink> Tally::FindingsToShrink(std::size_t count) const {
  std::vector<const std::pair<const std::string, reports::Finding>*> found;
  for (const auto& item : findings_) {
    found.push_back(&item);
  }
  std::ranges::sort(found, {}, [](const auto* item) { return item->second.at_request; });
  std::vector<ToShrink> wanted;
  for (const auto* item : found) {
    if (wanted.size() < count) {
      wanted.push_back({.signature = item->first, .test_case = first_cases_.at(item->first)});
    }
  }
  return wanted;
}

void Tally::SetSmallest(const std::string& signature, Shrunk shrunk) {
  reports::Finding& finding = findings_.at(signature);
  if (!shrunk.reproduced) {
    finding.shrinking = "not minimal: run again by itself, the case did not show it";
    return;
  }
  finding.shrinking =
      shrunk.minimal ? "minimal" : "not minimal: the limits of shrinking were reached";
  shrunk.smallest.id = FoundCaseId(signature);
  shrunk.smallest.title = "Found in " + finding.case_id + ".";
  NameCase(shrunk.smallest, finding);
}

std::vector<reports::Finding> Tally::Add(const generators::Case& test_case, std::string_view phase,
                                         std::uint64_t requests_so_far,
                                         const CaseOutcome& outcome) {
  std::vector<reports::Finding> added;
  if (const auto* skipped = outcome.As<CaseOutcome::Skipped>()) {
    ++cases_not_run_;
    for (const spec::ClauseId clause : test_case.clauses) {
      clauses_[std::string(clause.text())].missing.insert(skipped->lacking);
    }
    return added;
  }
  ++cases_;
  values_ += outcome.values;
  if (const auto* unasked = outcome.As<CaseOutcome::Unasked>()) {
    ++infra_in_a_row_;
    last_infra_ = unasked->why;
    for (const spec::ClauseId clause : test_case.clauses) {
      clauses_[std::string(clause.text())].infra = true;
    }
  } else {
    infra_in_a_row_ = 0;
  }
  for (const Exercise& exercise : outcome.observations.exercises) {
    ClauseTally& tally = clauses_[exercise.clause->id];
    (exercise.side == Side::kAccept   ? tally.accepted
     : exercise.side == Side::kReject ? tally.rejected
                                      : tally.observed)++;
  }
  for (const Choice& choice : outcome.observations.choices) {
    clauses_[choice.clause->id].choices.try_emplace(std::string(choice.alternative), test_case.id);
  }
  visible_.Add(outcome.visible_ms);
  for (const Found& found : outcome.found) {
    if (!options_.selection.HoldsClause(found.deviation.clause->id)) {
      continue;
    }
    const std::string signature = found.deviation.Signature();
    const auto known = findings_.find(signature);
    if (known != findings_.end()) {
      ++known->second.count;
    } else if (findings_.size() < kFindingsMax) {
      reports::Finding finding = MakeFinding(found, test_case, phase);
      finding.at_request = requests_so_far;
      added.push_back(finding);
      first_cases_.emplace(signature, test_case);
      findings_.emplace(signature, std::move(finding));
    }
  }
  return added;
}

reports::ClauseRecord Tally::Record(const spec::Clause& clause, const Target& target) const {
  reports::ClauseRecord record{.id = clause.id, .level = clause.level};
  const auto found = clauses_.find(clause.id);
  const ClauseTally tally = found == clauses_.end() ? ClauseTally() : found->second;
  record.accept_exercised = tally.accepted;
  record.reject_exercised = tally.rejected;
  record.observed = tally.observed;
  std::set<std::string> chosen;
  for (const auto& [name, first_case] : tally.choices) {
    record.alternatives.push_back(name);
    chosen.insert(name);
  }
  for (const auto& [signature, finding] : findings_) {
    if (finding.clause == clause.id) {
      record.verdict = finding.verdict == Verdict::kWarn && record.verdict != Verdict::kFail
                           ? Verdict::kWarn
                           : Verdict::kFail;
    }
  }
  if (record.verdict != Verdict::kUntested) {
    return record;
  }
  if (clause.level == Level::kFree && !tally.choices.empty()) {
    record.verdict = spec::MayCoexist(clause, chosen) ? Verdict::kFree : Verdict::kInconsistent;
    return record;
  }
  const bool exercised =
      clause.level != Level::kFree && (!clause.sides.accept || tally.accepted > 0) &&
      (!clause.sides.reject || tally.rejected > 0) && (!clause.sides.observe || tally.observed > 0);
  if (exercised) {
    record.verdict = Verdict::kPass;
    return record;
  }
  if (tally.infra) {
    record.verdict = Verdict::kInfra;
    record.reason = last_infra_;
    return record;
  }
  const auto capabilities = CapabilitiesOf(target);
  for (const std::string& need : clause.needs) {
    if (!capabilities.contains(need)) {
      record.reason = "the target lacks: " + need;
      return record;
    }
  }
  if (!tally.missing.empty()) {
    record.reason = fmt::format("the target lacks: {}", fmt::join(tally.missing, ", "));
  } else if (clause.level == Level::kFree) {
    record.reason = "no answer showed which alternative the target chose";
  } else {
    record.reason = fmt::format("not exercised on the {} side",
                                clause.sides.accept && tally.accepted == 0   ? "accepting"
                                : clause.sides.reject && tally.rejected == 0 ? "rejecting"
                                                                             : "observing");
  }
  return record;
}

// A free clause that was answered in two ways becomes a finding of its own.
void Tally::AddInconsistencies(reports::RunRecord& record) const {
  for (const reports::ClauseRecord& clause : record.clauses) {
    if (clause.verdict != Verdict::kInconsistent) {
      continue;
    }
    reports::Finding finding;
    finding.clause = clause.id;
    finding.signature = clause.id + "|inconsistent|";
    finding.expected = "the same choice every time";
    for (const auto& [name, first_case] : clauses_.at(clause.id).choices) {
      finding.observed +=
          fmt::format("{}{} (first in {})", finding.observed.empty() ? "" : ", ", name, first_case);
    }
    finding.verdict = Verdict::kInconsistent;
    finding.phase = "all";
    record.findings.push_back(std::move(finding));
  }
}

bool Tally::HasChoice(const std::string& clause) const {
  const auto found = clauses_.find(clause);
  return found != clauses_.end() && !found->second.choices.empty();
}

bool Tally::AnyFailed() const {
  return std::ranges::any_of(findings_, [&](const auto& item) {
    return item.second.verdict == Verdict::kFail || options_.strict;
  });
}

void Tally::Finish(const Target& target, double min_coverage, reports::RunRecord& record) const {
  record.strict = options_.strict;
  record.stats.cases = cases_;
  record.stats.cases_not_run = cases_not_run_;
  record.stats.values = values_;
  record.stats.visible_ms_p50 = visible_.Quantile(0.5);
  record.stats.visible_ms_p99 = visible_.Quantile(0.99);
  record.stats.visible_ms_max = visible_.Quantile(1);
  for (const auto& [signature, finding] : findings_) {
    record.findings.push_back(finding);
  }
  bool failed = false;
  bool infra = false;
  std::size_t selected = 0;
  std::size_t decided = 0;
  for (const spec::Clause& clause : spec::Catalogue::Get().clauses()) {
    if (!options_.selection.HoldsClause(clause.id)) {
      continue;
    }
    ++selected;
    reports::ClauseRecord entry = Record(clause, target);
    failed |= entry.verdict == Verdict::kFail || entry.verdict == Verdict::kInconsistent ||
              (entry.verdict == Verdict::kWarn && options_.strict);
    infra |= entry.verdict == Verdict::kInfra;
    decided += static_cast<std::size_t>(entry.verdict != Verdict::kUntested &&
                                        entry.verdict != Verdict::kInfra);
    record.clauses.push_back(std::move(entry));
  }
  AddInconsistencies(record);
  std::ranges::sort(record.findings, {}, [](const reports::Finding& finding) {
    return std::tuple(Rank(finding.verdict), finding.at_request, finding.signature);
  });
  const double coverage =
      selected == 0 ? 0 : 100.0 * static_cast<double>(decided) / static_cast<double>(selected);
  const spec::Outcome outcome = spec::Weigh({.found = failed,
                                             .could_not_test = infra,
                                             .vacuous = decided == 0 || coverage < min_coverage});
  std::string message;
  if (outcome == spec::Outcome::kCouldNotTest) {
    message = "the target failed while it was tested: " + last_infra_;
  } else if (outcome == spec::Outcome::kVacuous) {
    message = selected == 0
                  ? "--only and --skip leave no clause"
                  : fmt::format("{} of {} clauses were exercised ({:.0f} %, {:.0f} % are wanted)",
                                decided, selected, coverage, min_coverage);
  }
  reports::Conclude(record, outcome, std::move(message));
}

}  // namespace swc::conformance
