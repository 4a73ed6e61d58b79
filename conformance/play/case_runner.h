// Runs one case against a target: lease, puts, reads, judgement.
//
// Law: a case runs alone on its series and ends with a read of everything that it touched, so what
// a request did is seen and not only what the server said about it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "conformance/client/client.h"
#include "conformance/client/read_access.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/net/task.h"
#include "conformance/target/leases.h"
#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "spec/text/error.h"

namespace swc::conformance {

// What became of a case: how it ended, and what was seen until then.
struct CaseOutcome {
  // It was played to its last step.
  struct Played {};
  // It did not begin, for the target lacks something.
  struct Skipped {
    std::string lacking;
  };
  // The target could not be asked.
  struct Unasked {
    std::string why;
  };
  // It was not asked to its end, for something else makes that meaningless.
  struct Blocked {
    std::string why;
  };
  // The target failed for an input of the case (robust.*), or its reads have no end: what would
  // follow proves nothing.
  struct TargetFailed {};
  // The case itself is at fault.
  struct Faulty {
    spec::Error error;
  };
  // No request is left.
  struct OutOfBudget {};

  std::variant<Played, Skipped, Unasked, Blocked, TargetFailed, Faulty, OutOfBudget> end;
  std::vector<ShownDeviation> deviations;
  Observations observations;       // Without the deviations.
  std::uint64_t values = 0;        // Property values sent.
  std::vector<double> visible_ms;  // From acknowledged to readable.
  std::vector<Choice> undecided;   // What a patient run of the case would prove.

  // Returns the end, if it is of this kind, or null.
  //
  // Example: if (const auto* skipped = outcome.As<CaseOutcome::Skipped>()) { ... }
  template <typename End>
  [[nodiscard]] const End* As() const {
    return std::get_if<End>(&end);
  }

  // Returns whether nothing kept the case from being judged but the budget.
  [[nodiscard]] bool CouldRun() const { return WhyNot().empty(); }

  // Returns why the case could not run, or not to its end; empty if only the budget ran out.
  [[nodiscard]] std::string WhyNot() const;
};

// What all cases of a run share.
struct CaseContext {
  const Target& target;
  Client& client;
  Leases& leases;
  std::chrono::nanoseconds read_deadline = std::chrono::seconds(5);
  // Wait until the deadline for what may have been refused and may still be on its way.
  bool patient = false;
  // False: nothing is judged by the model; only the metamorphic relations are left.
  bool model = true;
  // Which reads can be used; null: all.
  ReadAccess* reads = nullptr;
  // How often a value stayed away until the deadline. After a few times waiting so long only costs.
  std::uint64_t deadlines_missed = 0;
};

// Runs `test_case` and judges it. REQUIRES: `context` and `test_case` outlive the task.
Task<CaseOutcome> RunCase(CaseContext& context, const generators::Case& test_case);

}  // namespace swc::conformance
