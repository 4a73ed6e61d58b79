// Reads of what the caller may not write: does anything stand there that was refused?
#include "conformance/play/case_read_back_denied.h"

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "conformance/client/read_requests.h"
#include "conformance/judge/beliefs.h"
#include "conformance/judge/read/denied_values.h"
#include "conformance/judge/read/judge_stored.h"
#include "conformance/judge/read_answer.h"
#include "conformance/net/task.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/case_state.h"
#include "conformance/play/series_reader.h"
#include "generators/case/case.h"
#include "reference/reading/series_id.h"

namespace swc::conformance {
namespace {

std::vector<std::optional<int>> StatusesOf(const SeriesResult& result) {
  std::vector<std::optional<int>> statuses;
  for (const PageRead& page : result.pages) {
    const auto& response = page.exchange->response;
    statuses.push_back(response ? std::optional(response->status) : std::nullopt);
  }
  return statuses;
}

generators::SeriesBinding NamesOf(const CaseState& state, const reference::SeriesId& id) {
  const auto found = state.names.find(id);
  return found == state.names.end() ? generators::SeriesBinding() : found->second;
}

}  // namespace

Task<void> NoteWhatDeniedHolds(CaseState& state, reference::SeriesId id,
                               std::vector<TimeRange> ranges) {
  const generators::SeriesBinding names = NamesOf(state, id);
  SeriesResult result =
      co_await ReadSeries(state.context.client, names, ByOf(names, "", By::kAlias), ranges);
  if (result.stopped) {
    state.End(CaseOutcome::OutOfBudget{});
  }
  for (const auto& seen : result.seen) {
    for (const SeenValue& value : seen) {
      state.denied_before[id].insert({.time = value.time, .quality = value.quality});
    }
  }
}

Task<void> ReadBackDenied(CaseState& state, reference::SeriesId id, std::vector<TimeRange> ranges) {
  const SeriesBeliefs* known = state.beliefs.Find(id);
  if (known == nullptr || ranges.empty()) {
    co_return;  // Nothing was sent there.
  }
  const generators::SeriesBinding names = NamesOf(state, id);
  SeriesResult result =
      co_await ReadSeries(state.context.client, names, ByOf(names, "", By::kAlias), ranges);
  if (result.stopped) {
    state.End(CaseOutcome::OutOfBudget{});
  }
  const DeniedRead read = JudgeDeniedRead(StatusesOf(result), !result.transient && !result.stopped,
                                          state.outcome.observations);
  if (read == DeniedRead::kAnswered) {
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      const std::vector<SeenValue> own = OwnValues(result.seen[i], *known, state.denied_before[id]);
      StoredJudgement judged =
          JudgeStored({.series = id, .first = ranges[i].first, .last = ranges[i].last, .seen = own},
                      true, state.beliefs);
      state.Take(std::move(judged.observations), *result.last());
    }
  }
}

}  // namespace swc::conformance
