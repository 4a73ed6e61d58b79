// Stored values: per series, keyed by (timestamp in nanoseconds, quality).
//
// Law: same key, the newer value replaces the older one; another quality is another key
// (duplicate.same-quality, duplicate.other-quality). The number of series is bounded: the oldest
// series without a property is dropped first, so a server that runs for days stays small.
//
// Example: store.Put(series, {.time = time, .quality = Quality::kGood}, Value(1.5));
//          store.Put(series, {.time = time, .quality = Quality::kBad}, Value(2.5));
//          store.Read(series)->size()  // 2; the same time and quality again would leave it so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/tqv.h"

namespace swc::reference {

struct PointKey {
  spec::Instant time;
  spec::Quality quality = spec::Quality::kGood;
  friend auto operator<=>(const PointKey&, const PointKey&) = default;
};

// Returns e.g. "1760000000.000000001 GOOD".
[[nodiscard]] std::string ToString(const PointKey& key);

struct StoredPoint {
  spec::Value value;
  std::uint64_t arrival = 0;            // Counts all writes of the store.
  std::uint64_t visible_from_read = 0;  // The first read of its series that shows it.
  std::optional<spec::Value> before;    // What earlier reads show: the value it replaced.
};

struct Series {
  std::map<PointKey, StoredPoint> points;
  std::optional<spec::DataType> type;  // Of a series without a property: set by its first value.
  std::uint64_t reads = 0;
  std::uint64_t last_arrival = 0;
};

// One value as a read returns it.
struct Row {
  PointKey key;
  spec::Value value;
  std::uint64_t arrival = 0;
};

// Returns what a read of `series` shows of one of its points, if it shows it.
[[nodiscard]] std::optional<Row> RowOf(const Series& series, const PointKey& key,
                                       const StoredPoint& point);

class Store : public SeriesView {
 public:
  // Series without a property that are kept, those that were written last. At about 2 KB each this
  // bounds the store to 100 MB.
  static constexpr std::size_t kStreamsMax = 50'000;

  // REQUIRES: `streams_max` is at least 1.
  explicit Store(std::size_t streams_max = kStreamsMax) : streams_max_(streams_max) {}

  // Stores a value. It is shown from the `reads_until_visible`-th further read of its series on.
  void Put(const SeriesId& id, const PointKey& key, const spec::Value& value,
           std::uint64_t reads_until_visible = 0);

  // Counts one more read of a series. Returns it, or null.
  const Series* BeginRead(const SeriesId& id);

  // Returns what one more read of the series shows of [first, last], by time and quality; nothing
  // if there is no such series.
  [[nodiscard]] std::optional<std::vector<Row>> Read(const SeriesId& id,
                                                     std::optional<spec::Instant> first = {},
                                                     std::optional<spec::Instant> last = {});

  // Forgets one series.
  void Forget(const SeriesId& id) { series_.erase(id); }

  // Forgets every series.
  void Clear();

  // Return the series, or null.
  [[nodiscard]] Series* Find(const SeriesId& id);
  [[nodiscard]] const Series* Find(const SeriesId& id) const;

  [[nodiscard]] Certainty HasOtherQuality(const SeriesId& id, spec::Instant time,
                                          spec::Quality quality) const override;
  [[nodiscard]] std::size_t PointsInSecond(const SeriesId& id, spec::Instant time,
                                           spec::Quality quality) const override;
  [[nodiscard]] bool MayHold(const SeriesId& id, spec::Instant time,
                             spec::Quality quality) const override;
  [[nodiscard]] std::vector<spec::DataType> TypesIn(const SeriesId& id) const override;

 private:
  std::size_t streams_max_;
  std::unordered_map<SeriesId, Series> series_;
  void ForgetOldest();

  // Streams with the arrival after which they were last queued, oldest first. One that was
  // forgotten leaves its place here until its turn comes.
  std::deque<std::pair<SeriesId, std::uint64_t>> streams_;
  std::uint64_t arrivals_ = 0;
};

}  // namespace swc::reference
