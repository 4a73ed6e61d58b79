// Adds up what the cases of a run found, and turns it into verdicts.
//
// Law: findings are grouped by signature, so a bug seen ten thousand times is one finding with a
// count; memory is bounded by the number of signatures, not of cases. A clause that was not
// exercised on all its sides is UNTESTED, never PASS.
//
// Example: Tally tally({.selection = selection});
//          for (const reports::Finding& fresh : tally.Add(test_case, "random", asked, outcome)) ...
//          tally.Finish(context, record);  // Verdicts, and each finding with its count.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/diagnosis/answer_without.h"
#include "conformance/diagnosis/diagnosis.h"
#include "conformance/diagnosis/evidence.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/play/case_runner.h"
#include "conformance/smallest/shrinker.h"
#include "conformance/smallest/visible_times.h"
#include "conformance/tally/cause_record.h"
#include "conformance/tally/clause_verdict.h"
#include "conformance/tally/selection.h"
#include "generators/case/case.h"
#include "reports/run_record.h"
#include "spec/clause.h"

namespace swc::conformance {

// The phase of the cases of earlier findings.
inline constexpr std::string_view kKnownPhase = "known";

class Tally {
 public:
  // Findings with new signatures beyond this are only counted.
  static constexpr std::size_t kFindingsMax = 500;

  struct Options {
    Selection selection;
    bool strict = false;
    std::string program = "sitewise-conformance";  // As it was called.
    std::string reproduce_target;  // What to write behind `replay CASE`, e.g. "--target t.json".
    std::string endpoint;          // For curl lines.
    std::string curl_options;      // The same: what the target asks for beside the request.
    std::string case_folder;       // Where case files of findings are written; may be empty.
  };

  explicit Tally(Options options) : options_(std::move(options)) {}

  // Adds one case. Returns the findings whose signature is new.
  std::vector<reports::Finding> Add(const generators::Case& test_case, std::string_view phase,
                                    std::uint64_t requests_so_far, const CaseOutcome& outcome);

  // Counts a case that could not be asked, and will be asked again.
  void NoteInfra(const std::string& why) {
    ++infra_in_a_row_;
    last_infra_ = why;
  }

  // What is compared to find causes, and the cases that it speaks of.
  [[nodiscard]] const Evidence& evidence() const { return evidence_; }
  [[nodiscard]] std::vector<const generators::Case*> ComparedCases() const;

  // Tells the findings apart by cause: each cause gets one that its own cases show.
  void SetCauses(std::vector<DiagnosedCause> causes);

  // A finding, and the case that showed it first.
  struct ToShrink {
    std::string key;  // Of the finding.
    std::string signature;
    generators::Case test_case;
  };
  // Returns up to `count` findings: one of each cause first, then those that were seen first.
  [[nodiscard]] std::vector<ToShrink> FindingsToShrink(std::size_t count) const;
  // Puts the smallest case in the place of the first. REQUIRES: a finding has this key.
  void SetSmallest(const std::string& key, Shrunk shrunk);

  // A cause without a name, and the case of its clearest finding.
  struct ToAsk {
    std::size_t cause = 0;
    std::string signature;  // Of the finding.
    generators::Case test_case;
  };
  // Returns causes of which it may tell more when they are asked again with one thing changed: what
  // is stored and what is refused wrongly. What is taken or failed is a matter of one thing anyhow.
  [[nodiscard]] std::vector<ToAsk> CausesToAsk() const;
  // REQUIRES: `cause` is one that `CausesToAsk` returned.
  void SetAnswers(std::size_t cause, std::vector<AnswerWithout> answers);
  // Puts together the causes of which answers say that one follows from the other.
  void FoldCauses();

  // Fills in clauses, findings and the numbers that were counted here.
  void Finish(const ClauseContext& context, reports::RunRecord& record) const;

  // Returns the clauses about which cases were there, and none ran, for the target lacks something.
  [[nodiscard]] std::set<std::string> NeverRun() const;

  // Returns how long it took so far from acknowledged to readable.
  [[nodiscard]] const VisibleTimes& visible() const { return visible_; }

  [[nodiscard]] bool AnyFailed() const;
  // Returns whether some answer showed which alternative of `clause` the target chose.
  [[nodiscard]] bool HasChoice(const std::string& clause) const;
  [[nodiscard]] std::uint64_t infra_in_a_row() const { return infra_in_a_row_; }
  [[nodiscard]] const std::string& last_infra() const { return last_infra_; }

 private:
  [[nodiscard]] reports::Finding MakeFinding(const ShownDeviation& shown,
                                             const generators::Case& test_case,
                                             const CaseOutcome& outcome) const;
  [[nodiscard]] reports::ClauseRecord Record(const spec::Clause& clause,
                                             const ClauseContext& context) const;
  void AddInconsistencies(const std::vector<reports::ClauseRecord>& clauses,
                          std::vector<std::pair<std::string, reports::Finding>>& findings) const;
  void Compare(const generators::Case& test_case, std::string_view phase,
               const CaseOutcome& outcome, bool is_new);
  [[nodiscard]] const generators::Case* FindCase(const std::string& id) const;
  [[nodiscard]] bool ShowsItself(const CauseOfRun& cause) const;
  void AddOwnFinding(CauseOfRun& cause);
  void SortKeys(CauseOfRun& cause) const;  // The clearest first.
  // `keys` are those of the record's findings, in their order.
  void RecordCauses(const std::vector<std::string>& keys, reports::RunRecord& record) const;
  void AddHidden(reports::RunRecord& record) const;
  [[nodiscard]] bool IsEcho(const reports::Finding& finding) const;
  [[nodiscard]] std::size_t SourceOfEcho(const reports::Finding& finding) const;
  // Leaves one case file to each cause.
  void DropFurtherFiles(const std::vector<std::string>& keys, reports::RunRecord& record) const;

  Options options_;
  std::map<std::string, ClauseEvidence, std::less<>> clauses_;
  // `seen` says what is known of the case beside its finding.
  void NameCase(generators::Case test_case, reports::Finding& finding,
                generators::SeenIn seen = {}) const;
  void ShowExchanges(const ShownDeviation& shown, reports::Finding& finding) const;

  // By key: the signature, with a number behind it where two causes show the same.
  std::map<std::string, reports::Finding> findings_;
  std::map<std::string, generators::Case> first_cases_;  // The same.
  std::set<std::string> vanished_;  // The same: of those that their case did not show again.
  Evidence evidence_;
  std::vector<CauseOfRun> causes_;
  VisibleTimes visible_;
  std::uint64_t cases_ = 0, cases_not_run_ = 0, values_ = 0;
  std::uint64_t infra_in_a_row_ = 0;
  std::string last_infra_;
};

}  // namespace swc::conformance
