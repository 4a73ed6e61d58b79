#include "conformance/play/case_read_back.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <ratio>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/client/read_requests.h"
#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read/compare_stored.h"
#include "conformance/judge/read/judge_read.h"
#include "conformance/judge/read/judge_stored.h"
#include "conformance/judge/read_answer.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_failure.h"
#include "conformance/play/case_patience.h"
#include "conformance/play/case_read_back_denied.h"
#include "conformance/play/case_state.h"
#include "conformance/play/series_reader.h"
#include "generators/case/case.h"
#include "reference/reading/directory.h"
#include "reference/reading/series_id.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

StoredToJudge Stored(const reference::SeriesId& id, const TimeRange& range,
                     const std::vector<SeenValue>& seen) {
  return {.series = id, .first = range.first, .last = range.last, .seen = seen};
}

bool Readable(CaseState& state, const reference::SeriesId& id) {
  const reference::Property* property = state.context.target.directory.FindBySeries(id);
  return property == nullptr || property->access == reference::Access::kGranted;
}

bool SomethingCertain(CaseState& state, const reference::SeriesId& id) {
  const SeriesBeliefs* known = state.beliefs.Find(id);
  return known != nullptr && std::ranges::any_of(*known, [](const auto& item) {
           return item.second.Certain() != nullptr && !item.second.was_seen();
         });
}

void NoteTimeTaken(CaseState& state, bool at_once) {
  const auto took = state.context.client.transport().Now() - *state.written_at;
  state.outcome.visible_ms.push_back(std::chrono::duration<double, std::milli>(took).count());
  NoteVisible(at_once, state.outcome.observations);
}

// Keeps what one stretch of a series showed, each deviation with the page that shows its key.
void KeepJudged(std::size_t range, Observations judged, SeriesResult& result) {
  for (Deviation& deviation : judged.deviations) {
    const KeptExchange& shows = result.PageOf(range, *deviation.key);
    result.deviations.push_back({.deviation = std::move(deviation), .exchange = shows});
  }
  judged.deviations.clear();
  result.observations.Add(std::move(judged));
}

// Whether nobody but this case can have written to a stream.
bool NobodyElseWrites(const CaseState& state, const reference::SeriesId& id) {
  const auto fresh = state.fresh.find(id);
  return (fresh != state.fresh.end() && fresh->second) ||
         (id.stream() != nullptr &&
          state.context.target.directory.streams == reference::Setting::kOff);
}

// read.no-data: a stream without a value.
void NoteStreamWithoutData(CaseState& state, const reference::SeriesId& id, SeriesResult& result) {
  const bool shows =
      std::ranges::any_of(result.seen, [](const auto& values) { return !values.empty(); });
  if (shows || !NobodyElseWrites(state, id)) {
    return;
  }
  const SeriesBeliefs* found = state.beliefs.Find(id);
  static const SeriesBeliefs kNothing;
  const SeriesBeliefs& known = found == nullptr ? kNothing : *found;
  if (result.not_found) {
    NoteNoData(true, known, result.observations);
  }
  if (result.empty) {
    NoteNoData(false, known, result.observations);
  }
}

// Both names show the same values.
Task<void> CompareByIds(CaseState& state, reference::SeriesId id, generators::SeriesBinding names,
                        std::vector<TimeRange> ranges) {
  Patience patience(state);
  while (true) {
    SeriesResult result = co_await ReadSeries(state.context.client, names, By::kIds, ranges);
    const bool through = co_await CameThrough(state, result);
    if (!through) {
      co_return;
    }
    std::vector<StoredToJudge> stored;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      stored.push_back(Stored(id, ranges[i], result.seen[i]));
    }
    JudgedByOtherName judged = JudgeOtherName(stored, state.beliefs);
    if (!judged.observations.deviations.empty()) {
      if (!patience.Late(state)) {
        co_await patience.Pause(state);
        continue;
      }
      ++state.context.deadlines_missed;
    }
    KeepJudged(judged.range, std::move(judged.observations), result);
    state.Take(std::move(result));
    co_return;
  }
}

}  // namespace

