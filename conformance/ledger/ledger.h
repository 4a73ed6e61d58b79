// The ledger of known deviations: causes that people know of, and why they let them be.
//
// Law: an entry excuses the signatures that it lists and nothing else. Reading is strict, for a
// member that is misspelt would excuse what nobody meant; writing is stable, so that a change of
// one entry is a change of its lines.
//
// Example: const auto ledger = ParseLedger(text); if (!ledger) { return ledger.error(); }
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/compare/same_cause.h"
#include "spec/text/error.h"

namespace swc::conformance {

struct LedgerEntry {
  reports::CauseKey key;             // What it excuses: a clause, and signatures.
  std::string headline;              // Of the cause, for readers.
  std::string reason;                // Why it is let be; empty: somebody has to write it.
  std::string ticket;                // Where it is followed up; may be empty.
  std::string expires;               // "2026-12-31": the last day; empty: never.
  std::optional<double> flaky_rate;  // It is seen in so many runs of one; nothing: in each.
  std::string witness;               // A case that shows it, as compact JSON; may be empty.
};

struct Ledger {
  std::vector<LedgerEntry> entries;
};

// Reads a ledger. Errors name the JSON pointer of what is wrong.
[[nodiscard]] std::expected<Ledger, spec::Error> ParseLedger(std::string_view text);

// Returns the ledger as it stands in a file, by clause and signatures, with a newline at its end.
[[nodiscard]] std::string ToJson(const Ledger& ledger);

// Returns whether `text` is a day of the calendar, "2026-12-31". Days compare as text does.
[[nodiscard]] bool IsDay(std::string_view text);

}  // namespace swc::conformance
