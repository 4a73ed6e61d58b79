// Plays a case against a server inside this process: no socket, no waiting.
//
// Law: the same case and options give the same outcome. Time is virtual; the server's clock, which
// the judge shares, stands still or steps from request to request as `number` says.
//
// Example: const PlayedCase played = PlayInProcess(test_case, {.number = NumberOf(test_case)});
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "conformance/play/case_runner.h"
#include "generators/case/case.h"
#include "reference/model/policies.h"
#include "reference/mutants/mutants.h"
#include "spec/http_message.h"

namespace swc::fuzz {

struct InProcessOptions {
  reference::Assignments policies;
  const reference::Mutant* mutant = nullptr;
  std::uint64_t number = 0;
  bool clock_steps = false;
  bool record = false;  // Keep the exchanges.
};

using Exchanges = std::vector<std::pair<spec::HttpRequest, spec::HttpResponse>>;

struct PlayedCase {
  conformance::CaseOutcome outcome;
  Exchanges exchanges;
};

[[nodiscard]] PlayedCase PlayInProcess(const generators::Case& test_case,
                                       const InProcessOptions& options);

// Returns the choices of a legal server: those of the defaults for one number in four, else an
// alternative drawn for every policy.
[[nodiscard]] reference::Assignments PoliciesOf(std::uint64_t number);

}  // namespace swc::fuzz
