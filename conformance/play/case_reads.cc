#include "conformance/play/case_reads.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "conformance/client/client.h"
#include "conformance/client/read_requests.h"
#include "conformance/judge/read/judge_read.h"
#include "conformance/judge/read/judge_read_request.h"
#include "conformance/judge/read/judge_single_read.h"
#include "conformance/net/task.h"
#include "conformance/play/case_failure.h"
#include "conformance/play/case_patience.h"
#include "conformance/play/case_read_back.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/case_state.h"
#include "conformance/play/series_reader.h"
#include "conformance/target/leases.h"
#include "generators/case/case.h"
#include "reference/reading/parse_read_request.h"
#include "spec/operation.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using Json = nlohmann::ordered_json;

By ByOfStep(const Json& body, const LentSeries& lent) {
  return ByOf(lent.names, body.value("by", ""), By::kAlias);
}

}  // namespace

// read.date-fraction: a fraction may be refused, so bounds go out as whole seconds.
std::optional<HistoryRequest> ParseHistoryStep(CaseState& state, const Json& body) {
  HistoryRequest request;
  for (const auto& [member, target] :
       {std::pair{"start", &request.start}, std::pair{"end", &request.end}}) {
    if (body.contains(member)) {
      const auto time = generators::EvaluateTime(body.at(member).get<std::string>(), state.binding);
      if (!time) {
        state.End(CaseOutcome::Faulty{.error = time.error().WithContext(state.test_case.id)});
        return std::nullopt;
      }
      *target = spec::Instant{.seconds = time->seconds, .nanos = 0};
    }
  }
  if (body.contains("quality")) {
    request.quality = spec::ParseQuality(body.at("quality").get<std::string>());
  }
  request.order_given = body.contains("order");
  request.descending = body.value("order", "") == "DESCENDING";
  if (body.contains("maxResults")) {
    request.max_results = body.at("maxResults").get<std::size_t>();
  }
  return request;
}

bool AsksForSlice(const HistoryRequest& request) {
  constexpr std::int64_t kSecondsMax = 600;  // A slice has two minutes.
  return request.start && request.end &&
         request.end->seconds - request.start->seconds <= kSecondsMax;
}

namespace {

// Sends a read of ids that name nothing.
Task<void> ReadUnknown(CaseState& state, spec::HttpRequest request) {
  const Sent sent = co_await state.context.client.Send(std::move(request));
  const bool through = co_await CameThrough(state, sent.transient, sent.over_budget, sent.exchange);
  if (!through) {
    co_return;
  }
  const auto operation = reference::ReadOperationOf(sent.exchange.request);
  state.Take(JudgeReadOfNothing(*operation, *sent.exchange.response), sent.exchange);
}

KnownSeries KnownIn(const CaseState& state, const LentSeries& lent) {
  return {.beliefs = &state.KnownOf(lent.id), .shared = !lent.fresh};
}

// Whether a read names, by ids, a property that does not exist.
bool NamesUnknown(const Json& body, const LentSeries& lent) {
  return lent.id.empty() && body.value("by", "") == "ids";
}

}  // namespace

Task<void> RunHistory(CaseState& state, const Json& body) {
  const auto request = ParseHistoryStep(state, body);
  const LentSeries& lent = state.lease.series.find(body.at("series").get<std::string>())->second;
  if (request && NamesUnknown(body, lent)) {
    co_await ReadUnknown(state, HistoryRequestOf(lent.names, By::kIds, *request, std::nullopt));
    co_return;
  }
  if (!request || lent.id.empty() || !lent.readable || (!lent.fresh && !AsksForSlice(*request))) {
    co_return;
  }
  co_await ConfirmSeries(state, lent.id);
  if (state.Over() || !state.outcome.deviations.empty() || state.beliefs.distrusted()) {
    co_return;
  }
  const By by = ByOfStep(body, lent);
  // A step's times and numbers are anything that a case says; what a refusal has to look like is a
  // matter of RunReadRaw.
  const auto http = HistoryRequestOf(lent.names, by, *request, std::nullopt);
  if (MayBeRefused(reference::ParseReadRequest(http)) || IsBlocked(state, http)) {
    co_return;
  }
  Patience patience(state);
  bool again = true;
  while (again) {
    HistoryResult result = co_await ReadHistory(state.context.client, lent.names, by, *request);
    const bool through =
        co_await CameThrough(state, result.transient, result.stopped, result.last());
    if (!through) {
      co_return;
    }
    result.observations.Add(JudgeHistoryOf({.asked = *request,
                                            .pages = std::move(result.pages.values),
                                            .not_found = result.pages.not_found,
                                            .known = KnownIn(state, lent)}));
    again = !result.endless && patience.ReadAgain(state, result.observations, result.last());
    if (result.endless) {
      state.Take(std::move(result.observations), result.last());
    }
    if (again) {
      co_await patience.Pause(state);
    }
  }
}

Task<void> RunLatest(CaseState& state, const Json& body) {
  const LentSeries& lent = state.lease.series.find(body.at("series").get<std::string>())->second;
  if (NamesUnknown(body, lent)) {
    co_await ReadUnknown(state, LatestRequestOf(lent.names, By::kIds));
    co_return;
  }
  if (lent.id.empty() || !lent.readable) {
    co_return;
  }
  co_await ConfirmSeries(state, lent.id);
  if (state.Over() || !state.outcome.deviations.empty() || state.beliefs.distrusted()) {
    co_return;
  }
  const spec::HttpRequest request = LatestRequestOf(lent.names, ByOfStep(body, lent));
  if (MayBeRefused(reference::ParseReadRequest(request)) || IsBlocked(state, request)) {
    co_return;
  }
  Patience patience(state);
  bool again = true;
  while (again) {
    spec::HttpRequest copy = request;
    const Sent sent = co_await state.context.client.Send(std::move(copy));
    const bool through =
        co_await CameThrough(state, sent.transient, sent.over_budget, sent.exchange);
    if (!through) {
      co_return;
    }
    Observations observations = JudgeLatestAnswer(*sent.exchange.response, KnownIn(state, lent));
    again = patience.ReadAgain(state, observations, sent.exchange);
    if (again) {
      co_await patience.Pause(state);
    }
  }
}

}  // namespace swc::conformance
