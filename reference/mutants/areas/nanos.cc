// Mutants of nanoseconds and of the order in which values arrive.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "reference/model/model.h"
#include "reference/model/store.h"
#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using spec::Instant;

constexpr std::int32_t kNanosPerMicrosecond = 1'000;
constexpr std::int32_t kNanosPerMillisecond = 1'000'000;

// Returns the greatest timestamp stored in `series`.
std::optional<Instant> Newest(const MutantScope& scope, const SeriesId& id) {
  const Series* series = scope.store.Find(id);
  return series == nullptr || series->points.empty()
             ? std::nullopt
             : std::optional(series->points.rbegin()->first.time);
}

bool TruncateNanos(StoreOp& op, std::int32_t unit) {
  op.key.time.nanos -= op.key.time.nanos % unit;
  return true;
}

const std::vector<Mutant> kNanosMutants = {
    {.name = "nanos-carried",
     .description = "offsetInNanos 1000000000 is carried into the next second.",
     .clauses = {"time.nanos.range"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptValues(reading, "time.nanos.range", [](SentValue& value) {
             const bool one_second = value.sent_time->nanos == spec::kNanosPerSecond;
             if (one_second) {
               value.time = Instant{.seconds = value.sent_time->seconds + 1, .nanos = 0};
             }
             return one_second;
           });
         }},
    {.name = "negative-nanos-accepted",
     .description = "A negative offsetInNanos counts as 0.",
     .clauses = {"time.nanos.range"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptValues(reading, "time.nanos.range", [](SentValue& value) {
             const bool negative = value.sent_time->nanos < 0;
             if (negative) {
               value.time = Instant{.seconds = value.sent_time->seconds, .nanos = 0};
             }
             return negative;
           });
         }},
    {.name = "missing-offset-is-now",
     .description = "A timestamp without offsetInNanos gets the nanoseconds of the clock.",
     .clauses = {"time.nanos.default", "store.acknowledged", "store.no-phantom"},
     .on_reading =
         [](Reading& reading, MutantScope& scope) {
           ForEachValue(reading, [&](std::size_t, std::size_t, SentValue& value) {
             if (value.time && !value.nanos_given) {
               value.time->nanos = scope.now.nanos;
             }
           });
         }},
    {.name = "time-stored-in-milliseconds",
     .description = "Stored timestamps are cut to milliseconds.",
     .clauses = {"time.nanos.distinct", "store.acknowledged", "store.no-phantom"},
     .on_store = [](StoreOp& op, MutantScope&) { return TruncateNanos(op, kNanosPerMillisecond); }},
    {.name = "time-stored-in-microseconds",
     .description = "Stored timestamps are cut to microseconds.",
     .clauses = {"time.nanos.distinct", "store.acknowledged", "store.no-phantom"},
     .on_store = [](StoreOp& op, MutantScope&) { return TruncateNanos(op, kNanosPerMicrosecond); }},
    {.name = "time-stored-in-seconds",
     .description = "Stored timestamps are cut to seconds.",
     .clauses = {"time.nanos.distinct", "store.acknowledged", "store.no-phantom"},
     .on_store = [](StoreOp& op,
                    MutantScope&) { return TruncateNanos(op, spec::kNanosPerSecond); }},
    {.name = "time-stored-as-double",
     .description = "Stored timestamps are doubles, exact to about 200 nanoseconds.",
     .clauses = {"time.nanos.distinct", "store.acknowledged", "store.no-phantom"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           const double time = static_cast<double>(op.key.time.seconds) +
                               static_cast<double>(op.key.time.nanos) / spec::kNanosPerSecond;
           op.key.time = {.seconds = static_cast<std::int64_t>(std::floor(time)),
                          .nanos = static_cast<std::int32_t>((time - std::floor(time)) *
                                                             spec::kNanosPerSecond)};
           return true;
         }},
    {.name = "second-is-the-key",
     .description = "A value replaces one of the same second, whatever their nanoseconds.",
     .clauses = {"time.nanos.distinct", "store.acknowledged"},
     .on_store =
         [](StoreOp& op, MutantScope& scope) {
           ErasePoints(op, scope, [&](const PointKey& key) {
             return key.time.seconds == op.key.time.seconds && key.quality == op.key.quality;
           });
           return true;
         }},
    {.name = "next-nanosecond-replaced",
     .description = "A value replaces the one that is exactly one nanosecond away.",
     .clauses = {"time.nanos.distinct", "store.acknowledged"},
     .on_store =
         [](StoreOp& op, MutantScope& scope) {
           ErasePoints(op, scope, [&](const PointKey& key) {
             return key.quality == op.key.quality && (key.time == spec::Plus(op.key.time, 1) ||
                                                      key.time == spec::Plus(op.key.time, -1));
           });
           return true;
         }},
    {.name = "late-value-refused",
     .description = "A value older than the newest stored one is refused.",
     .clauses = {"time.order.any"},
     .on_reading =
         [](Reading& reading, MutantScope& scope) {
           for (std::size_t i = 0; i < reading.entries.size(); ++i) {
             const SentEntry& entry = reading.entries[i];
             for (std::size_t j = 0; j < entry.values.size() && !entry.series.empty(); ++j) {
               const auto newest = Newest(scope, entry.series.front());
               if (entry.values[j].time && newest && *entry.values[j].time < *newest) {
                 AddToValue(reading, "time.window.past", i, j);
               }
             }
           }
         }},
    {.name = "late-value-dropped",
     .description = "A value older than the newest stored one is dropped without an error.",
     .clauses = {"time.order.any", "store.acknowledged"},
     .on_store =
         [](StoreOp& op, MutantScope& scope) {
           const auto newest = Newest(scope, op.series);
           return !newest || op.key.time >= *newest;
         }},
    {.name = "descending-values-dropped",
     .description = "Values of an entry that go back in time are dropped without an error.",
     .clauses = {"time.order.any", "store.acknowledged"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           for (std::size_t i = 0; i < plan.entries.size(); ++i) {
             Instant newest;
             for (std::size_t j = 0; j < plan.entries[i].store.size(); ++j) {
               const auto& time = reading.entries[i].values[j].time;
               if (time && *time < newest) {
                 plan.entries[i].store[j] = false;
               }
               newest = time && *time > newest ? *time : newest;
             }
           }
         }},
};

}  // namespace

std::span<const Mutant> NanosMutants() { return kNanosMutants; }

}  // namespace swc::reference
