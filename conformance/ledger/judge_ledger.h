// What a run says of the ledger, and the ledger of a run.
//
// Law: a listed cause fails no run, and stays visible. The ledger itself fails a run where it says
// what is not so, each time with what to do: an entry without a reason, of a clause that does not
// exist, past its day, whose bug is gone or shows otherwise, or that would hide more than it lists.
// What the run did not exercise says nothing of an entry. What its cause shows beyond it counts if
// cases showed it that are the same in every run; else it is said, for the next seed shows other
// things of the same bug. "Today" is handed in.
//
// Example: ApplyLedger(ledger, "2026-11-30", record);  // Before the verdict of the run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/ledger/ledger.h"
#include "reports/run_record.h"

namespace swc::conformance {

enum class EntryState : std::uint8_t {
  kHolds,     // The run shows it, and nothing beyond it.
  kNotAsked,  // The run did not exercise its clause.
  kFlakyAndAbsent,
  kNoReason,
  kNoSuchClause,
  kExpired,
  kFixed,     // Nothing of it is seen any more.
  kChanged,   // It is not seen, but something else in its place.
  kTooBroad,  // Its cause shows signatures that it does not list.
};

// Whether an entry in this state fails the run.
[[nodiscard]] constexpr bool IsStale(EntryState state) {
  return state > EntryState::kFlakyAndAbsent;
}

struct EntryVerdict {
  EntryState state = EntryState::kHolds;
  std::string text;                 // What is wrong and what to do; empty if nothing is.
  std::vector<std::size_t> causes;  // Places of the causes that it excuses.
  std::size_t beyond = 0;           // Signatures of these that it does not list, of random cases.
};

// Returns a verdict for each entry, in their order.
[[nodiscard]] std::vector<EntryVerdict> JudgeLedger(const Ledger& ledger,
                                                    const reports::RunRecord& record,
                                                    std::string_view today);

// Marks the causes of `record` that are listed, and notes what is stale.
void ApplyLedger(const Ledger& ledger, std::string_view today, reports::RunRecord& record);

}  // namespace swc::conformance
