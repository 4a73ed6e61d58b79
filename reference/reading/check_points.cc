#include "reference/reading/check_points.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
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

class PointChecker {
 public:
  PointChecker(const ReadingContext& context, Reading& reading)
      : context_(context), reading_(reading) {}

  void Check() {
    CheckOtherQualities();
    CheckQuota();
    CheckDuplicates();
  }

 private:
  void Add(spec::ClauseId clause, std::size_t entry, std::size_t value) {
    AddInContext(reading_, clause, Scope::kValue, entry, value, Demand::kByLevel);
  }

  // duplicate.other-quality: the list gives an order inside an entry, but not between entries.
  void CheckOtherQualities() {
    struct Point {
      std::size_t entry;
      std::size_t value;
      spec::Quality quality;
    };
    std::map<std::pair<SeriesId, spec::Instant>, std::vector<Point>> at_time;
    ForEachPoint(
        [&](const SeriesId& series, std::size_t entry, std::size_t value, const SentValue& read) {
          at_time[{series, *read.time}].push_back({entry, value, *read.quality});
        });
    for (const auto& [key, points] : at_time) {
      for (const Point& point : points) {
        const bool in_request = std::ranges::any_of(points, [&](const Point& other) {
          return other.quality != point.quality &&
                 (other.entry != point.entry || other.value < point.value);
        });
        const bool beside = IsBeside([&](const SeriesId& series, const SentValue& other) {
          return series == key.first && *other.time == key.second &&
                 *other.quality != point.quality;
        });
        if (in_request || beside ||
            context_.series.HasOtherQuality(key.first, key.second, point.quality) !=
                Certainty::kNo) {
          Add("duplicate.other-quality", point.entry, point.value);
        }
      }
    }
  }

  // quota.points-per-second, quota.overwrite, counting what is stored and what this request adds
  // before.
  void CheckQuota() {
    std::map<std::tuple<SeriesId, std::int64_t, spec::Quality>, std::size_t> added;
    ForEachPoint(
        [&](const SeriesId& series, std::size_t entry, std::size_t value, const SentValue& read) {
          const std::size_t before = added[{series, read.time->seconds, *read.quality}]++;
          const std::size_t max = Contract::Get().points_per_second_max;
          std::size_t others =
              before + context_.series.PointsInSecond(series, *read.time, *read.quality);
          bool may_hold = context_.series.MayHold(series, *read.time, *read.quality);
          ForEachBeside([&](const SeriesId& beside, const SentValue& other) {
            if (beside == series && other.time->seconds == read.time->seconds &&
                *other.quality == *read.quality) {
              ++others;
              may_hold = may_hold || *other.time == *read.time;
            }
          });
          if (others >= max) {
            Add("quota.points-per-second", entry, value);
          } else if (others + 1 >= max && may_hold) {
            Add("quota.overwrite", entry, value);
          }
        });
  }

  // Calls `function` for each value that has a place to be stored, once for each series.
  template <typename Function>
  static void ForEachPointOf(const Reading& reading, Function function) {
    for (std::size_t i = 0; i < reading.entries.size(); ++i) {
      for (std::size_t j = 0; j < reading.entries[i].values.size(); ++j) {
        const SentValue& value = reading.entries[i].values[j];
        if (value.time && value.quality) {
          for (const SeriesId& series : reading.entries[i].series) {
            function(series, i, j, value);
          }
        }
      }
    }
  }

  template <typename Function>
  void ForEachPoint(Function function) {
    ForEachPointOf(reading_, function);
  }

  // The same for requests that were under way at once.
  template <typename Function>
  void ForEachBeside(Function function) {
    for (const Reading* beside : context_.beside) {
      ForEachPointOf(*beside, [&](const SeriesId& series, std::size_t, std::size_t,
                                  const SentValue& value) { function(series, value); });
    }
  }

  template <typename Predicate>
  bool IsBeside(Predicate predicate) {
    bool found = false;
    ForEachBeside([&](const SeriesId& series, const SentValue& value) {
      found = found || predicate(series, value);
    });
    return found;
  }

  // duplicate.in-entry, duplicate.cross-entry
  void CheckDuplicates() {
    using Key = std::tuple<SeriesId, spec::Instant, spec::Quality>;
    std::map<Key, std::vector<std::pair<std::size_t, std::size_t>>> places;
    ForEachPoint(
        [&](const SeriesId& series, std::size_t entry, std::size_t value, const SentValue& read) {
          places[{series, *read.time, *read.quality}].emplace_back(entry, value);
        });
    for (const auto& [key, same] : places) {
      for (const auto& [entry, value] : same) {
        const auto in_entry =
            std::ranges::count_if(same, [&](const auto& other) { return other.first == entry; });
        if (in_entry > 1) {
          Add("duplicate.in-entry", entry, value);
        }
        if (static_cast<std::size_t>(in_entry) < same.size()) {
          Add("duplicate.cross-entry", entry, value);
        }
      }
    }
  }

  const ReadingContext& context_;
  Reading& reading_;
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
