#include "conformance/ledger/update_ledger.h"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/ledger/judge_ledger.h"
#include "conformance/ledger/ledger.h"
#include "reports/compare/same_cause.h"
#include "reports/run_record.h"
#include "reports/summary.h"
#include "spec/clause.h"
#include "spec/text/error.h"

namespace swc::conformance {
namespace {

using reports::CauseKey;
using reports::RunRecord;

// No day is later: whether an entry has expired is for people to settle.
constexpr std::string_view kBeforeAllDays;

// Returns why the report does not show everything; empty: it does.
std::string WhyNotWhole(const RunRecord& record, std::span<const std::string_view> phases) {
  if (record.interrupted) {
    return "its run was interrupted";
  }
  if (!record.limits_hit.empty()) {
    return "its run was cut: " + record.limits_hit.front();
  }
  const bool ended = record.verdict == reports::RunVerdict::kConforms ||
                     record.verdict == reports::RunVerdict::kDeviates;
  if (!ended) {
    return fmt::format("its run is {}: {}", ToString(record.verdict), record.message);
  }
  for (const spec::Clause& clause : spec::Catalogue::Get().clauses()) {
    if (std::ranges::find(record.clauses, clause.id, &reports::ClauseRecord::id) ==
        record.clauses.end()) {
      return fmt::format("its run left out {} (--only, --skip, or another version)", clause.id);
    }
  }
  for (const std::string_view phase : phases) {
    if (std::ranges::find(record.phases, phase, &reports::PhaseRecord::name) ==
        record.phases.end()) {
      return fmt::format("its run left out the phase {} (--phase, --fail-fast)", phase);
    }
  }
  if (record.causes.empty() && !record.findings.empty()) {
    return "it is of a version that tells no causes";
  }
  return "";
}

LedgerEntry NewEntry(const RunRecord& record, const reports::Cause& cause, CauseKey key) {
  return {.key = std::move(key),
          .headline = cause.headline,
          .witness = record.findings.at(cause.findings.front()).case_json};
}

// Takes over what the report still shows, and says what became of the rest.
void KeepEntries(const Ledger& ledger, const RunRecord& record, UpdatedLedger& updated) {
  Ledger excused = ledger;
  for (LedgerEntry& entry : excused.entries) {
    entry.reason = "given";  // Whether there is one plays no part here.
  }
  const std::vector<CauseKey> keys = reports::CauseKeys(record);
  const std::vector<EntryVerdict> verdicts = JudgeLedger(excused, record, kBeforeAllDays);
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    LedgerEntry entry = ledger.entries[i];
    const EntryState state = verdicts[i].state;
    if (state == EntryState::kFixed || state == EntryState::kNoSuchClause ||
        state == EntryState::kChanged) {
      updated.changes.push_back(fmt::format(
          "removed {}: {}; its reason was \"{}\"", entry.key.clause,
          state == EntryState::kFixed          ? "it no longer deviates"
          : state == EntryState::kNoSuchClause ? "there is no such clause"
                                               : "it deviates in another way, which is a new entry",
          entry.reason));
      continue;
    }
    for (const CauseKey& key : keys) {
      const std::size_t before = entry.key.signatures.size();
      if (IsSame(key, ledger.entries[i].key)) {
        entry.key.signatures.insert(key.signatures.begin(), key.signatures.end());
      }
      if (entry.key.signatures.size() > before) {
        updated.changes.push_back(fmt::format("widened {}: {} more signatures", entry.key.clause,
                                              entry.key.signatures.size() - before));
      }
    }
    updated.ledger.entries.push_back(std::move(entry));
  }
}

}  // namespace

std::expected<UpdatedLedger, spec::Error> UpdateLedger(const Ledger& ledger,
                                                       const RunRecord& record,
                                                       std::span<const std::string_view> phases) {
  if (const std::string why = WhyNotWhole(record, phases); !why.empty()) {
    return std::unexpected(spec::Error{
        .kind = spec::ErrorKind::kInput,
        .message = fmt::format("{}: a ledger is made from a whole run, without filters", why)});
  }
  UpdatedLedger updated;
  KeepEntries(ledger, record, updated);
  const std::vector<CauseKey> keys = reports::CauseKeys(record);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const reports::Cause& cause = record.causes[i];
    const bool listed = std::ranges::any_of(updated.ledger.entries, [&](const LedgerEntry& entry) {
      return IsSame(entry.key, keys[i]);
    });
    if (!listed && reports::IsDeviation(cause.verdict, record.strict)) {
      updated.ledger.entries.push_back(NewEntry(record, cause, keys[i]));
      updated.changes.push_back(fmt::format("new {}: {}", cause.clause, cause.headline));
    }
  }
  for (const LedgerEntry& entry : updated.ledger.entries) {
    if (entry.reason.empty()) {
      updated.missing.push_back(fmt::format("{}: {}", entry.key.clause, entry.headline));
    }
  }
  return updated;
}

}  // namespace swc::conformance
