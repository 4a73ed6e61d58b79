// For tests: a server in the process, legal or with one seeded bug, and single cases run on it.
#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "conformance/net/direct_transport.h"
#include "conformance/net/finish.h"
#include "conformance/net/task.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/client.h"
#include "conformance/run/shrinker.h"
#include "conformance/target/leases.h"
#include "conformance/target/server_clock.h"
#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "reference/mutants/mutants.h"
#include "reference/server/reference_server.h"
#include "spec/fixed_now.h"

namespace swc::conformance {

// A mutant, or with null a legal server of these choices, on which single cases are run.
class MutantBench {
 public:
  explicit MutantBench(const reference::Mutant* mutant, reference::Policies policies = {})
      : server_(OptionsFor(mutant, std::move(policies))),
        transport_([this](const spec::HttpRequest& request) { return server_.Handle(request); },
                   {.wall_start = spec::kFixedNow, .frozen_wall = true}),
        client_(transport_, clock_, {}),
        leases_(target_, "bench") {
    target_.endpoint = "in-process";
    target_.directory = server_.directory();
    target_.exact_clock = true;
  }

  [[nodiscard]] CaseOutcome Run(const generators::Case& test_case) {
    return Finish(RunCase(context_, test_case));
  }

  [[nodiscard]] bool Shows(const generators::Case& test_case, const std::string& signature) {
    const CaseOutcome outcome = Run(test_case);
    return std::ranges::any_of(outcome.found, [&](const Found& found) {
      return found.deviation.Signature() == signature;
    });
  }

  // Returns the signature of the first finding.
  [[nodiscard]] std::string SignatureOf(const generators::Case& test_case) {
    const CaseOutcome outcome = Run(test_case);
    return outcome.found.empty() ? "" : outcome.found.front().deviation.Signature();
  }

  [[nodiscard]] Shrunk Shrink(const generators::Case& test_case, const std::string& signature) {
    return Finish(ShrinkCase(context_, test_case, signature, {.requests_max = 100'000}));
  }

 private:
  static reference::ServerOptions OptionsFor(const reference::Mutant* mutant,
                                             reference::Policies policies) {
    reference::ServerOptions options;
    options.policies = std::move(policies);
    options.now = [] { return spec::kFixedNow; };
    if (mutant != nullptr) {
      options.mutants.push_back(mutant);
    }
    return options;
  }

  template <typename T>
  T Finish(Task<T> task) {
    return conformance::Finish(transport_, std::move(task));
  }

  reference::ReferenceServer server_;
  DirectTransport transport_;
  ServerClock clock_ = ServerClock::Shared();
  Target target_;
  Client client_;
  Leases leases_;
  CaseContext context_{.target = target_, .client = client_, .leases = leases_};
};

}  // namespace swc::conformance
