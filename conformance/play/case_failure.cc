#include "conformance/play/case_failure.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>
#include <vector>

#include "conformance/judge/transient_answer.h"
#include "conformance/play/case_puts.h"
#include "conformance/play/preflight.h"
#include "reference/reading/read_read.h"
#include "reference/reading/reading.h"
#include "spec/operation.h"

namespace swc::conformance {
namespace {

Task<bool> Succeeds(CaseState& state, spec::HttpRequest request) {
  Sent sent = co_await state.context.client.Send(std::move(request));
  state.outcome.stopped = state.outcome.stopped || sent.over_budget;
  co_return !sent.over_budget && !sent.transient && sent.exchange.response.has_value();
}

// One of the two has to succeed: a target whose reads are all at fault is not gone.
Task<bool> TargetIsHealthy(CaseState& state) {
  const std::string& run = state.context.leases.run();
  const bool reads = co_await Succeeds(state, HarmlessRequest(run));
  if (reads || state.outcome.stopped) {
    co_return reads;
  }
  const spec::Instant now =
      state.context.client.clock().At(state.context.client.transport().WallNow());
  const bool puts = co_await Succeeds(state, HarmlessPut(run, now));
  co_return puts;
}

bool IsHang(const Exchange& exchange) {
  return exchange.failure && *exchange.failure == TransportFailure::kTimeout;
}

// Returns the clauses that a request breaks, and where, without numbers of entries and values.
std::string FaultsOf(const std::vector<reference::Violation>& violations) {
  std::string faults;
  for (const reference::Violation& violation : violations) {
    std::string place = violation.pointer;
    std::erase_if(place, [](unsigned char c) { return std::isdigit(c) != 0; });
    faults += "|" + violation.clause->id + "@" + place;
  }
  return faults;
}

// Returns what inputs have in common that may hang for one reason: what the case is about, the
// operation, and what is faulty in the request.
std::string KindOf(const CaseState& state, const spec::HttpRequest& request) {
  const std::string about = state.about == nullptr ? "" : state.about->id;
  if (IsPutRequest(request)) {
    return about + "|put" + FaultsOf(reference::ReadPut(request).violations);
  }
  if (reference::ReadOperationOf(request)) {
    const reference::SentRead read = reference::ReadRead(request);
    return about + "|" + request.target.substr(0, request.target.find('?')) +
           FaultsOf(read.violations);
  }
  return about + "|" + request.method;
}

}  // namespace

void MarkAnswered(CaseState& state) {
  state.outcome.observations.Mark("robust.server-error", Side::kObserve);
  state.outcome.observations.Mark("robust.connection", Side::kObserve);
}

Task<void> JudgeFailure(CaseState& state, Sent sent, spec::HttpRequest request) {
  // U30: throttling is never the input's fault.
  const bool throttled = sent.exchange.response && IsThrottling(*sent.exchange.response);
  const bool healthy = co_await TargetIsHealthy(state);
  if (state.Over()) {
    co_return;
  }
  if (throttled || !healthy) {
    state.outcome.infra = DescribeFailure(sent.exchange);
    if (throttled) {
      state.outcome.infra += ", throttled for good; try --rate";
    }
    co_return;
  }
  const std::string kind = KindOf(state, request);
  const bool is_put = IsPutRequest(request);
  Sent again = co_await state.context.client.Send(std::move(request));
  if (again.over_budget) {
    state.outcome.stopped = true;
    co_return;
  }
  const Exchange& exchange = again.exchange;
  if (!again.transient && !exchange.failure) {
    state.outcome.infra = "a failure that did not come back: " + DescribeFailure(sent.exchange);
    co_return;
  }
  if (exchange.response && exchange.response->status < 500) {
    // An entry that fails for good, or a 408: an answer like any other.
    if (is_put) {
      JudgeLasting(state, exchange);
    } else {
      state.outcome.infra = DescribeFailure(exchange);
    }
    co_return;
  }
  if (IsHang(exchange)) {
    state.context.client.hangs().Prove(kind);
  }
  Observations observations;
  if (exchange.failure) {
    observations.Deviate("robust.connection", ToString(*exchange.failure), "",
                         "an answer to every request, as a harmless request gets one",
                         DescribeFailure(exchange));
  } else {
    observations.Deviate("robust.server-error", KindOfServerError(*exchange.response), "",
                         "no status of 500 or more, as a harmless request succeeds",
                         DescribeFailure(exchange));
  }
  state.faulty = true;
  state.Take(std::move(observations), exchange);
}

Task<bool> CameThrough(CaseState& state, bool transient, bool stopped, const Exchange& last) {
  state.outcome.stopped = state.outcome.stopped || stopped;
  if (stopped) {
    co_return false;
  }
  if (!transient && !last.failure) {
    co_return true;
  }
  spec::HttpRequest request = last.request;
  Sent sent;
  sent.exchange = last;
  sent.transient = true;
  co_await JudgeFailure(state, std::move(sent), std::move(request));
  co_return false;
}

bool IsBlocked(CaseState& state, const spec::HttpRequest& request) {
  const Hangs& hangs = state.context.client.hangs();
  if (!hangs.Any() || !hangs.Blocks(KindOf(state, request))) {
    return false;
  }
  state.outcome.blocked = "requests of this kind hang (robust.connection)";
  return true;
}

}  // namespace swc::conformance
