// For tests: a server in the process, legal or with one seeded bug, and single cases run on it.
#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "conformance/judge/shown_deviation.h"
#include "conformance/net/finish.h"
#include "conformance/net/task.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/in_process_session.h"
#include "conformance/smallest/shrinker.h"
#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "reference/model/policies.h"
#include "reference/mutants/mutants.h"
#include "reference/server/reference_server.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"

namespace swc::conformance {

// A mutant, or with null a legal server of these choices, on which single cases are run.
class MutantBench {
 public:
  explicit MutantBench(const reference::Mutant* mutant, reference::Policies policies = {})
      : server_(reference::ServerOptionsOf(std::move(policies), mutant,
                                           [] { return spec::kFixedNow; })) {}

  [[nodiscard]] CaseOutcome Run(const generators::Case& test_case) {
    return Finish(RunCase(session_.context(), test_case));
  }

  [[nodiscard]] bool Shows(const generators::Case& test_case, const std::string& signature) {
    const CaseOutcome outcome = Run(test_case);
    return std::ranges::any_of(outcome.deviations, [&](const ShownDeviation& shown) {
      return shown.deviation.Signature() == signature;
    });
  }

  // Returns the signature of the first finding.
  [[nodiscard]] std::string SignatureOf(const generators::Case& test_case) {
    const CaseOutcome outcome = Run(test_case);
    return outcome.deviations.empty() ? "" : outcome.deviations.front().deviation.Signature();
  }

  [[nodiscard]] Shrunk Shrink(const generators::Case& test_case, const std::string& signature) {
    return Finish(ShrinkCase(session_.context(), test_case, signature, {.requests_max = 100'000}));
  }

 private:
  template <typename T>
  T Finish(Task<T> task) {
    return conformance::Finish(session_.transport(), std::move(task));
  }

  reference::ReferenceServer server_;
  InProcessSession session_{
      InProcessTarget(server_.directory()),
      [this](const spec::HttpRequest& request) { return server_.Handle(request); },
      [] { return spec::kFixedNow; }, 0};
};

}  // namespace swc::conformance
