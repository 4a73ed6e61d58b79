#include "conformance/play/case_settle.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/judge/read/judge_stored.h"
#include "conformance/play/case_failure.h"
#include "conformance/play/case_patience.h"
#include "conformance/play/case_puts.h"
#include "conformance/play/case_settle_denied.h"
#include "conformance/play/series_reader.h"
#include "generators/case/case.h"
#include "generators/case/puts_of_step.h"
#include "reference/model/store.h"
#include "reference/reading/series_id.h"

namespace swc::conformance {
namespace {

using generators::Step;

// Values of one property that lie further apart are read by separate queries.
constexpr std::chrono::seconds kPropertyGap{60};

StoredToJudge Stored(const reference::SeriesId& id, const TimeRange& range,
                     const std::vector<SeenValue>& seen) {
  return {.series = id, .first = range.first, .last = range.last, .seen = seen};
}

// A value that can only be refused has neighbours all the same: their number may be what a second
// error is about (quota.points-per-second, duplicate.other-quality).
void AddPoints(const reference::Reading& reading, Beliefs& touched) {
  for (const reference::ReadEntry& entry : reading.entries) {
    for (const reference::ReadValue& value : entry.values) {
      if (!value.time || !value.quality) {
        continue;
      }
      for (const reference::SeriesId& series : entry.series) {
        (void)touched.At(series, {.time = *value.time, .quality = *value.quality});
      }
    }
  }
}

// Adds every key that the puts of this case may write, or name. A case with a put that cannot be
// sent is not begun: what it wrote before would be left unread, and show itself to the next case.
void AddKeysToTouch(CaseState& state, Beliefs& touched) {
  for (const Step& step : generators::PutsOf(state.test_case)) {
    const auto request = generators::RenderPut(step, state.binding);
    if (!request) {
      state.End(CaseOutcome::Faulty{.error = request.error().WithContext(state.test_case.id)});
      return;
    }
    if (!IsPutRequest(*request)) {
      continue;
    }
    const reference::Reading reading =
        reference::ReadPut(*request, {.directory = state.context.target.directory,
                                      .series = touched,
                                      .now_earliest = state.binding.now,
                                      .now_latest = state.binding.now});
    AddPoints(reading, touched);
  }
}

// Returns the stretches of time that are touched in `series`.
std::vector<TimeRange> RangesIn(const Beliefs& touched, const reference::SeriesId& series) {
  const SeriesBeliefs* found = touched.Find(series);
  std::vector<TimeRange> ranges =
      found == nullptr ? std::vector<TimeRange>() : RangesOf(*found, kPropertyGap);
  // quota.points-per-second: what else lies in a second counts too.
  for (TimeRange& range : ranges) {
    range.first.nanos = 0;
    range.last.nanos = spec::kNanosPerSecond - 1;
  }
  return ranges;
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
    const Exchange& shows = result.PageOf(range, *deviation.key);
    result.found.push_back({.deviation = std::move(deviation), .exchange = shows});
  }
  judged.deviations.clear();
  result.observations.Add(std::move(judged));
}

// Both names show the same values.
Task<void> CompareByIds(CaseState& state, reference::SeriesId id, generators::SeriesBinding names,
                        std::vector<TimeRange> ranges) {
  Patience patience(state);
  while (true) {
    SeriesResult result = co_await ReadSeries(state.context.client, names, By::kIds, ranges);
    const bool through =
        co_await CameThrough(state, result.transient, result.stopped, result.last());
    if (!through) {
      co_return;
    }
    std::vector<StoredToJudge> stored;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      stored.push_back(Stored(id, ranges[i], result.seen[i]));
    }
    JudgedByOtherName judged = JudgeOtherName(stored, state.beliefs);
    if (!judged.observations.deviations.empty() && !patience.Late(state)) {
      co_await patience.Pause(state);
      continue;
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

namespace {

// Whether nobody wrote to a stream before this case: it is one that was lent as new, or the case
// makes its alias from one.
bool IsNew(const CaseState& state, const reference::SeriesId& id) {
  return std::ranges::any_of(state.lease.series, [&](const auto& item) {
    const LentSeries& lent = item.second;
    // A name of nothing is given to no other case either.
    const bool is_new = (lent.fresh && !lent.any_type) || lent.id.empty();
    return is_new && lent.names.alias && id.stream() != nullptr &&
           id.stream()->starts_with(*lent.names.alias);
  });
}

Task<void> ReadOneThatLiesThere(CaseState& state, reference::SeriesId id,
                                generators::SeriesBinding names, std::vector<TimeRange> ranges) {
  const By by = names.alias ? By::kAlias : By::kIds;
  SeriesResult result = co_await ReadSeries(state.context.client, names, by, ranges);
  const bool through = co_await CameThrough(state, result.transient, result.stopped, result.last());
  if (!through) {
    co_return;
  }
  for (const auto& seen : result.seen) {
    BelieveSeen(id, seen, state.beliefs);
  }
  state.ranges[id] = std::move(ranges);
}

}  // namespace

Task<void> ReadWhatLiesThere(CaseState& state) {
  Beliefs touched;
  AddKeysToTouch(state, touched);
  std::set<reference::SeriesId> lent_ids;
  if (state.Over() || !state.MayReadBack()) {
    co_return;
  }
  for (const auto& [name, lent] : state.lease.series) {
    lent_ids.insert(lent.id);
    if (lent.fresh || lent.id.empty() || state.Over()) {
      continue;
    }
    reference::SeriesId id = lent.id;
    generators::SeriesBinding names = lent.names;
    std::vector<TimeRange> ranges = RangesIn(touched, id);
    if (!lent.readable) {
      co_await NoteWhatDeniedHolds(state, std::move(id), std::move(ranges));
      continue;
    }
    co_await ReadOneThatLiesThere(state, std::move(id), std::move(names), std::move(ranges));
  }
  const std::vector<reference::SeriesId> ids = touched.Ids();
  for (reference::SeriesId id : ids) {
    auto names = StreamNames(id);
    if (!names || lent_ids.contains(id) || IsNew(state, id) || state.Over()) {
      continue;
    }
    // An alias that the case made of a name that others use as well.
    state.beliefs.AssumeAnyType(id);
    state.names[id] = *names;
    std::vector<TimeRange> ranges = RangesIn(touched, id);
    co_await ReadOneThatLiesThere(state, std::move(id), *std::move(names), std::move(ranges));
  }
}

Task<void> Settle(CaseState& state, reference::SeriesId id) {
  if (!state.MayReadBack()) {
    co_return;
  }
  std::vector<TimeRange> ranges = RangesFor(state, id);
  if (!Readable(state, id)) {
    co_await SettleDenied(state, std::move(id), std::move(ranges));
    co_return;
  }
  const generators::SeriesBinding names = state.names[id];
  const By by = names.alias ? By::kAlias : By::kIds;
  Patience patience(state);
  const bool open_write = state.written_at && SomethingCertain(state, id);
  for (bool first = true;; first = false) {
    SeriesResult result = co_await ReadSeries(state.context.client, names, by, ranges);
    const bool through =
        co_await CameThrough(state, result.transient, result.stopped, result.last());
    if (!through) {
      co_return;
    }
    if (result.refused) {
      state.Take(std::move(result));
      co_return;
    }
    Settled settled = Settled::kYes;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      settled =
          std::max(settled, CompareStored(Stored(id, ranges[i], result.seen[i]), state.beliefs));
    }
    const bool late = patience.Late(state);
    const bool wait =
        settled == Settled::kPending || (settled == Settled::kOpen && state.context.patient);
    if (wait && !late) {
      co_await patience.Pause(state);
      continue;
    }
    if (settled == Settled::kPending) {
      ++state.context.deadlines_missed;
    } else if (settled <= Settled::kOpen && open_write && !state.context.patient) {
      NoteTimeTaken(state, first);
    }
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      StoredJudgement judged =
          JudgeStored(Stored(id, ranges[i], result.seen[i]), late, state.beliefs);
      KeepJudged(i, std::move(judged.observations), result);
      std::ranges::copy(judged.undecided, std::back_inserter(state.outcome.undecided));
    }
    state.Take(std::move(result));
    break;
  }
  if (names.alias && names.asset_id && state.outcome.found.empty()) {
    co_await CompareByIds(state, id, names, ranges);
  }
}

Task<void> SettleAll(CaseState& state) {
  std::vector<reference::SeriesId> all;
  all.reserve(state.names.size());
  for (const auto& [id, names] : state.names) {
    all.push_back(id);
  }
  for (const reference::SeriesId& id : all) {
    co_await Settle(state, id);
    if (state.Over()) {
      co_return;
    }
  }
  state.written_at.reset();
}

}  // namespace swc::conformance
