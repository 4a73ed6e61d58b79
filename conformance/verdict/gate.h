// Conditions beside the verdict: `run --gate must=0,warn<=3,coverage>=95`.
//
// Law: a gate adds conditions and forgives nothing: what fails a run without it fails it with it.
// It counts causes, as everything that stops a build does. Too many of them make a run DEVIATE, too
// little that was exercised makes it INCOMPLETE.
//
// Example: const auto gate = ParseGate("warn<=3"); ... gate->front().limit == 3
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "reports/run_record.h"
#include "spec/text/error.h"

namespace swc::conformance {

enum class GateMeasure : std::uint8_t {
  kMust,      // Causes that fail the run: FAIL and INCONSISTENT, those of a ledger left out.
  kWarn,      // Causes of WARN, those of a ledger left out.
  kKnown,     // Causes that a ledger lets be.
  kCoverage,  // Percent of the clauses that the target can show which were exercised.
};

struct GateCondition {
  GateMeasure measure = GateMeasure::kMust;
  double limit = 0;  // At most so many; of coverage at least so much.
  std::string text;  // As it was written.

  friend bool operator==(const GateCondition&, const GateCondition&) = default;
};

// Reads conditions with commas between them. Error: which of them cannot be, and what can.
[[nodiscard]] std::expected<std::vector<GateCondition>, spec::Error> ParseGate(
    std::string_view text);

// Returns whether more has to be exercised, and not less found, for the condition to hold.
[[nodiscard]] inline bool AsksForMore(const GateCondition& condition) {
  return condition.measure == GateMeasure::kCoverage;
}

// Returns the conditions that `record` does not meet. REQUIRES: its causes and `shown` are there.
[[nodiscard]] std::vector<GateCondition> Unmet(const std::vector<GateCondition>& gate,
                                               const reports::RunRecord& record);

// Returns "gate warn<=3: there are 5", for each of `unmet` and with "; " between them.
[[nodiscard]] std::string TextOf(const std::vector<GateCondition>& unmet,
                                 const reports::RunRecord& record);

}  // namespace swc::conformance
