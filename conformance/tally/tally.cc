#include "conformance/tally/tally.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/diagnosis/fixed_cases.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_runner.h"
#include "conformance/smallest/excerpt.h"
#include "conformance/smallest/shrinker.h"
#include "conformance/tally/clause_verdict.h"
#include "generators/case/case.h"
#include "reports/run_record.h"
#include "spec/clause.h"
#include "spec/clause_id.h"

namespace swc::conformance {
namespace {

using reports::Verdict;
using spec::Level;

reports::MessageExcerpt AnswerOf(const KeptExchange& exchange) {
  return exchange->response ? ExcerptOf(*exchange->response, exchange.body_bytes())
                            : reports::MessageExcerpt{.first_line = "no response"};
}

// Notes a case about `clause`, whatever became of it.
void NoteRun(ClauseEvidence& evidence, const std::string& clause, const CaseOutcome& outcome) {
  ++evidence.cases;
  if (const auto* unasked = outcome.As<CaseOutcome::Unasked>()) {
    evidence.infra = unasked->why;
  }
  if (const auto* blocked = outcome.As<CaseOutcome::Blocked>()) {
    evidence.blocked = blocked->why;
  }
  const auto other = std::ranges::find_if(outcome.deviations, [&](const ShownDeviation& shown) {
    return shown.deviation.clause->id != clause;
  });
  if (other != outcome.deviations.end()) {
    evidence.spoilt = other->deviation.clause->id;
  }
}

std::uint64_t& CounterOf(Side side, ClauseEvidence& evidence) {
  return side == Side::kAccept   ? evidence.accepted
         : side == Side::kReject ? evidence.rejected
                                 : evidence.observed;
}

}  // namespace

reports::Finding Tally::MakeFinding(const ShownDeviation& shown, const generators::Case& test_case,
                                    const CaseOutcome& outcome) const {
  reports::Finding finding;
  const Deviation& deviation = shown.deviation;
  finding.clause = deviation.clause->id;
  finding.signature = deviation.Signature();
  finding.case_id = test_case.id;
  ShowExchanges(shown, finding);
  NameCase(test_case, finding, {.also = AlsoShown(outcome, finding.signature)});
  finding.verdict = deviation.clause->level == Level::kShould ? Verdict::kWarn : Verdict::kFail;
  return finding;
}

void Tally::ShowExchanges(const ShownDeviation& shown, reports::Finding& finding) const {
  finding.expected = shown.deviation.expected;
  finding.observed = ObservedIn(shown.deviation);
  finding.pointer = shown.deviation.pointer;
  finding.request = ExcerptOf(shown.exchange->request);
  finding.response = AnswerOf(shown.exchange);
  finding.written_by.reset();
  if (shown.put) {
    finding.written_by = reports::Written{.request = ExcerptOf((*shown.put)->request),
                                          .response = AnswerOf(*shown.put)};
  }
  finding.curl = CurlLine(shown.exchange->request, options_.endpoint, options_.curl_options);
}

void Tally::NameCase(generators::Case test_case, reports::Finding& finding,
                     generators::SeenIn seen) const {
  seen.clause = finding.clause;
  seen.signature = finding.signature;
  test_case.seen = std::move(seen);
  finding.case_json = generators::ToJson(test_case);
  finding.case_file = test_case.id;
  const std::string file = options_.case_folder + "/" + CaseFileName(test_case.id);
  if (!options_.case_folder.empty()) {
    finding.script = file.substr(0, file.size() - std::string_view(".json").size()) + ".sh";
  }
  finding.reproduce =
      fmt::format("{} replay {} {}", options_.program, file, options_.reproduce_target);
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
  for (const spec::ClauseId clause : test_case.clauses) {
    const std::string id(clause.text());
    NoteRun(clauses_[id], id, outcome);
  }
  if (const auto* unasked = outcome.As<CaseOutcome::Unasked>()) {
    ++infra_in_a_row_;
    last_infra_ = unasked->why;
  } else {
    infra_in_a_row_ = 0;
  }
  for (const Exercise& exercise : outcome.observations.exercises) {
    ++CounterOf(exercise.side, clauses_[exercise.clause->id]);
  }
  for (const Choice& choice : outcome.observations.choices) {
    ClauseEvidence& evidence = clauses_[choice.clause->id];
    evidence.choices.try_emplace(std::string(choice.alternative), test_case.id);
    if (outcome.deviations.empty()) {
      evidence.clean_choices.emplace(choice.alternative);
      if (IsFixed(phase)) {
        evidence.fixed_choices.emplace(choice.alternative);
      }
    }
  }
  visible_.Add(outcome.visible_ms);
  std::set<std::string> seen;  // In this case.
  for (const ShownDeviation& shown : outcome.deviations) {
    const std::string signature = shown.deviation.Signature();
    if (!options_.selection.HoldsClause(shown.deviation.clause->id) ||
        !seen.insert(signature).second) {
      continue;
    }
    const auto known = findings_.find(signature);
    if (known != findings_.end()) {
      ++known->second.count;
    } else if (findings_.size() < kFindingsMax) {
      reports::Finding finding = MakeFinding(shown, test_case, outcome);
      finding.phase = phase;
      finding.at_request = requests_so_far;
      added.push_back(finding);
      first_cases_.emplace(signature, test_case);
      findings_.emplace(signature, std::move(finding));
    }
  }
  Compare(test_case, phase, outcome, !added.empty());
  return added;
}

reports::ClauseRecord Tally::Record(const spec::Clause& clause,
                                    const ClauseContext& context) const {
  const auto found = clauses_.find(clause.id);
  reports::ClauseRecord record =
      VerdictOf(clause, found == clauses_.end() ? ClauseEvidence() : found->second, context);
  Verdict worst = Verdict::kPass;
  for (const auto& [signature, finding] : findings_) {
    if (finding.clause == clause.id && worst != Verdict::kFail) {
      worst = finding.verdict;
    }
  }
  if (worst != Verdict::kPass) {
    record.verdict = worst;
    record.reason.clear();
  }
  return record;
}

std::set<std::string> Tally::NeverRun() const {
  std::set<std::string> clauses;
  for (const auto& [id, evidence] : clauses_) {
    if (evidence.cases == 0 && !evidence.missing.empty()) {
      clauses.insert(id);
    }
  }
  return clauses;
}

// A free clause that was answered in two ways becomes a finding of its own.
void Tally::AddInconsistencies(
    const std::vector<reports::ClauseRecord>& clauses,
    std::vector<std::pair<std::string, reports::Finding>>& findings) const {
  for (const reports::ClauseRecord& clause : clauses) {
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
    const std::string key = finding.signature;
    findings.emplace_back(key, std::move(finding));
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

void Tally::Finish(const ClauseContext& context, reports::RunRecord& record) const {
  record.strict = options_.strict;
  record.stats.cases = cases_;
  record.stats.cases_not_run = cases_not_run_;
  record.stats.values = values_;
  record.stats.visible_ms_p50 = visible_.Quantile(0.5);
  record.stats.visible_ms_p99 = visible_.Quantile(0.99);
  record.stats.visible_ms_max = visible_.Quantile(1);
  for (const spec::Clause& clause : spec::Catalogue::Get().clauses()) {
    if (options_.selection.HoldsClause(clause.id)) {
      record.clauses.push_back(Record(clause, context));
    }
  }
  std::vector<std::pair<std::string, reports::Finding>> keyed(findings_.begin(), findings_.end());
  AddInconsistencies(record.clauses, keyed);
  std::ranges::sort(keyed, {}, [](const auto& item) {
    return std::tuple(Rank(item.second.verdict), item.second.at_request, item.first);
  });
  std::vector<std::string> keys;
  for (auto& [key, finding] : keyed) {
    keys.push_back(key);
    record.findings.push_back(std::move(finding));
  }
  RecordCauses(keys, record);
  DropFurtherFiles(keys, record);
}

}  // namespace swc::conformance
