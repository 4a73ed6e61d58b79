// Mutants that only several requests, or several entries of a request, show.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "reference/model/model.h"
#include "reference/model/store.h"
#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/http_message.h"

namespace swc::reference {
namespace {

const std::vector<Mutant> kSequenceMutants = {
    {.name = "put-after-refusal-lost",
     .description = "After a refused request the next one is acknowledged and not stored.",
     .clauses = {"store.acknowledged"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope& scope) {
           const bool lost = std::exchange(scope.memory["refused"], plan.error ? 1 : 0) != 0;
           for (EntryPlan& entry : plan.entries) {
             if (lost) {
               Forget(entry);
             }
           }
         }},
    {.name = "put-after-reported-entry-lost",
     .description = "After a request with a failed entry, the next value is not stored.",
     .clauses = {"store.acknowledged"},
     .on_store = [](StoreOp&,
                    MutantScope& scope) { return std::exchange(scope.memory["reported"], 0) == 0; },
     .on_answer =
         [](spec::HttpResponse& response, MutantScope& scope) {
           if (response.body.find("errorCode") != std::string::npos) {
             scope.memory["reported"] = 1;
           }
         }},
    {.name = "every-seventh-put-lost",
     .description = "Every seventh request is acknowledged and not stored.",
     .clauses = {"store.acknowledged"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope& scope) {
           if (CountBefore(scope, "puts") % 7 == 6) {
             for (EntryPlan& entry : plan.entries) {
               Forget(entry);
             }
           }
         }},
    {.name = "fourth-put-of-series-lost",
     .description = "The fourth entry that is written to a series is not stored.",
     .clauses = {"store.acknowledged"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope& scope) {
           for (EntryPlan& entry : plan.entries) {
             if (CountBefore(scope, "entries of " + ToString(entry.series)) == 3) {
               Forget(entry);
             }
           }
         }},
    {.name = "fifth-put-in-a-row-lost",
     .description = "Of five puts to a series with no other request between the last is lost, as "
                    "when it is still being written.",
     .clauses = {"store.acknowledged"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope& scope) {
           constexpr std::int64_t kInARow = 5;
           for (EntryPlan& entry : plan.entries) {
             std::int64_t& last = scope.memory["last put of " + ToString(entry.series)];
             std::int64_t& row = scope.memory["puts in a row of " + ToString(entry.series)];
             row = last == scope.memory["requests"] ? row + 1 : 1;
             last = scope.memory["requests"] + 1;
             if (row >= kInARow) {
               Forget(entry);
             }
           }
         },
     .on_any_answer = [](spec::HttpResponse&, MutantScope& scope) { ++scope.memory["requests"]; }},
    {.name = "second-entry-of-series-lost",
     .description = "Of two entries of a request for one series only the first is stored.",
     .clauses = {"store.acknowledged", "entry.independent"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope&) {
           std::set<SeriesId> seen;
           for (EntryPlan& entry : plan.entries) {
             if (!seen.insert(entry.series).second) {
               Forget(entry);
             }
           }
         }},
    {.name = "same-time-in-two-series-lost",
     .description = "Values of two series that share a timestamp and quality in a request collide.",
     .clauses = {"store.acknowledged", "entry.independent"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           std::set<std::pair<PointKey, SeriesId>> stored;
           for (std::size_t i = 0; i < plan.entries.size(); ++i) {
             EntryPlan& entry = plan.entries[i];
             for (std::size_t j = 0; j < entry.store.size(); ++j) {
               const SentValue& value = reading.entries[i].values[j];
               if (!entry.store[j] || !value.time || !value.quality) {
                 continue;
               }
               const PointKey key{.time = *value.time, .quality = *value.quality};
               const auto other = stored.lower_bound({key, SeriesId()});
               const bool taken = other != stored.end() && other->first == key;
               entry.store[j] = !taken || other->second == entry.series;
               stored.emplace(key, taken ? other->second : entry.series);
             }
           }
         }},
    {.name = "entry-id-deduplicates",
     .description =
         "An entryId that a series has seen in an earlier request is taken for a resend.",
     .clauses = {"store.acknowledged"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope& scope) {
           for (EntryPlan& entry : plan.entries) {
             if (CountBefore(scope, entry.id + " of " + ToString(entry.series)) > 0) {
               Forget(entry);
             }
           }
         }},
    {.name = "series-keeps-ten-values",
     .description = "A series is a ring of ten values: an eleventh evicts the oldest.",
     .clauses = {"store.acknowledged", "store.stays"},
     .on_store =
         [](StoreOp& op, MutantScope& scope) {
           constexpr std::size_t kRing = 10;
           Series* series = scope.store.Find(op.series);
           if (series != nullptr && series->points.size() >= kRing &&
               !series->points.contains(op.key)) {
             series->points.erase(series->points.begin());
           }
           return true;
         }},
};

}  // namespace

std::span<const Mutant> SequenceMutants() { return kSequenceMutants; }

}  // namespace swc::reference