std::vector<TimeRange> RangesFor(CaseState& state, const reference::SeriesId& id) {
  const auto fixed = state.ranges.find(id);
  if (fixed != state.ranges.end()) {
    return fixed->second;
  }
  // Values of others may lie right beside those on a property; a fresh stream has no others.
  const SeriesBeliefs* known = state.beliefs.Find(id);
  const auto found = state.fresh.find(id);
  const bool fresh = found != state.fresh.end() && found->second;
  std::vector<TimeRange> ranges;
  if (known != nullptr) {
    ranges = RangesOf(*known, fresh ? std::chrono::seconds(1'000'000) : kPropertyGap);
  }
  if (fresh) {
    const TimeRange around{.first = spec::Plus(state.binding.t0, -60 * spec::kNanosPerSecond),
                           .last = spec::Plus(state.binding.now, 60 * spec::kNanosPerSecond)};
    if (ranges.empty()) {
      ranges.push_back(around);
    }
    ranges.front().first = std::min(ranges.front().first, around.first);
    ranges.back().last = std::max(ranges.back().last, around.last);
    ranges = {TimeRange{.first = ranges.front().first, .last = ranges.back().last}};
  }
  return ranges;
}

Task<void> ReadBackSeries(CaseState& state, reference::SeriesId id) {
  if (!state.MayReadBack()) {
    co_return;
  }
  std::vector<TimeRange> ranges = RangesFor(state, id);
  if (!Readable(state, id)) {
    co_await ReadBackDenied(state, std::move(id), std::move(ranges));
    co_return;
  }
  const generators::SeriesBinding names = state.names[id];
  const By by = names.alias ? By::kAlias : By::kIds;
  state.confirmed.erase(id);
  Patience patience(state);
  const bool open_write = state.written_at && SomethingCertain(state, id);
  Fit fit = Fit::kYes;
  for (bool first = true;; first = false) {
    SeriesResult result = co_await ReadSeries(state.context.client, names, by, ranges);
    const bool through = co_await CameThrough(state, result);
    if (!through) {
      co_return;
    }
    if (result.refused) {
      state.Take(std::move(result));
      co_return;
    }
    fit = Fit::kYes;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      fit = std::max(fit, CompareStored(Stored(id, ranges[i], result.seen[i]), state.beliefs));
    }
    const bool late = patience.Late(state);
    const bool wait = fit == Fit::kPending || (fit == Fit::kOpen && state.context.patient);
    if (wait && !late) {
      co_await patience.Pause(state);
      continue;
    }
    if (fit == Fit::kPending) {
      ++state.context.deadlines_missed;
    } else if (fit <= Fit::kOpen && open_write && !state.context.patient) {
      NoteTimeTaken(state, first);
    }
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      StoredJudgement judged =
          JudgeStored(Stored(id, ranges[i], result.seen[i]), late, state.beliefs);
      KeepJudged(i, std::move(judged.observations), result);
      std::ranges::copy(judged.undecided, std::back_inserter(state.outcome.undecided));
    }
    NoteStreamWithoutData(state, id, result);
    state.Take(std::move(result));
    break;
  }
  if (names.alias && names.asset_id && state.outcome.deviations.empty()) {
    co_await CompareByIds(state, id, names, ranges);
  }
  if (fit == Fit::kYes && state.outcome.deviations.empty() && !state.Over()) {
    state.confirmed.insert(std::move(id));
  }
}

Task<void> ConfirmSeries(CaseState& state, reference::SeriesId id) {
  if (!state.confirmed.contains(id)) {
    co_await ReadBackSeries(state, std::move(id));
  }
}

namespace {

using OfOneSeries = Task<void> (*)(CaseState&, reference::SeriesId);

Task<void> ForAll(CaseState& state, OfOneSeries read) {
  std::vector<reference::SeriesId> all;
  all.reserve(state.names.size());
  for (const auto& [id, names] : state.names) {
    all.push_back(id);
  }
  for (const reference::SeriesId& id : all) {
    co_await read(state, id);
    if (state.Over()) {
      co_return;
    }
  }
  state.written_at.reset();
}

}  // namespace

Task<void> ReadBackAll(CaseState& state) { return ForAll(state, ReadBackSeries); }

Task<void> ConfirmAll(CaseState& state) { return ForAll(state, ConfirmSeries); }

}  // namespace swc::conformance
