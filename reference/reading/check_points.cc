#include "reference/reading/check_points.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/contract.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using spec::Contract;
using spec::Scope;

// A value that has a place to be stored, and where the request has it.
struct Point {
  std::size_t series;  // Its number among those of the request, in their order.
  std::size_t entry;
  std::size_t value;
  const SentValue* sent;

  [[nodiscard]] spec::Instant time() const { return *sent->time; }
  [[nodiscard]] spec::Quality quality() const { return *sent->quality; }
};

// How many values have each quality.
class QualityCounts {
 public:
  void Add(spec::Quality quality) { ++counts_[static_cast<std::size_t>(quality)]; }
  [[nodiscard]] std::size_t Of(spec::Quality quality) const {
    return counts_[static_cast<std::size_t>(quality)];
  }
  [[nodiscard]] std::size_t OfOthers(spec::Quality quality) const {
    return std::accumulate(counts_.begin(), counts_.end(), std::size_t{0}) - Of(quality);
  }

 private:
  std::array<std::size_t, spec::kQualities.size()> counts_{};
};

// Looks at each value a fixed number of times, however many there are of one key.
class PointChecker {
 public:
  PointChecker(const ReadingContext& context, Reading& reading)
      : context_(context), reading_(reading) {
    NumberSeries();
  }

  void Check() {
    CheckOtherQualities();
    CheckQuota();
    CheckDuplicates();
  }

 private:
  using Points = std::vector<Point>;

  void Add(spec::ClauseId clause, const Point& point) {
    AddInContext(reading_, clause, Scope::kValue, point.entry, point.value, Demand::kByLevel);
  }

  // A series is named once, and counted on by its number: a name may be long.
  void NumberSeries() {
    for (const SentEntry& entry : reading_.entries) {
      series_.insert(series_.end(), entry.series.begin(), entry.series.end());
    }
    std::ranges::sort(series_);
    const auto doubled = std::ranges::unique(series_);
    series_.erase(doubled.begin(), doubled.end());
    for (std::size_t i = 0; i < reading_.entries.size(); ++i) {
      std::vector<std::size_t> numbers;
      for (const SeriesId& series : reading_.entries[i].series) {
        numbers.push_back(
            static_cast<std::size_t>(std::ranges::lower_bound(series_, series) - series_.begin()));
      }
      AddPoints(i, numbers);
    }
  }

  void AddPoints(std::size_t entry, const std::vector<std::size_t>& series) {
    const std::vector<SentValue>& values = reading_.entries[entry].values;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i].time && values[i].quality) {
        for (const std::size_t number : series) {
          points_.push_back({.series = number, .entry = entry, .value = i, .sent = &values[i]});
        }
      }
    }
  }

  // duplicate.other-quality: the list gives an order inside an entry, but not between entries.
  void CheckOtherQualities() {
    std::map<std::pair<std::size_t, spec::Instant>, Points> at_time;
    for (const Point& point : points_) {
      at_time[{point.series, point.time()}].push_back(point);
    }
    for (const auto& [key, points] : at_time) {
      QualityCounts all;
      std::map<std::size_t, QualityCounts> in_entry;
      for (const Point& point : points) {
        all.Add(point.quality());
        in_entry[point.entry].Add(point.quality());
      }
      const SeriesId& series = series_[key.first];
      std::map<std::size_t, QualityCounts> before;
      for (const Point& point : points) {
        const spec::Quality quality = point.quality();
        const std::size_t elsewhere =
            all.OfOthers(quality) - in_entry[point.entry].OfOthers(quality);
        const bool in_request = elsewhere + before[point.entry].OfOthers(quality) > 0;
        before[point.entry].Add(quality);
        if (in_request || IsOtherQualityBeside(series, key.second, quality) ||
            context_.series.HasOtherQuality(series, key.second, quality) != Certainty::kNo) {
          Add("duplicate.other-quality", point);
        }
      }
    }
  }

  bool IsOtherQualityBeside(const SeriesId& series, spec::Instant time, spec::Quality quality) {
    bool found = false;
    ForEachBeside([&](const SeriesId& beside, const SentValue& other) {
      found = found || (beside == series && *other.time == time && *other.quality != quality);
    });
    return found;
  }

  // quota.points-per-second, quota.overwrite, counting what is stored and what this request adds
  // before.
  void CheckQuota() {
    const std::size_t max = Contract::Get().points_per_second_max;
    std::map<std::tuple<std::size_t, std::int64_t, spec::Quality>, std::size_t> added;
    for (const Point& point : points_) {
      const SeriesId& series = series_[point.series];
      const spec::Instant time = point.time();
      const std::size_t before = added[{point.series, time.seconds, point.quality()}]++;
      std::size_t others = before;
      // Where the request alone is too much, nobody needs to know what is stored.
      others += before < max ? context_.series.PointsInSecond(series, time, point.quality()) : 0;
      bool may_hold = context_.series.MayHold(series, time, point.quality());
      ForEachBeside([&](const SeriesId& beside, const SentValue& other) {
        if (beside == series && other.time->seconds == time.seconds &&
            *other.quality == point.quality()) {
          ++others;
          may_hold = may_hold || *other.time == time;
        }
      });
      if (others >= max) {
        Add("quota.points-per-second", point);
      } else if (others + 1 >= max && may_hold) {
        Add("quota.overwrite", point);
      }
    }
  }

  // Calls `function` for each value of the requests that were under way at once, once for each
  // series.
  template <typename Function>
  void ForEachBeside(Function function) {
    for (const Reading* beside : context_.beside) {
      for (const SentEntry& entry : beside->entries) {
        for (const SentValue& value : entry.values) {
          if (value.time && value.quality) {
            for (const SeriesId& series : entry.series) {
              function(series, value);
            }
          }
        }
      }
    }
  }

  // duplicate.in-entry, duplicate.cross-entry
  void CheckDuplicates() {
    std::map<std::tuple<std::size_t, spec::Instant, spec::Quality>, Points> places;
    for (const Point& point : points_) {
      places[{point.series, point.time(), point.quality()}].push_back(point);
    }
    for (const auto& [key, same] : places) {
      std::map<std::size_t, std::size_t> in_entry;
      for (const Point& point : same) {
        ++in_entry[point.entry];
      }
      for (const Point& point : same) {
        if (in_entry[point.entry] > 1) {
          Add("duplicate.in-entry", point);
        }
        if (in_entry.size() > 1) {
          Add("duplicate.cross-entry", point);
        }
      }
    }
  }

  const ReadingContext& context_;
  Reading& reading_;
  std::vector<SeriesId> series_;  // In order, each once.
  Points points_;
};

}  // namespace

void AddInContext(Reading& reading, spec::ClauseId clause, Scope scope, std::size_t entry,
                  std::size_t value, Demand demand) {
  const bool ambiguous = reading.entries[entry].ambiguous;
  reading.violations.emplace_back(
      clause,
      RequestPlace{.scope = scope,
                   .entry = entry,
                   .value = value,
                   .pointer = scope == Scope::kValue
                                  ? fmt::format("/entries/{}/propertyValues/{}", entry, value)
                                  : fmt::format("/entries/{}", entry)},
      ambiguous ? Demand::kNothing : demand);
}

void CheckPoints(const ReadingContext& context, Reading& reading) {
  PointChecker(context, reading).Check();
}

}  // namespace swc::reference
