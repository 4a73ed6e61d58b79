#include "reference/model/store.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/contract.h"
#include "spec/tqv.h"

namespace swc::reference {

std::string ToString(const PointKey& key) {
  return fmt::format("{} {}", spec::ToString(key.time), spec::ToString(key.quality));
}

void Store::Put(const SeriesId& id, const PointKey& key, const spec::Value& value,
                std::uint64_t reads_until_visible) {
  if (id.stream() != nullptr && !series_.contains(id)) {
    if (streams_.size() == streams_max_) {
      ForgetOldest();
    }
    streams_.emplace_back(id, arrivals_ + 1);
  }
  Series& series = series_[id];
  series.last_arrival = arrivals_ + 1;
  if (!series.type) {
    series.type = spec::TypeOf(value);
  }
  std::optional<spec::Value> before;
  const auto old = series.points.find(key);
  if (old != series.points.end() && reads_until_visible > 0) {
    before = old->second.value;
  }
  series.points[key] = StoredPoint{.value = value,
                                   .arrival = ++arrivals_,
                                   .visible_from_read = series.reads + 1 + reads_until_visible,
                                   .before = before};
}

// A stream that was written since it was queued is queued anew; one that is gone makes room.
void Store::ForgetOldest() {
  while (true) {
    auto [id, queued] = std::move(streams_.front());
    streams_.pop_front();
    const auto found = series_.find(id);
    if (found == series_.end()) {
      return;
    }
    const std::uint64_t written = found->second.last_arrival;
    if (written == queued) {
      series_.erase(found);
      return;
    }
    streams_.emplace_back(std::move(id), written);
  }
}

std::optional<Row> RowOf(const Series& series, const PointKey& key, const StoredPoint& point) {
  if (series.reads >= point.visible_from_read) {
    return Row{.key = key, .value = point.value, .arrival = point.arrival};
  }
  if (point.before) {
    return Row{.key = key, .value = *point.before, .arrival = point.arrival};
  }
  return std::nullopt;
}

const Series* Store::BeginRead(const SeriesId& id) {
  Series* series = Find(id);
  if (series != nullptr) {
    ++series->reads;
  }
  return series;
}

std::optional<std::vector<Row>> Store::Read(const SeriesId& id, std::optional<spec::Instant> first,
                                            std::optional<spec::Instant> last) {
  const Series* series = BeginRead(id);
  if (series == nullptr) {
    return std::nullopt;
  }
  std::vector<Row> rows;
  auto at = first ? series->points.lower_bound({.time = *first, .quality = spec::Quality::kGood})
                  : series->points.begin();
  for (; at != series->points.end() && (!last || at->first.time <= *last); ++at) {
    if (std::optional<Row> row = RowOf(*series, at->first, at->second)) {
      rows.push_back(*std::move(row));
    }
  }
  return rows;
}

void Store::Clear() {
  series_.clear();
  streams_.clear();
  arrivals_ = 0;
}

Series* Store::Find(const SeriesId& id) {
  const auto found = series_.find(id);
  return found == series_.end() ? nullptr : &found->second;
}

const Series* Store::Find(const SeriesId& id) const {
  const auto found = series_.find(id);
  return found == series_.end() ? nullptr : &found->second;
}

Certainty Store::HasOtherQuality(const SeriesId& id, spec::Instant time,
                                 spec::Quality quality) const {
  const Series* series = Find(id);
  if (series == nullptr) {
    return Certainty::kNo;
  }
  for (const spec::Quality other : spec::kQualities) {
    if (other != quality && series->points.contains({.time = time, .quality = other})) {
      return Certainty::kYes;
    }
  }
  return Certainty::kNo;
}

std::size_t Store::PointsInSecond(const SeriesId& id, spec::Instant time,
                                  spec::Quality quality) const {
  const Series* series = Find(id);
  if (series == nullptr) {
    return 0;
  }
  // One that is full is not counted to its end.
  const std::size_t enough = spec::Contract::Get().points_per_second_max;
  std::size_t count = 0;
  const PointKey first{.time = {.seconds = time.seconds, .nanos = 0},
                       .quality = spec::Quality::kGood};
  for (auto at = series->points.lower_bound(first);
       at != series->points.end() && at->first.time.seconds == time.seconds && count < enough;
       ++at) {
    count += static_cast<std::size_t>(at->first.quality == quality && at->first.time != time);
  }
  return count;
}

bool Store::MayHold(const SeriesId& id, spec::Instant time, spec::Quality quality) const {
  const Series* series = Find(id);
  return series != nullptr && series->points.contains({.time = time, .quality = quality});
}

std::vector<spec::DataType> Store::TypesIn(const SeriesId& id) const {
  const Series* series = Find(id);
  if (series == nullptr || !series->type) {
    return {};
  }
  return {*series->type};
}

}  // namespace swc::reference
