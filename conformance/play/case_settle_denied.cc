// Reads of what the caller may not write: does anything stand there that was refused?
#include "conformance/play/case_settle_denied.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "conformance/judge/denied_values.h"
#include "conformance/judge/judge_stored.h"
#include "conformance/play/series_reader.h"

namespace swc::conformance {
namespace {

constexpr int kNotFound = 404;

// A 404 says that nothing is there, as of any property without values (read.no-data): no refusal.
bool WasRefused(const SeriesResult& result) {
  return std::ranges::any_of(result.pages, [](const PageRead& page) {
    const auto& response = page.exchange.response;
    return response && response->status >= 400 && response->status < 500 &&
           response->status != kNotFound;
  });
}

bool WasAnswered(const SeriesResult& result) {
  return !result.transient && !result.stopped &&
         std::ranges::all_of(result.pages, [](const PageRead& page) {
           const auto& response = page.exchange.response;
           return response && (response->status == 200 || response->status == kNotFound);
         });
}

generators::SeriesBinding NamesOf(const CaseState& state, const reference::SeriesId& id) {
  const auto found = state.names.find(id);
  return found == state.names.end() ? generators::SeriesBinding() : found->second;
}

By ByFor(const generators::SeriesBinding& names) { return names.alias ? By::kAlias : By::kIds; }

}  // namespace

Task<void> NoteWhatDeniedHolds(CaseState& state, reference::SeriesId id,
                               std::vector<TimeRange> ranges) {
  const generators::SeriesBinding names = NamesOf(state, id);
  SeriesResult result = co_await ReadSeries(state.context.client, names, ByFor(names), ranges);
  state.outcome.stopped = state.outcome.stopped || result.stopped;
  for (const auto& seen : result.seen) {
    for (const SeenValue& value : seen) {
      state.denied_before[id].insert({.time = value.time, .quality = value.quality});
    }
  }
}

Task<void> SettleDenied(CaseState& state, reference::SeriesId id, std::vector<TimeRange> ranges) {
  const SeriesBeliefs* known = state.beliefs.Find(id);
  if (known == nullptr || ranges.empty()) {
    co_return;  // Nothing was sent there.
  }
  const generators::SeriesBinding names = NamesOf(state, id);
  SeriesResult result = co_await ReadSeries(state.context.client, names, ByFor(names), ranges);
  state.outcome.stopped = state.outcome.stopped || result.stopped;
  if (WasRefused(result)) {
    state.outcome.observations.Choose("access.denied.read", "refused");
  } else if (WasAnswered(result)) {
    state.outcome.observations.Choose("access.denied.read", "answered");
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      const std::vector<SeenValue> own = OwnValues(result.seen[i], *known, state.denied_before[id]);
      StoredJudgement judged =
          JudgeStored({.series = id, .first = ranges[i].first, .last = ranges[i].last, .seen = own},
                      true, state.beliefs);
      state.Take(std::move(judged.observations), result.last());
    }
  }
}

}  // namespace swc::conformance
