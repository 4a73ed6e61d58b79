// Reads a series back: all qualities, all pages, until it has settled or the deadline has passed.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "conformance/client/client.h"
#include "conformance/client/read_requests.h"
#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read/judge_read.h"
#include "conformance/judge/read/judge_single_read.h"
#include "conformance/judge/read_answer.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "generators/case/case.h"
#include "reference/model/store.h"
#include "spec/tqv.h"

namespace swc::conformance {

// An inclusive stretch of time that was touched.
struct TimeRange {
  spec::Instant first;
  spec::Instant last;
};

// The pages of one history, as far as they came.
struct HistoryResult {
  HistoryPages pages;
  // One for each page, and the one that ended it without.
  std::vector<KeptExchange> exchanges;
  Observations observations;
  bool transient = false;
  bool stopped = false;  // The budget ran out.
  bool endless = false;  // Its pages were not read to their end, for they have none.

  [[nodiscard]] const Exchange& last() const { return *exchanges.back(); }
};

// Reads one history to its end. A 404 is a history without values (no such stream yet).
Task<HistoryResult> ReadHistory(Client& client, const generators::SeriesBinding& series, By by,
                                HistoryRequest request);

// One page of a series that was read back.
struct PageRead {
  std::size_t range = 0;
  spec::Quality quality = spec::Quality::kGood;
  std::optional<spec::Instant> latest;  // Of its values.
  KeptExchange exchange;
};

// Everything that a series shows inside `ranges`.
struct SeriesResult {
  std::vector<std::vector<SeenValue>> seen;  // One list for each range.
  std::vector<PageRead> pages;
  std::vector<ShownDeviation> deviations;  // Of pages that are misshapen, or show too much.
  Observations observations;               // Without deviations.
  bool transient = false;
  bool stopped = false;
  bool refused = false;  // Nothing can be read so.
  // Histories without a value: whether one said that nothing is there, and whether one was empty.
  bool not_found = false;
  bool empty = false;
  bool endless = false;  // A history without an end was met, and nothing was read behind it.

  // Returns the last exchange, an empty one if there was nothing to read.
  [[nodiscard]] const KeptExchange& last() const;
  // Returns the page of stretch `range` that shows what stands under `key`, or would show it.
  [[nodiscard]] const KeptExchange& PageOf(std::size_t range, const reference::PointKey& key) const;
};

Task<SeriesResult> ReadSeries(Client& client, const generators::SeriesBinding& series, By by,
                              const std::vector<TimeRange>& ranges);

// Returns the stretch of all times that a history can ask for.
[[nodiscard]] TimeRange AllOfTime();

// Values of one property that lie further apart are read by separate queries.
inline constexpr std::chrono::seconds kPropertyGap{60};

// Returns the stretches of time that hold the keys of `beliefs`, merged where they are closer than
// `gap`; only times that a history can ask for.
[[nodiscard]] std::vector<TimeRange> RangesOf(const SeriesBeliefs& beliefs,
                                              std::chrono::seconds gap);

}  // namespace swc::conformance
