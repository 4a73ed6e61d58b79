// A ledger brought up to date with a report.
//
// Law: what people wrote is kept: reason, ticket, day, rate and witness. An entry learns the
// further signatures of its cause and forgets none. What is gone is removed, and each change is
// told. A report of a run that did not show everything is refused.
//
// Example: const auto updated = UpdateLedger(ledger, record, kPhases);
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/ledger/ledger.h"
#include "reports/run_record.h"
#include "spec/text/error.h"

namespace swc::conformance {

struct UpdatedLedger {
  Ledger ledger;
  std::vector<std::string> changes;  // A line each: "new clause: headline".
  std::vector<std::string> missing;  // A line for each entry without a reason.
};

// `phases` are those that a whole run has.
[[nodiscard]] std::expected<UpdatedLedger, spec::Error> UpdateLedger(
    const Ledger& ledger, const reports::RunRecord& record,
    std::span<const std::string_view> phases);

}  // namespace swc::conformance
