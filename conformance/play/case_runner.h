// Runs one case against a target: lease, puts, reads, judgement.
//
// Law: a case runs alone on its series and ends with a read of everything that it touched, so what
// a request did is seen and not only what the server said about it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "conformance/judge/found.h"
#include "conformance/judge/observations.h"
#include "conformance/net/task.h"
#include "conformance/play/client.h"
#include "conformance/target/leases.h"
#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "spec/error.h"

namespace swc::conformance {

struct CaseOutcome {
  std::vector<Found> found;
  Observations observations;         // Without the deviations.
  std::string missing;               // Not empty: the case did not run, for the target lacks this.
  std::string infra;                 // Not empty: the target could not be asked.
  std::optional<spec::Error> error;  // The case itself is at fault.
  bool stopped = false;              // The budget of requests ran out.
  std::uint64_t values = 0;          // Property values sent.
  std::vector<double> visible_ms;    // From acknowledged to readable.
  std::vector<Choice> undecided;     // What a patient run of the case would prove.
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
  // How often a value stayed away until the deadline. After a few times waiting so long only costs.
  std::uint64_t deadlines_missed = 0;
};

// Runs `test_case` and judges it. REQUIRES: `context` and `test_case` outlive the task.
Task<CaseOutcome> RunCase(CaseContext& context, const generators::Case& test_case);

}  // namespace swc::conformance
