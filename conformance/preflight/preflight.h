// The first exchanges of a run: what the target is, before anything is concluded from it.
//
// Law: the server's clock is learnt first, for whatever follows is stamped by it. Then one put, the
// names of the target description, and each of the four reads. What makes the rest meaningless is
// said in one headline; what depends on it is BLOCKED (read_access.h), not failed. It takes two
// seconds at most, unless an acknowledged value shows nowhere: then the read deadline decides.
//
// Example: const Preflight found = co_await RunPreflight(client, target, access, plan);
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "conformance/client/client.h"
#include "conformance/client/read_access.h"
#include "conformance/net/task.h"
#include "conformance/target/target.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {

struct Preflight {
  std::string could_not_test;  // Not empty: why the target cannot be tested at all.
  std::string wrong_target;    // Not empty: what the target description says and is not so.
  std::string headline;        // Not empty: what cannot be used, and why.
  std::chrono::nanoseconds put_took{0};  // From sending to the answer, by the local wall clock.
};

struct PreflightPlan {
  std::string run_id;  // Names the stream that it writes to.
  std::chrono::nanoseconds read_deadline = std::chrono::seconds(5);
};

// Returns a read that breaks no rule, to see whether the target answers at all; and a put.
[[nodiscard]] spec::HttpRequest HarmlessRequest(std::string_view run_id);
[[nodiscard]] spec::HttpRequest HarmlessPut(std::string_view run_id, spec::Instant now);

// Learns whether unassociated aliases are accepted, where `target` does not say, and which reads
// can be used. REQUIRES: all arguments outlive the task.
Task<Preflight> RunPreflight(Client& client, Target& target, ReadAccess& access,
                             const PreflightPlan& plan);

}  // namespace swc::conformance
