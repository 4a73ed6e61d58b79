// Mutants of the window of time and of the range of timeInSeconds.
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/reading.h"
#include "spec/contract.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using spec::Instant;

constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 60 * kMinute;
// Seconds until the year 5138; what is greater is no plausible time.
constexpr std::int64_t kPlausibleMax = 100'000'000'000;

Instant Later(Instant instant, std::int64_t seconds) {
  return {.seconds = instant.seconds + seconds, .nanos = instant.nanos};
}

std::int64_t PastMax() { return spec::Contract::Get().window_past_s; }
std::int64_t FutureMax() { return spec::Contract::Get().window_future_s; }

// Rejects what is more than `seconds` away from now in one direction.
void RejectOlder(Reading& reading, const MutantScope& scope, std::int64_t seconds) {
  RejectValues(reading, "time.window.past", [&](const SentValue& value) {
    return value.time && *value.time < Later(scope.now, -seconds);
  });
}
void RejectNewer(Reading& reading, const MutantScope& scope, std::int64_t seconds) {
  RejectValues(reading, "time.window.future", [&](const SentValue& value) {
    return value.time && *value.time > Later(scope.now, seconds);
  });
}

// Accepts what is at most `seconds` away from now in one direction.
void AcceptOlder(Reading& reading, const MutantScope& scope, std::int64_t seconds) {
  AcceptValues(reading, "time.window.past",
               [&](const SentValue& value) { return *value.time >= Later(scope.now, -seconds); });
}
void AcceptNewer(Reading& reading, const MutantScope& scope, std::int64_t seconds) {
  AcceptValues(reading, "time.window.future",
               [&](const SentValue& value) { return *value.time <= Later(scope.now, seconds); });
}

const std::vector<Mutant> kTimeMutants = {
    {.name = "window-past-167-hours",
     .description = "Seven days back are measured as one hour less.",
     .clauses = {"time.window.past", "entry.valid.accepted"},
     .on_reading = [](Reading& reading,
                      MutantScope& scope) { RejectOlder(reading, scope, PastMax() - kHour); }},
    {.name = "window-past-minute-short",
     .description = "The oldest minute of the window is refused.",
     .clauses = {"time.window.past", "entry.valid.accepted"},
     .on_reading = [](Reading& reading,
                      MutantScope& scope) { RejectOlder(reading, scope, PastMax() - kMinute); }},
    {.name = "window-past-minute-long",
     .description = "A value one minute too old is taken.",
     .clauses = {"time.window.past"},
     .on_reading = [](Reading& reading,
                      MutantScope& scope) { AcceptOlder(reading, scope, PastMax() + kMinute); }},
    {.name = "window-past-unchecked",
     .description = "A value may be as old as it likes.",
     .clauses = {"time.window.past"},
     .on_reading = [](Reading& reading, MutantScope&) { Drop(reading, "time.window.past"); }},
    {.name = "window-past-exclusive",
     .description = "A timestamp of exactly seven days ago is refused.",
     .clauses = {"time.window.inclusive", "time.window.past"},
     .on_reading =
         [](Reading& reading, MutantScope& scope) {
           RejectValues(reading, "time.window.past", [&](const SentValue& value) {
             return value.time == Later(scope.now, -PastMax());
           });
         }},
    {.name = "window-future-300s",
     .description = "The future ends after five minutes.",
     .clauses = {"time.window.future", "entry.valid.accepted"},
     .on_reading = [](Reading& reading,
                      MutantScope& scope) { RejectNewer(reading, scope, 5 * kMinute); }},
    {.name = "window-future-900s",
     .description = "The future ends after fifteen minutes.",
     .clauses = {"time.window.future"},
     .on_reading = [](Reading& reading,
                      MutantScope& scope) { AcceptNewer(reading, scope, 15 * kMinute); }},
    {.name = "window-future-600-minutes",
     .description = "The future ends after 600 minutes: the unit is confused.",
     .clauses = {"time.window.future"},
     .on_reading = [](Reading& reading,
                      MutantScope& scope) { AcceptNewer(reading, scope, FutureMax() * kMinute); }},
    {.name = "window-future-closed",
     .description = "No value may lie in the future.",
     .clauses = {"time.window.future", "entry.valid.accepted"},
     .on_reading = [](Reading& reading, MutantScope& scope) { RejectNewer(reading, scope, 0); }},
    {.name = "window-future-exclusive",
     .description = "A timestamp of exactly ten minutes ahead is refused.",
     .clauses = {"time.window.inclusive", "time.window.future"},
     .on_reading =
         [](Reading& reading, MutantScope& scope) {
           RejectValues(reading, "time.window.future", [&](const SentValue& value) {
             return value.time == Later(scope.now, FutureMax());
           });
         }},
    {.name = "window-sides-swapped",
     .description = "Seven days ahead are allowed and ten minutes back.",
     .clauses = {"time.window.past", "time.window.future", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope& scope) {
           AcceptNewer(reading, scope, PastMax());
           RejectOlder(reading, scope, FutureMax());
         }},
    {.name = "window-of-first-value",
     .description = "Only the first value of an entry is held against the window.",
     .clauses = {"time.window.past", "time.window.future"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           DropIf(reading, "time.window",
                  [](const Violation& violation) { return violation.value > 0; });
         }},
    {.name = "window-of-first-entry",
     .description = "Only the first entry of a request is held against the window.",
     .clauses = {"time.window.past", "time.window.future"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           DropIf(reading, "time.window",
                  [](const Violation& violation) { return violation.entry > 0; });
         }},
    {.name = "milliseconds-recognised",
     .description = "Seconds that are far too large are taken for milliseconds.",
     .clauses = {"time.window.future"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptValues(reading, "time.window.future", [](SentValue& value) {
             const bool large = value.time->seconds > kPlausibleMax;
             if (large) {
               value.time = Instant{.seconds = value.time->seconds / 1'000, .nanos = 0};
             }
             return large;
           });
         }},
    {.name = "zero-seconds-accepted",
     .description = "timeInSeconds 0 is acknowledged.",
     .clauses = {"time.seconds.range"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptValues(reading, "time.seconds.range",
                        [](const SentValue& value) { return value.sent_time->seconds == 0; });
         }},
    {.name = "negative-seconds-accepted",
     .description = "A negative timeInSeconds is acknowledged.",
     .clauses = {"time.seconds.range"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptValues(reading, "time.seconds.range",
                        [](const SentValue& value) { return value.sent_time->seconds < 0; });
         }},
    {.name = "greatest-seconds-unchecked",
     .description = "A timeInSeconds beyond the greatest one is acknowledged.",
     .clauses = {"time.seconds.range"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptValues(reading, "time.seconds.range",
                        [](const SentValue& value) { return value.sent_time->seconds > 0; });
         }},
    {.name = "missing-timestamp-is-now",
     .description = "A value without a timestamp gets the time of its arrival.",
     .clauses = {"time.required"},
     .on_reading =
         [](Reading& reading, MutantScope& scope) {
           AcceptValues(reading, "time.required", [&](SentValue& value) {
             value.time = scope.now;
             return true;
           });
         }},
};

}  // namespace

std::span<const Mutant> TimeMutants() { return kTimeMutants; }

}  // namespace swc::reference
