#include "conformance/ledger/judge_ledger.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "conformance/diagnosis/fixed_cases.h"
#include "conformance/ledger/ledger.h"
#include "conformance/tally/tally.h"
#include "reports/compare/same_cause.h"
#include "reports/run_record.h"
#include "reports/summary.h"
#include "spec/clause.h"

namespace swc::conformance {
namespace {

using reports::CauseKey;
using reports::RunRecord;

constexpr std::size_t kSignaturesShownMax = 3;

std::string FirstOf(const std::set<std::string>& signatures) {
  std::vector<std::string> shown;
  for (const std::string& signature : signatures) {
    if (shown.size() < kSignaturesShownMax) {
      shown.push_back(signature);
    }
  }
  const std::size_t more = signatures.size() - shown.size();
  return fmt::format("{}{}", fmt::join(shown, ", "),
                     more == 0 ? "" : fmt::format(" and {} more", more));
}

bool Exercised(const RunRecord& record, const std::string& id) {
  const auto clause = std::ranges::find(record.clauses, id, &reports::ClauseRecord::id);
  return clause != record.clauses.end() && reports::IsExercised(clause->verdict);
}

// Returns those of `signatures` that cases showed which are the same in every run.
std::set<std::string> OfFixedCases(const std::set<std::string>& signatures,
                                   const RunRecord& record) {
  std::set<std::string> shown;
  for (const reports::Finding& finding : record.findings) {
    const bool fixed = IsFixed(finding.phase) || finding.phase == kKnownPhase;
    if (fixed && signatures.contains(finding.signature)) {
      shown.insert(finding.signature);
    }
  }
  return shown;
}

std::string WitnessId(const LedgerEntry& entry) {
  const auto json = nlohmann::json::parse(entry.witness, nullptr, /*allow_exceptions=*/false);
  return json.is_object() ? json.value("id", "") : std::string();
}

// Returns what is seen in the place of an entry's own signatures: what its witness shows, what is
// told under its clause, and its signatures under another cause.
std::set<std::string> InItsPlace(const LedgerEntry& entry, const RunRecord& record,
                                 const std::vector<CauseKey>& keys) {
  std::set<std::string> seen;
  const std::string witness = WitnessId(entry);
  for (const reports::Finding& finding : record.findings) {
    const bool by_witness = !witness.empty() && finding.case_id == witness;
    if (by_witness || entry.key.signatures.contains(finding.signature)) {
      seen.insert(finding.signature);
    }
  }
  for (const CauseKey& key : keys) {
    if (key.clause == entry.key.clause) {
      seen.insert(key.signatures.begin(), key.signatures.end());
    }
  }
  return seen;
}

// The verdict on an entry whose cause is not seen.
EntryVerdict JudgeAbsent(const LedgerEntry& entry, const RunRecord& record,
                         const std::vector<CauseKey>& keys) {
  const std::set<std::string> instead = InItsPlace(entry, record, keys);
  if (!instead.empty()) {
    return {
        .state = EntryState::kChanged,
        .text = fmt::format("it deviates in another way now: {}; look at the new cause, then let "
                            "`known update` list it in this entry's place",
                            FirstOf(instead)),
        .causes = {}};
  }
  if (entry.flaky_rate) {
    return {.state = EntryState::kFlakyAndAbsent, .text = "", .causes = {}};
  }
  const bool whole = !record.interrupted && record.limits_hit.empty();
  if (!whole || !Exercised(record, entry.key.clause)) {
    return {.state = EntryState::kNotAsked, .text = "", .causes = {}};
  }
  return {.state = EntryState::kFixed,
          .text = "it no longer deviates: remove the entry, or let `known update` do so",
          .causes = {}};
}

EntryVerdict JudgeEntry(const LedgerEntry& entry, const RunRecord& record,
                        const std::vector<CauseKey>& keys, std::string_view today) {
  if (spec::Catalogue::Get().Find(entry.key.clause) == nullptr) {
    return {.state = EntryState::kNoSuchClause,
            .text =
                "there is no such clause (`spec list` shows them): remove the entry, or let "
                "`known update` do so",
            .causes = {}};
  }
  if (entry.reason.empty()) {
    return {.state = EntryState::kNoReason,
            .text = "it has no reason: write into `reason` why this deviation is let be",
            .causes = {}};
  }
  if (!entry.expires.empty() && entry.expires < today) {
    return {.state = EntryState::kExpired,
            .text = fmt::format("it expired on {}: fix the deviation, or write a later day into "
                                "`expires` and why into `reason`",
                                entry.expires),
            .causes = {}};
  }
  EntryVerdict verdict;
  std::set<std::string> beyond;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!IsSame(keys[i], entry.key)) {
      continue;
    }
    verdict.causes.push_back(i);
    beyond.insert(keys[i].signatures.begin(), keys[i].signatures.end());
  }
  for (const std::string& signature : entry.key.signatures) {
    beyond.erase(signature);
  }
  const std::set<std::string> further = OfFixedCases(beyond, record);
  if (verdict.causes.empty()) {
    return JudgeAbsent(entry, record, keys);
  }
  if (!further.empty()) {
    return {
        .state = EntryState::kTooBroad,
        .text = fmt::format("it would hide more than it lists: {}; if that is the same bug, let "
                            "`known update` add it, otherwise fix it",
                            FirstOf(further)),
        .causes = {}};
  }
  verdict.beyond = beyond.size();
  return verdict;
}

std::string ReasonOf(const LedgerEntry& entry, std::size_t beyond) {
  std::string text = entry.reason;
  if (!entry.ticket.empty()) {
    text += fmt::format(" ({})", entry.ticket);
  }
  if (!entry.expires.empty()) {
    text += fmt::format(", until {}", entry.expires);
  }
  if (beyond > 0) {
    text += fmt::format("; random cases show {} more {} of it", beyond,
                        beyond == 1 ? "signature" : "signatures");
  }
  return text;
}

}  // namespace

std::vector<EntryVerdict> JudgeLedger(const Ledger& ledger, const RunRecord& record,
                                      std::string_view today) {
  const std::vector<CauseKey> keys = reports::CauseKeys(record);
  std::vector<EntryVerdict> verdicts;
  for (const LedgerEntry& entry : ledger.entries) {
    verdicts.push_back(JudgeEntry(entry, record, keys, today));
  }
  return verdicts;
}

void ApplyLedger(const Ledger& ledger, std::string_view today, RunRecord& record) {
  const std::vector<EntryVerdict> verdicts = JudgeLedger(ledger, record, today);
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const LedgerEntry& entry = ledger.entries[i];
    for (const std::size_t cause : verdicts[i].causes) {
      if (cause < record.causes.size()) {
        record.causes[cause].known_deviation = ReasonOf(entry, verdicts[i].beyond);
      }
    }
    if (IsStale(verdicts[i].state)) {
      record.stale_ledger.push_back(fmt::format("{}: {}", entry.key.clause, verdicts[i].text));
    }
  }
}

}  // namespace swc::conformance
