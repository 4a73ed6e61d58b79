#include <optional>
#include <utility>

#include "conformance/case_puts.h"
#include "conformance/case_reads.h"
#include "conformance/case_settle.h"
#include "conformance/judge_read_request.h"
#include "reference/read_read.h"

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

}  // namespace

Task<void> RunReadRaw(CaseState& state, const generators::Step& step) {
  co_await SettleAll(state);
  if (state.Over() || !state.outcome.found.empty() || state.beliefs.distrusted()) {
    co_return;
  }
  auto request = generators::RenderRequest(step, state.binding);
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
  if (sent.transient || sent.exchange.failure) {
    co_await JudgeTransient(state, std::move(sent), std::move(http));
    co_return;
  }
  const reference::SentRead read = reference::ReadRead(sent.exchange.request);
  for (const reference::Violation& violation : read.violations) {
    state.violated.insert(violation.clause);
  }
  state.Take(
      JudgeRead({.read = read,
                 .response = *sent.exchange.response,
                 .about = state.about,
                 .known = [&](const auto& identity) { return KnownSeriesOf(state, identity); }}),
      sent.exchange);
  MarkAnswered(state);
}

}  // namespace swc::conformance
