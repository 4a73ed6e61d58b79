#include <optional>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "conformance/client/client.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/put/lasting_failure.h"
#include "conformance/judge/read/judge_read.h"
#include "conformance/judge/read/judge_read_request.h"
#include "conformance/net/task.h"
#include "conformance/play/case_failure.h"
#include "conformance/play/case_patience.h"
#include "conformance/play/case_read_back.h"
#include "conformance/play/case_reads.h"
#include "conformance/play/case_state.h"
#include "generators/case/case.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/read_query.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/http_message.h"
#include "spec/operation.h"

namespace swc::conformance {
namespace {

// Returns what is known of the lent series that `identity` names.
std::optional<KnownSeries> KnownSeriesOf(const CaseState& state,
                                         const reference::Identity& identity) {
  for (const auto& [name, lent] : state.lease.series) {
    const bool by_ids = identity.asset_id && identity.asset_id == lent.names.asset_id &&
                        identity.property_id == lent.names.property_id;
    const bool by_alias = identity.alias && identity.alias == lent.names.alias;
    if ((by_ids || by_alias) && !lent.id.empty() && lent.readable) {
      return KnownSeries{.beliefs = &state.KnownOf(lent.id), .shared = !lent.fresh};
    }
  }
  return std::nullopt;
}

// Keeps the nextToken of an answer for later steps.
void KeepToken(CaseState& state, const spec::HttpResponse& response) {
  const auto body = nlohmann::json::parse(response.body, nullptr, false);
  if (body.is_object() && body.contains("nextToken") && body["nextToken"].is_string()) {
    state.binding.token = body["nextToken"].get<std::string>();
    state.rendered.clear();  // A put may name it.
  }
}

// Whether a step needs a token that no read has given.
bool LacksToken(const CaseState& state, const generators::Step& step) {
  return state.binding.token.empty() && step.body.dump().find("${token") != std::string::npos;
}

}  // namespace

Task<void> RunReadRaw(CaseState& state, const generators::Step& step) {
  co_await ConfirmAll(state);
  if (state.Over() || !state.outcome.deviations.empty() || state.beliefs.distrusted() ||
      LacksToken(state, step)) {
    co_return;
  }
  auto request = generators::RenderRequest(step, state.binding);
  if (!request) {
    state.End(CaseOutcome::Faulty{.error = request.error().WithContext(state.test_case.id)});
    co_return;
  }
  const spec::HttpRequest http = *std::move(request);
  const auto operation = spec::OperationOf(http);
  const bool may_ask =
      !operation || *operation == spec::Operation::kPut || state.MayRead(*operation);
  if (!may_ask || IsBlocked(state, http)) {
    co_return;
  }
  Patience patience(state);
  bool again = true;
  while (again) {
    spec::HttpRequest copy = http;
    Sent sent = co_await state.context.client.Send(std::move(copy));
    if (sent.over_budget) {
      state.End(CaseOutcome::OutOfBudget{});
      co_return;
    }
    const reference::SentRead read = reference::ParseReadRequest(sent.exchange.request);
    if (sent.transient || sent.exchange.failure) {
      spec::HttpRequest failed = http;
      co_await JudgeFailure(state, std::move(sent), std::move(failed));
      co_return;
    }
    Observations observations = JudgeRead(
        {.read = read,
         .response = *sent.exchange.response,
         .about = state.about,
         .known = [&](const auto& identity) { return KnownSeriesOf(state, identity); },
         .written = {.directory = &state.context.target.directory, .beliefs = &state.beliefs}});
    KeepToken(state, *sent.exchange.response);
    again = patience.ReadAgain(state, observations, sent.exchange);
    if (again) {
      co_await patience.Pause(state);
      continue;
    }
    for (const reference::Violation& violation : read.violations) {
      state.violated.insert(violation.clause);
    }
    MarkAnswered(state.outcome.observations);
  }
}

}  // namespace swc::conformance
