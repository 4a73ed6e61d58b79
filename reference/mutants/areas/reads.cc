// Mutants of what reads show: bounds, order, pages, batches, the current value.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reference/model/model.h"
#include "reference/model/read_model.h"
#include "reference/model/store.h"
#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/read_query.h"
#include "reference/reading/reading.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

// The queries of a batch have no size of a page of their own.
bool IsInBatch(const HistoryQuery& query) { return query.max_results == 0; }

// Returns all rows that `query` asks for, pages not cut.
std::vector<Row> AllRows(const HistoryQuery& query, MutantScope& scope) {
  const auto series = ResolveForRead(scope.directory, query.identity);
  const auto rows = series ? scope.store.Read(*series) : std::nullopt;
  return rows ? SelectRows(*rows, query, scope.policies) : std::vector<Row>();
}

// Returns the rows of a page from `first` to before `last`, as far as there are any.
std::vector<Row> Slice(const std::vector<Row>& rows, std::size_t first, std::size_t last) {
  last = std::min(last, rows.size());
  first = std::min(first, last);
  return {rows.begin() + static_cast<std::ptrdiff_t>(first),
          rows.begin() + static_cast<std::ptrdiff_t>(last)};
}

// Keeps the one row that is the greatest by `order`.
template <typename Order>
void KeepGreatest(std::vector<Row>& rows, Order order) {
  if (!rows.empty()) {
    rows = {*std::ranges::max_element(rows, order)};
  }
}

