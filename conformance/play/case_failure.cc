#include "conformance/play/case_failure.h"

#include <cctype>
#include <string>
#include <utility>
#include <vector>

#include "conformance/client/client.h"
#include "conformance/client/read_access.h"
#include "conformance/judge/put/lasting_failure.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/judge/transient_answer.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_puts.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/case_state.h"
#include "conformance/play/paged_bytes.h"
#include "conformance/play/series_reader.h"
#include "conformance/preflight/preflight.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/reading.h"
#include "spec/operation.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

Task<bool> Succeeds(CaseState& state, spec::HttpRequest request) {
  Sent sent = co_await state.context.client.Send(std::move(request));
  if (sent.over_budget) {
    state.End(CaseOutcome::OutOfBudget{});
  }
  co_return !sent.over_budget && !sent.transient && sent.exchange.response.has_value();
}

// One of the two has to succeed: a target whose reads are all at fault is not gone.
Task<bool> TargetIsHealthy(CaseState& state) {
  const std::string& run = state.context.leases.run();
  const bool reads = co_await Succeeds(state, HarmlessRequest(run));
  if (reads || state.Over()) {
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
    return about + "|put" + FaultsOf(reference::ParsePut(request).violations);
  }
  if (reference::ReadOperationOf(request)) {
    const reference::SentRead read = reference::ParseReadRequest(request);
    return about + "|" + request.target.substr(0, request.target.find('?')) +
           FaultsOf(read.violations);
  }
  return about + "|" + request.method;
}

}  // namespace

Task<void> JudgeFailure(CaseState& state, Sent sent, spec::HttpRequest request) {
  const bool healthy = co_await TargetIsHealthy(state);
  if (state.Over()) {
    co_return;
  }
  if (!MayBeOfInput(sent.exchange, healthy)) {
    const bool throttled = sent.exchange.response && IsThrottling(*sent.exchange.response);
    state.End(CaseOutcome::Unasked{.why = DescribeFailure(sent.exchange) +
                                          (throttled ? ", throttled for good; try --rate" : "")});
    co_return;
  }
  const std::string kind = KindOf(state, request);
  Sent again = co_await state.context.client.Send(std::move(request));
  const Exchange& exchange = again.exchange;
  if (again.over_budget) {
    state.End(CaseOutcome::OutOfBudget{});
  } else if (!again.transient && !exchange.failure) {
    state.End(CaseOutcome::Unasked{.why = "a failure that did not come back: " +
                                          DescribeFailure(sent.exchange)});
  } else if (!IsAnswer(exchange)) {
    if (IsHang(exchange)) {
      state.context.client.hangs().Prove(kind);
    }
    state.Take(JudgeFailure(exchange), exchange);
    state.End(CaseOutcome::TargetFailed{});
  } else if (IsPutRequest(exchange.request)) {
    JudgeLasting(state, exchange);
  } else {
    state.End(CaseOutcome::Unasked{.why = DescribeFailure(exchange)});
  }
}

Task<bool> CameThrough(CaseState& state, bool transient, bool stopped, const Exchange& last) {
  if (stopped) {
    state.End(CaseOutcome::OutOfBudget{});
    co_return false;
  }
  if (!transient && !last.failure) {
    co_return true;
  }
  if (last.failure_detail == PagedBytes::kDetail) {
    state.End(CaseOutcome::Unasked{.why = DescribeFailure(last)});  // No page is at fault.
    co_return false;
  }
  spec::HttpRequest request = last.request;
  Sent sent;
  sent.exchange = last;
  sent.transient = true;
  co_await JudgeFailure(state, std::move(sent), std::move(request));
  co_return false;
}

Task<bool> CameThrough(CaseState& state, SeriesResult& result) {
  if (result.endless) {
    if (state.context.reads != nullptr) {
      state.context.reads->NoteEndless(spec::Operation::kHistory);
    }
    state.Take(std::move(result));
    state.End(CaseOutcome::TargetFailed{});
    co_return false;
  }
  const KeptExchange last = result.last();
  const bool through = co_await CameThrough(state, result.transient, result.stopped, *last);
  co_return through;
}

bool IsBlocked(CaseState& state, const spec::HttpRequest& request) {
  const Hangs& hangs = state.context.client.hangs();
  if (!hangs.Any() || !hangs.Blocks(KindOf(state, request))) {
    return false;
  }
  state.End(CaseOutcome::Blocked{.why = "requests of this kind hang (robust.connection)"});
  return true;
}

}  // namespace swc::conformance
