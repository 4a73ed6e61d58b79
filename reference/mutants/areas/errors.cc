// Mutants of error entries: the wrong entry, the wrong value, the wrong time, too few of them.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "reference/model/model.h"
#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/reading.h"

namespace swc::reference {
namespace {

// Calls `edit(entry, error)` for each error that names timestamps.
template <typename Edit>
void EditTimed(PutPlan& plan, const Reading& reading, Edit edit) {
  ForEachError(plan, [&](std::size_t i, EntryError& error) {
    if (!error.timestamps.empty()) {
      edit(reading.entries[i], error);
    }
  });
}

// Returns the index of the value of `entry` that was sent for `time`.
std::size_t IndexOf(const SentEntry& entry, const SentTime& time) {
  const auto found = std::ranges::find(entry.values, time, &SentValue::sent_time);
  return static_cast<std::size_t>(found - entry.values.begin());
}

// Keeps the timestamps of `entry`'s errors for which `keep(number)` answers true.
template <typename Keep>
void KeepTimestamps(EntryPlan& entry, Keep keep) {
  std::size_t number = 0;
  for (EntryError& error : entry.errors) {
    std::erase_if(error.timestamps, [&](const SentTime&) { return !keep(number++); });
  }
  std::erase_if(entry.errors, [](const EntryError& error) { return error.timestamps.empty(); });
}

// Returns how many timestamps the errors of `entry` name.
std::size_t CountTimestamps(const EntryPlan& entry) {
  std::size_t count = 0;
  for (const EntryError& error : entry.errors) {
    count += error.timestamps.size();
  }
  return count;
}

const std::vector<Mutant> kErrorsMutants = {
    {.name = "error-names-entry-index",
     .description = "An error entry has the number of the entry as its entryId.",
     .clauses = {"response.error-entries.known-entry"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope&) {
           for (std::size_t i = 0; i < plan.entries.size(); ++i) {
             plan.entries[i].id = "#" + std::to_string(i);
           }
         }},
    {.name = "error-entry-id-cut",
     .description = "An error entry names only the first 32 characters of a long entryId.",
     .clauses = {"response.error-entries.known-entry"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope&) {
           constexpr std::size_t kColumn = 32;
           for (EntryPlan& entry : plan.entries) {
             entry.id = entry.id.substr(0, kColumn);
           }
         }},
    {.name = "error-on-next-entry",
     .description = "The errors of an entry are reported for the one after it.",
     .clauses = {"entry.valid.accepted", "entry.independent", "response.error-entries.known-entry",
                 "response.error-entries.sent-timestamp", "time.window.past", "time.window.future",
                 "time.window.code", "identity.unknown-property", "access.denied"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope&) {
           for (std::size_t i = plan.entries.size(); i > 1; --i) {
             std::swap(plan.entries[i - 1].errors, plan.entries[i - 2].errors);
           }
         }},
    {.name = "error-on-first-entry",
     .description = "Every error is reported for the first entry of the request.",
     .clauses = {"entry.valid.accepted", "entry.independent",
                 "response.error-entries.sent-timestamp", "time.window.past", "time.window.future",
                 "time.window.code", "identity.unknown-property", "access.denied"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope&) {
           for (EntryPlan& entry : plan.entries) {
             entry.id = plan.entries.front().id;
           }
         }},
    {.name = "error-names-first-value",
     .description = "An error names the first value of its entry, not the one at fault.",
     .clauses = {"response.error-entries.culprit", "partial.true.bad-reported"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           EditTimed(plan, reading, [](const SentEntry& entry, EntryError& error) {
             if (entry.values.front().sent_time) {
               error.timestamps = {*entry.values.front().sent_time};
             }
           });
         }},
    {.name = "error-names-next-value",
     .description = "An error names the value after the one at fault, if there is one.",
     .clauses = {"response.error-entries.culprit", "partial.true.bad-reported"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           EditTimed(plan, reading, [](const SentEntry& entry, EntryError& error) {
             for (SentTime& time : error.timestamps) {
               const std::size_t next = IndexOf(entry, time) + 1;
               if (next < entry.values.size() && entry.values[next].sent_time) {
                 time = *entry.values[next].sent_time;
               }
             }
           });
         }},
    {.name = "error-time-without-nanos",
     .description = "The timestamps of an error have lost their nanoseconds.",
     .clauses = {"response.error-entries.sent-timestamp"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           EditTimed(plan, reading, [](const SentEntry&, EntryError& error) {
             for (SentTime& time : error.timestamps) {
               time.nanos = 0;
             }
           });
         }},
    {.name = "error-time-in-milliseconds",
     .description = "The timestamps of an error are milliseconds.",
     .clauses = {"response.error-entries.sent-timestamp"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           EditTimed(plan, reading, [](const SentEntry&, EntryError& error) {
             for (SentTime& time : error.timestamps) {
               time.seconds *= time.seconds < INT32_MAX ? 1000 : 1;
             }
           });
         }},
    {.name = "absent-time-is-zero",
     .description = "An error about a value without a timestamp names the second 0.",
     .clauses = {"response.error-entries.sent-timestamp"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           const bool all_absent =
               !reading.entries.empty() && !reading.violations.empty() &&
               std::ranges::all_of(reading.violations, [&](const Violation& violation) {
                 const SentEntry& entry = reading.entries[violation.entry];
                 return violation.clause->Is("time.required") && entry.id && !entry.series.empty();
               });
           if (!all_absent) {
             return;
           }
           plan.error.reset();
           plan.entries.clear();
           for (const SentEntry& entry : reading.entries) {
             const bool keeps_good = reading.partial == PartialFlag::kTrue;
             plan.entries.push_back({.id = entry.id.value_or(""),
                                     .store = std::vector<bool>(entry.values.size(), keeps_good),
                                     .series = entry.series.front()});
           }
           for (const Violation& violation : reading.violations) {
             plan.entries[violation.entry].store[violation.value] = false;
             plan.entries[violation.entry].errors = {{.code = "InvalidRequestException",
                                                      .message = "a timestamp is required",
                                                      .timestamps = {SentTime{}}}};
           }
         }},
    {.name = "error-time-is-now",
     .description = "An error has the time at which it happened as its timestamp.",
     .clauses = {"response.error-entries.sent-timestamp"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope& scope) {
           ForEachError(plan, [&](std::size_t, EntryError& error) {
             error.timestamps = {{.seconds = scope.now.seconds, .nanos = scope.now.nanos}};
           });
         }},
    {.name = "entry-error-lists-other-times",
     .description = "An entry that fails as a whole names the timestamps of the entry before it.",
     .clauses = {"response.error-entries.sent-timestamp"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           ForEachError(plan, [&](std::size_t i, EntryError& error) {
             if (i > 0 && error.timestamps.empty()) {
               for (const SentValue& value : reading.entries[i - 1].values) {
                 if (value.sent_time) {
                   error.timestamps.push_back(*value.sent_time);
                 }
               }
             }
           });
         }},
    {.name = "only-first-bad-value-reported",
     .description = "Of several bad values in an entry only the first is reported.",
     .clauses = {"partial.true.bad-reported"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           for (EntryPlan& entry : plan.entries) {
             if (reading.partial == PartialFlag::kTrue && CountTimestamps(entry) > 1) {
               KeepTimestamps(entry, [](std::size_t number) { return number == 0; });
             }
           }
         }},
    {.name = "only-last-bad-value-reported",
     .description = "Of several bad values in an entry only the last is reported.",
     .clauses = {"partial.true.bad-reported"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           for (EntryPlan& entry : plan.entries) {
             const std::size_t count = CountTimestamps(entry);
             if (reading.partial == PartialFlag::kTrue && count > 1) {
               KeepTimestamps(entry, [&](std::size_t number) { return number + 1 == count; });
             }
           }
         }},
    {.name = "last-of-all-bad-unreported",
     .description = "When every value of an entry is bad, the last one is not reported.",
     .clauses = {"partial.true.bad-reported"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           for (EntryPlan& entry : plan.entries) {
             const std::size_t last = entry.store.size() - 1;
             if (reading.partial == PartialFlag::kTrue && last > 0 &&
                 CountTimestamps(entry) == entry.store.size()) {
               KeepTimestamps(entry, [&](std::size_t number) { return number < last; });
             }
           }
         }},
    {.name = "only-first-bad-entry-reported",
     .description = "Of several entries that fail only the first is reported.",
     .clauses = {"time.window.past", "time.window.future", "identity.unknown-property",
                 "access.denied", "partial.true.bad-reported"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope&) {
           bool reported = false;
           for (EntryPlan& entry : plan.entries) {
             if (reported) {
               entry.errors.clear();
             }
             reported = reported || Failed(entry);
           }
         }},
    {.name = "last-entry-error-unreported",
     .description = "In a full batch of ten the errors of the last entry are left out.",
     .clauses = {"time.window.past", "time.window.future", "identity.unknown-property",
                 "access.denied", "partial.true.bad-reported"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope&) {
           if (plan.entries.size() == 10) {
             plan.entries.back().errors.clear();
           }
         }},
};

}  // namespace

std::span<const Mutant> ErrorMutants() { return kErrorsMutants; }

}  // namespace swc::reference
