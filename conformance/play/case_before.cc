#include "conformance/play/case_before.h"

#include <algorithm>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "conformance/client/read_requests.h"
#include "conformance/judge/beliefs.h"
#include "conformance/judge/read/judge_stored.h"
#include "conformance/net/task.h"
#include "conformance/play/case_failure.h"
#include "conformance/play/case_puts.h"
#include "conformance/play/case_read_back_denied.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/case_state.h"
#include "conformance/play/series_reader.h"
#include "conformance/target/leases.h"
#include "generators/case/case.h"
#include "generators/case/puts_of_step.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using generators::Step;
using generators::StepKind;

// A value that can only be refused has neighbours all the same: their number may be what a second
// error is about (quota.points-per-second, duplicate.other-quality).
void AddPoints(const reference::Reading& reading, Beliefs& touched) {
  for (const reference::SentEntry& entry : reading.entries) {
    for (const reference::SentValue& value : entry.values) {
      if (!value.time || !value.quality) {
        continue;
      }
      for (const reference::SeriesId& series : entry.series) {
        (void)touched.At(series, {.time = *value.time, .quality = *value.quality});
      }
    }
  }
}

// Adds every key that a put may write, or name.
void AddKeysOf(const CaseState& state, const spec::HttpRequest& put, Beliefs& touched) {
  if (!IsPutRequest(put)) {
    return;
  }
  const reference::Reading reading =
      reference::ParsePut(put, {.directory = state.context.target.directory,
                                .series = touched,
                                .now_earliest = state.binding.now,
                                .now_latest = state.binding.now});
  AddPoints(reading, touched);
}

// Adds every key that the puts of this case may write, or name. A case with a put that cannot be
// sent is not begun: what it wrote before would be left unread, and show itself to the next case.
void AddKeysToTouch(CaseState& state, Beliefs& touched) {
  for (const Step& step : state.test_case.steps) {
    const bool is_put = step.kind == StepKind::kPut || step.kind == StepKind::kPutRaw;
    const auto several = is_put ? std::vector<Step>() : PutsOf(step).value_or(std::vector<Step>());
    for (const Step& put : is_put ? std::span(&step, 1) : std::span<const Step>(several)) {
      auto request = generators::RenderPut(put, state.binding);
      if (!request) {
        state.End(CaseOutcome::Faulty{.error = request.error().WithContext(state.test_case.id)});
        return;
      }
      AddKeysOf(state, *request, touched);
      if (is_put) {
        state.rendered.emplace(&step, *std::move(request));
      }
    }
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
  const bool through = co_await CameThrough(state, result);
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

}  // namespace swc::conformance
