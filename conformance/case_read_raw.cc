#include <optional>
#include <utility>

#include "conformance/case_patience.h"
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
  const spec::HttpRequest http = *std::move(request);
  Patience patience(state);
  bool again = true;
  while (again) {
    spec::HttpRequest copy = http;
    Sent sent = co_await state.context.client.Send(std::move(copy));
    if (sent.over_budget) {
      state.outcome.stopped = true;
      co_return;
    }
    const reference::SentRead read = reference::ReadRead(sent.exchange.request);
    if (sent.transient && sent.exchange.response && !read.violations.empty()) {
      co_return;  // The contract is about puts: a wrong read may fail as it likes.
    }
    if (sent.transient || sent.exchange.failure) {
      spec::HttpRequest failed = http;
      co_await JudgeTransient(state, std::move(sent), std::move(failed));
      co_return;
    }
    Observations observations =
        JudgeRead({.read = read,
                   .response = *sent.exchange.response,
                   .about = state.about,
                   .known = [&](const auto& identity) { return KnownSeriesOf(state, identity); }});
    again = patience.ReadAgain(state, observations, sent.exchange);
    if (again) {
      co_await patience.Pause(state);
      continue;
    }
    for (const reference::Violation& violation : read.violations) {
      state.violated.insert(violation.clause);
    }
    MarkAnswered(state);
  }
}

}  // namespace swc::conformance