const std::vector<Mutant> kReadsMutants = {
    {.name = "start-date-inclusive",
     .description = "A value exactly at startDate is shown.",
     .clauses = {"read.history.start"},
     .on_query = [](HistoryQuery& query, MutantScope&) { query.start_inclusive = true; }},
    {.name = "end-date-exclusive",
     .description = "A value exactly at endDate is not shown.",
     .clauses = {"read.history.end"},
     .on_query = [](HistoryQuery& query, MutantScope&) { query.end_exclusive = true; }},
    {.name = "descending-ignored",
     .description = "timeOrdering DESCENDING is ignored.",
     .clauses = {"read.history.order"},
     .on_query = [](HistoryQuery& query, MutantScope&) { query.descending = false; }},
    {.name = "always-descending",
     .description = "A history begins with the newest value whatever is asked for.",
     .clauses = {"read.history.order"},
     .on_query = [](HistoryQuery& query, MutantScope&) { query.descending = true; }},
    {.name = "history-by-arrival",
     .description = "A history is ordered by arrival, not by time.",
     .clauses = {"read.history.order"},
     .on_rows = [](std::vector<Row>& rows,
                   MutantScope&) { std::ranges::sort(rows, {}, &Row::arrival); }},
    {.name = "history-by-second-and-arrival",
     .description = "Within one second a history is ordered by arrival.",
     .clauses = {"read.history.order"},
     .on_rows =
         [](std::vector<Row>& rows, MutantScope&) {
           std::ranges::sort(rows, [](const Row& a, const Row& b) {
             return a.key.time.seconds != b.key.time.seconds
                        ? a.key.time.seconds < b.key.time.seconds
                        : a.arrival < b.arrival;
           });
         }},
    {.name = "qualities-ignored",
     .description = "A history of one quality shows all qualities.",
     .clauses = {"read.history.quality", "quality.kept"},
     .on_query = [](HistoryQuery& query, MutantScope&) { query.quality.reset(); }},
    {.name = "uncertain-read-with-bad",
     .description = "A history of quality BAD shows UNCERTAIN values too.",
     .clauses = {"read.history.quality", "quality.kept"},
     .on_page =
         [](std::vector<Row>& page, const HistoryQuery& query, MutantScope& scope) {
           if (query.quality == spec::Quality::kBad) {
             HistoryQuery all = query;
             all.quality.reset();
             std::vector<Row> rows = AllRows(all, scope);
             std::erase_if(rows,
                           [](const Row& row) { return row.key.quality == spec::Quality::kGood; });
             page = Slice(rows, query.first_row, query.first_row + query.max_results);
           }
         }},
    {.name = "uncertain-hidden",
     .description = "UNCERTAIN values are stored and never shown.",
     .clauses = {"store.acknowledged", "quality.kept"},
     .on_rows =
         [](std::vector<Row>& rows, MutantScope&) {
           std::erase_if(
               rows, [](const Row& row) { return row.key.quality == spec::Quality::kUncertain; });
         }},
    {.name = "max-results-ignored",
     .description = "A page holds all values, whatever maxResults says.",
     .clauses = {"read.history.max-results", "read.history.paging"},
     .on_page =
         [](std::vector<Row>& page, const HistoryQuery& query, MutantScope& scope) {
           page = Slice(AllRows(query, scope), query.first_row,
                        std::numeric_limits<std::size_t>::max());
         }},
    {.name = "max-results-plus-one",
     .description = "A page holds one value more than maxResults.",
     .clauses = {"read.history.max-results", "read.history.paging"},
     .on_page =
         [](std::vector<Row>& page, const HistoryQuery& query, MutantScope& scope) {
           page = Slice(AllRows(query, scope), query.first_row,
                        query.first_row + query.max_results + 1);
         }},
    {.name = "full-page-loses-last",
     .description = "The last value of a full page is left out.",
     .clauses = {"read.history.paging", "store.acknowledged"},
     .on_page =
         [](std::vector<Row>& page, const HistoryQuery& query, MutantScope&) {
           if (page.size() == query.max_results) {
             page.pop_back();
           }
         }},
    {.name = "next-page-loses-first",
     .description = "The first value of every page but the first is left out.",
     .clauses = {"read.history.paging", "store.acknowledged"},
     .on_page =
         [](std::vector<Row>& page, const HistoryQuery& query, MutantScope&) {
           if (query.first_row > 0 && !page.empty()) {
             page.erase(page.begin());
           }
         }},
    {.name = "next-page-repeats-last",
     .description = "A page begins with the last value of the page before it.",
     .clauses = {"read.history.paging"},
     .on_page =
         [](std::vector<Row>& page, const HistoryQuery& query, MutantScope& scope) {
           if (query.first_row > 0) {
             page = Slice(AllRows(query, scope), query.first_row - 1,
                          query.first_row + query.max_results - 1);
           }
         }},
    {.name = "third-page-is-second",
     .description = "The third page of a history shows the second one again.",
     .clauses = {"read.history.paging", "store.acknowledged"},
     .on_page =
         [](std::vector<Row>& page, const HistoryQuery& query, MutantScope& scope) {
           if (query.first_row == 2 * query.max_results) {
             page = Slice(AllRows(query, scope), query.max_results, query.first_row);
           }
         }},
    {.name = "next-token-missing",
     .description = "A history ends after its first page.",
     .clauses = {"read.history.paging", "store.acknowledged"},
     .on_query =
         [](HistoryQuery& query, MutantScope& scope) {
           if (!IsInBatch(query)) {
             scope.memory["rows"] = static_cast<std::int64_t>(query.max_results);
             scope.memory["quality"] =
                 query.quality ? static_cast<std::int64_t>(*query.quality) : std::int64_t{-1};
           }
         },
     .on_rows =
         [](std::vector<Row>& rows, MutantScope& scope) {
           const auto limit = scope.memory.extract("rows");
           std::int64_t left =
               limit.empty() ? std::numeric_limits<std::int64_t>::max() : limit.mapped();
           const std::int64_t quality = limit.empty() ? -1 : scope.memory["quality"];
           std::erase_if(rows, [&](const Row& row) {
             const bool shown =
                 quality < 0 || static_cast<std::int64_t>(row.key.quality) == quality;
             return shown && left-- <= 0;
           });
         }},
    {.name = "value-vanishes-after-three-reads",
     .description = "A value that a history has shown three times is not shown again.",
     .clauses = {"store.stays"},
     .on_page =
         [](std::vector<Row>& page, const HistoryQuery&, MutantScope& scope) {
           std::erase_if(page, [&](const Row& row) {
             return CountBefore(scope, "shown " + std::to_string(row.arrival)) >= 3;
           });
         }},
    {.name = "batch-history-ignores-quality",
     .description = "A history of a batch read shows all qualities.",
     .clauses = {"read.batch.agrees", "read.history.quality"},
     .on_query =
         [](HistoryQuery& query, MutantScope&) {
           if (IsInBatch(query)) {
             query.quality.reset();
           }
         }},
    {.name = "batch-history-ignores-order",
     .description = "A history of a batch read is always ascending.",
     .clauses = {"read.batch.agrees", "read.history.order"},
     .on_query =
         [](HistoryQuery& query, MutantScope&) {
           if (IsInBatch(query)) {
             query.descending = false;
           }
         }},
    {.name = "batch-history-end-exclusive",
     .description = "endDate is exclusive in batch reads.",
     .clauses = {"read.batch.agrees", "read.history.end"},
     .on_query = [](HistoryQuery& query, MutantScope&) { query.end_exclusive = IsInBatch(query); }},
    {.name = "batch-history-start-inclusive",
     .description = "startDate is inclusive in batch reads.",
     .clauses = {"read.batch.agrees", "read.history.start"},
     .on_query = [](HistoryQuery& query,
                    MutantScope&) { query.start_inclusive = IsInBatch(query); }},
    {.name = "latest-by-arrival",
     .description = "The current value is the one that arrived last.",
     .clauses = {"read.latest.newest"},
     .on_latest =
         [](std::vector<Row>& rows, MutantScope&) {
           KeepGreatest(rows, [](const Row& a, const Row& b) { return a.arrival < b.arrival; });
         }},
    {.name = "latest-is-oldest",
     .description = "The current value is the one with the smallest timestamp.",
     .clauses = {"read.latest.newest"},
     .on_latest =
         [](std::vector<Row>& rows, MutantScope&) {
           KeepGreatest(rows, [](const Row& a, const Row& b) { return b.key.time < a.key.time; });
         }},
    {.name = "latest-ignores-nanos",
     .description = "Of several values in the newest second the first is the current one.",
     .clauses = {"read.latest.newest"},
     .on_latest =
         [](std::vector<Row>& rows, MutantScope&) {
           KeepGreatest(rows, [](const Row& a, const Row& b) {
             return a.key.time.seconds < b.key.time.seconds;
           });
         }},
    {.name = "latest-of-second-is-first-to-arrive",
     .description = "Of several values in the newest second the one that came first is current.",
     .clauses = {"read.latest.newest"},
     .on_latest =
         [](std::vector<Row>& rows, MutantScope&) {
           KeepGreatest(rows, [](const Row& a, const Row& b) {
             return a.key.time.seconds != b.key.time.seconds
                        ? a.key.time.seconds < b.key.time.seconds
                        : a.arrival > b.arrival;
           });
         }},
    {.name = "latest-ignores-future",
     .description = "A value later than now is not the current one.",
     .clauses = {"read.latest.newest"},
     .on_latest =
         [](std::vector<Row>& rows, MutantScope& scope) {
           const std::vector<Row> all = rows;
           std::erase_if(rows, [&](const Row& row) { return row.key.time > scope.now; });
           rows = rows.empty() ? all : rows;
         }},
    {.name = "latest-ignores-overwritten",
     .description = "A value that replaced another one is never the current one.",
     .clauses = {"read.latest.newest", "read.latest.none"},
     .on_store =
         [](StoreOp& op, MutantScope& scope) {
           if (Replaced(op, scope) != nullptr) {
             CountBefore(scope, NameOf(op.key));
           }
           return true;
         },
     .on_latest =
         [](std::vector<Row>& rows, MutantScope& scope) {
           std::erase_if(rows,
                         [&](const Row& row) { return scope.memory.contains(NameOf(row.key)); });
         }},
    {.name = "history-times-are-numbers",
     .description = "A history shows seconds in the place of timestamps.",
     .clauses = {"read.history.shape"},
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditAnswer(response, [](SortedJson& body) {
             return EditItems(body, "assetPropertyValueHistory", [](SortedJson& value) {
               SortedJson* time = Member(value, "timestamp");
               SortedJson* seconds = time == nullptr ? nullptr : Member(*time, "timeInSeconds");
               if (seconds == nullptr) {
                 return false;
               }
               value["timestamp"] = SortedJson(*seconds);
               return true;
             });
           });
         }},
    {.name = "unknown-path-is-a-put",
     .description = "Any path is answered like a put of which nothing failed.",
     .clauses = {"wire.path"},
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           if (response.body.find("no operation has this") != std::string::npos) {
             response.status = 200;
             response.body = R"({"errorEntries":[]})";
           }
         }},
    {.name = "latest-of-nothing-is-zero",
     .description = "A series of which everything was refused has the current value 0.",
     .clauses = {"read.latest.none", "read.batch.agrees"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope& scope) {
           for (const EntryPlan& entry : plan.entries) {
             if (Failed(entry) && scope.store.Find(entry.series) == nullptr) {
               // Leaves a series without a point; a null fixes no type.
               const PointKey key{.time = scope.now};
               scope.store.Put(entry.series, key, spec::NullValue());
               scope.store.Find(entry.series)->points.erase(key);
             }
           }
         },
     .on_latest =
         [](std::vector<Row>& rows, MutantScope& scope) {
           if (rows.empty()) {
             rows.push_back({.key = {.time = scope.now}, .value = 0.0});
           }
         }},
};

}  // namespace

std::span<const Mutant> ReadMutants() { return kReadsMutants; }

}  // namespace swc::reference
