#include "fuzz/oracles/play_in_process.h"

#include <array>
#include <cstdint>
#include <random>
#include <set>

#include "conformance/net/finish.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/in_process_session.h"
#include "conformance/target/target.h"
#include "fuzz/oracles/empty_properties.h"
#include "generators/case/case.h"
#include "reference/model/policies.h"
#include "reference/reading/series_id.h"
#include "reference/server/reference_server.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::fuzz {
namespace {

// How far the clock may go between two requests.
constexpr std::array<std::int64_t, 8> kClockStepsNanos = {
    0, 0, 0, 1, 1'000, 1'000'000, spec::kNanosPerSecond, 5 * spec::kNanosPerSecond};

}  // namespace

PlayedCase PlayInProcess(const generators::Case& test_case, const InProcessOptions& options) {
  PlayedCase played;
  spec::Instant now = spec::kFixedNow;
  std::mt19937_64 random(options.number);
  reference::ReferenceServer server(reference::ServerOptionsOf(
      reference::PoliciesFrom(options.policies), options.mutant, [&now] { return now; }));
  // A server of its own, to which nobody wrote before.
  const std::set<reference::SeriesId> empty = ReadableProperties(server.directory());
  conformance::InProcessSession session(
      conformance::InProcessTarget(server.directory()),
      [&](const spec::HttpRequest& request) {
        if (options.clock_steps) {
          now = spec::Plus(now, kClockStepsNanos[random() % kClockStepsNanos.size()]);
        }
        spec::HttpResponse response = server.Handle(request);
        if (options.record) {
          played.exchanges.emplace_back(request, response);
        }
        return response;
      },
      [&now] { return now; }, options.number, {.empty = &empty});
  played.outcome =
      conformance::Finish(session.transport(), conformance::RunCase(session.context(), test_case));
  return played;
}

reference::Assignments PoliciesOf(std::uint64_t number) {
  constexpr std::uint64_t kNumbersPerDefault = 4;
  reference::Assignments assignments;
  if (number % kNumbersPerDefault == 0) {
    return assignments;
  }
  std::mt19937_64 random(number);
  for (const reference::PolicyRow& row : reference::AllPolicies()) {
    assignments.emplace_back(row.name, row.alternatives[random() % row.alternatives.size()]);
  }
  return assignments;
}

}  // namespace swc::fuzz
