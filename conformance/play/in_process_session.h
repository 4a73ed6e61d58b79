// Everything that cases need to run on a function: transport, client, leases, context.
//
// Law: time is virtual, so hours of waiting cost nothing.
//
// Example: InProcessSession session(target, handler, [] { return spec::kFixedNow; }, 0);
// session.context()
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "conformance/client/client.h"
#include "conformance/net/direct_transport.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_runner.h"
#include "conformance/target/leases.h"
#include "conformance/target/server_clock.h"
#include "conformance/target/target.h"
#include "spec/tqv.h"

namespace swc::conformance {

class InProcessSession {
 public:
  // `now` is the clock of the server, which the judge shares.
  InProcessSession(Target target, DirectTransport::Handler handler,
                   const std::function<spec::Instant()>& now, std::uint64_t seed,
                   LeaseLimits limits = {})
      : target_(std::move(target)),
        transport_(std::move(handler), {.wall_start = now(), .frozen_wall = true, .wall = now}),
        clock_(ServerClock::Shared()),
        client_(transport_, clock_, {.seed = seed}),
        limits_(std::move(limits)),
        context_{.target = target_, .client = client_, .leases = LendAfresh()} {}

  // Lends everything afresh, so that a case means the same whatever ran before it.
  void Forget() { LendAfresh(); }

  [[nodiscard]] CaseContext& context() { return context_; }
  [[nodiscard]] Transport& transport() { return transport_; }

 private:
  Leases& LendAfresh() { return leases_.emplace(target_, "fuzz", limits_); }

  Target target_;
  DirectTransport transport_;
  ServerClock clock_;
  Client client_;
  LeaseLimits limits_;
  std::optional<Leases> leases_;
  CaseContext context_;
};

}  // namespace swc::conformance
