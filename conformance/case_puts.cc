#include "conformance/case_puts.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "conformance/judge.h"
#include "conformance/read_requests.h"
#include "reference/reading.h"
#include "spec/clause.h"

namespace swc::conformance {
namespace {

reference::Reading Read(CaseState& state, const Exchange& exchange) {
  reference::Reading reading = reference::ReadPut(exchange.request);
  const auto [earliest, latest] = state.context.client.clock().During(exchange);
  reference::ReadInContext({.directory = state.context.target.directory,
                            .series = state.beliefs,
                            .now_earliest = earliest,
                            .now_latest = latest},
                           reading);
  return reading;
}

void NoteViolations(CaseState& state, const reference::Reading& reading) {
  for (const reference::Violation& violation : reading.violations) {
    state.violated.insert(violation.clause);
  }
  ++state.puts;
}

Task<bool> ProbeIsHealthy(CaseState& state) {
  generators::SeriesBinding nothing;
  nothing.alias = fmt::format("/sitewise-conformance/{}/probe", state.context.leases.run());
  spec::HttpRequest request = LatestRequestOf(nothing, By::kAlias);
  Sent sent = co_await state.context.client.Send(std::move(request));
  state.outcome.stopped = sent.over_budget;
  co_return !sent.over_budget && !sent.transient && sent.exchange.response.has_value();
}

// A failure that retries did not heal: the input's fault only if a harmless request succeeds and
// the input fails once more (robust.*).
Task<void> JudgeTransient(CaseState& state, Sent sent, spec::HttpRequest request) {
  const bool throttled = sent.exchange.response && sent.exchange.response->status == 429;
  const bool healthy = co_await ProbeIsHealthy(state);
  if (state.Over()) {
    co_return;
  }
  if (throttled || !healthy) {
    state.outcome.infra = DescribeFailure(sent.exchange);
    co_return;
  }
  Sent again = co_await state.context.client.Send(std::move(request));
  if (!again.transient) {
    state.outcome.infra = "a failure that did not come back: " + DescribeFailure(sent.exchange);
    co_return;
  }
  Observations observations;
  const Exchange& exchange = again.exchange;
  if (exchange.failure) {
    observations.Deviate("robust.connection", ToString(*exchange.failure), "",
                         "an answer to every request, as a harmless request gets one",
                         DescribeFailure(exchange));
  } else {
    observations.Deviate("robust.server-error", "status", "",
                         "no status of 500 or more, as a harmless request succeeds",
                         DescribeFailure(exchange));
  }
  state.Take(std::move(observations), exchange);
}

// wire.path: a method or path of no operation.
Task<void> JudgeUnbound(CaseState& state, Sent sent) {
  const spec::Clause& clause = spec::Catalogue::Get().At("wire.path");
  if (sent.exchange.failure) {
    spec::HttpRequest request = sent.exchange.request;
    co_await JudgeTransient(state, std::move(sent), std::move(request));
    co_return;
  }
  Observations observations;
  const int status = sent.exchange.response->status;
  const auto& permitted = clause.reject.request_statuses;
  if (std::ranges::find(permitted, status) != permitted.end()) {
    observations.Mark(clause, Side::kReject);
  } else {
    observations.Deviate(clause.id, "other-status", "", clause.statement,
                         fmt::format("status {}", status));
  }
  state.Take(std::move(observations), sent.exchange);
}

}  // namespace

bool IsPutRequest(const spec::HttpRequest& request) {
  return request.method == "POST" &&
         request.target.substr(0, request.target.find('?')) == "/properties";
}

Task<void> RunPut(CaseState& state, const generators::Step& step) {
  auto request = generators::RenderPut(step, state.binding);
  if (!request) {
    state.outcome.error = request.error().WithContext(state.test_case.id);
    co_return;
  }
  spec::HttpRequest http = *std::move(request);
  Sent sent = co_await state.context.client.Send(http);
  if (sent.over_budget) {
    state.outcome.stopped = true;
    co_return;
  }
  if (!IsPutRequest(http)) {
    co_await JudgeUnbound(state, std::move(sent));
    co_return;
  }
  reference::Reading reading = Read(state, sent.exchange);
  for (const reference::ReadEntry& entry : reading.entries) {
    state.outcome.values += entry.values.size();
  }
  if (sent.transient || sent.exchange.failure) {
    BelieveAnything(reading, state.beliefs);
    co_await JudgeTransient(state, std::move(sent), http);
    co_return;
  }
  if (sent.retried) {
    // An attempt before this one may have had its effects already.
    BelieveAnything(reading, state.beliefs);
  }
  NoteViolations(state, reading);
  state.last_put = sent.exchange;
  state.written_at = state.context.client.transport().Now();
  state.Take(JudgePut({.reading = reading,
                       .response = *sent.exchange.response,
                       .directory = state.context.target.directory,
                       .about = state.about,
                       .now = state.binding.now},
                      state.beliefs),
             sent.exchange);
  state.outcome.observations.Mark("robust.server-error", Side::kObserve);
  state.outcome.observations.Mark("robust.connection", Side::kObserve);
}

}  // namespace swc::conformance
