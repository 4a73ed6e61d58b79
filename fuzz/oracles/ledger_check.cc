#include "fuzz/oracles/ledger_check.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/ledger/judge_ledger.h"
#include "conformance/ledger/ledger.h"
#include "reports/run_record.h"

namespace swc::fuzz {
namespace {

using conformance::Ledger;
using conformance::LedgerEntry;
using reports::RunRecord;

// A day on which some entries have expired and some have not.
constexpr std::string_view kToday = "2026-06-15";

// A signature that no ledger lists.
constexpr std::string_view kBeyond = "beyond what is listed\n";

// Returns a run that shows each entry, and of every other one something beyond it.
RunRecord RunShowing(const Ledger& ledger) {
  RunRecord record;
  for (const LedgerEntry& entry : ledger.entries) {
    std::vector<std::string> signatures(entry.key.signatures.begin(), entry.key.signatures.end());
    if (record.causes.size() % 2 == 1) {
      signatures.emplace_back(kBeyond);
    }
    reports::Cause& cause = record.causes.emplace_back();
    cause.clause = entry.key.clause;
    cause.clauses = {entry.key.clause};
    for (std::string& signature : signatures) {
      cause.findings.push_back(record.findings.size());
      record.findings.push_back(
          {.clause = entry.key.clause, .signature = std::move(signature), .phase = "directed"});
    }
    record.clauses.push_back({.id = entry.key.clause, .verdict = reports::Verdict::kFail});
  }
  return record;
}

bool IsListed(const Ledger& ledger, const reports::Finding& finding) {
  return std::ranges::any_of(ledger.entries, [&](const LedgerEntry& entry) {
    return entry.key.clause == finding.clause && !entry.reason.empty() &&
           (entry.expires.empty() || entry.expires >= kToday) &&
           entry.key.signatures.contains(finding.signature);
  });
}

}  // namespace

std::string LedgerObjection(std::string_view input) {
  const auto ledger = conformance::ParseLedger(input);
  if (!ledger) {
    return ledger.error().message.empty() ? "a refusal without a reason" : "";
  }
  const std::string written = conformance::ToJson(*ledger);
  const auto again = conformance::ParseLedger(written);
  if (!again) {
    return "what was written cannot be read: " + again.error().message;
  }
  if (conformance::ToJson(*again) != written) {
    return "what was written is read as something else";
  }
  RunRecord record = RunShowing(*ledger);
  conformance::ApplyLedger(*ledger, kToday, record);
  for (const reports::Cause& cause : record.causes) {
    for (const std::size_t place : cause.findings) {
      if (!cause.known_deviation.empty() && !IsListed(*ledger, record.findings[place])) {
        return fmt::format("a cause under {} is let be with more than is listed", cause.clause);
      }
    }
  }
  return "";
}

}  // namespace swc::fuzz
