// Mutants of what only some reads show: entries of a batch that get into each other's way, current
// values that pass through another type, answers with null members.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "reference/model/store.h"
#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/directory.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/read_query.h"
#include "reference/reading/reading.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

// Calls `edit(first, entry)` for each entry of a batch of histories but the first.
template <typename Edit>
void FollowFirst(SentRead& read, Edit edit) {
  if (read.operation != ReadOperation::kBatchHistory) {
    return;
  }
  for (std::size_t i = 1; i < read.entries.size(); ++i) {
    edit(read.entries.front().query, read.entries[i].query);
  }
}

// Replaces each value of type T that may be current by what `edit` makes of it.
template <typename T, typename Edit>
void EditLatest(std::vector<Row>& rows, Edit edit) {
  for (Row& row : rows) {
    if (const auto* value = std::get_if<T>(&row.value)) {
      row.value = edit(*value);
    }
  }
}

// What a property shows through its alias is kept under this name.
std::string CacheName(std::string_view alias) { return "latest by alias " + std::string(alias); }

const std::vector<Mutant> kBatchMutants = {
    {.name = "batch-range-of-first-entry",
     .description = "All histories of a batch have the bounds of its first entry.",
     .clauses = {"read.batch.agrees", "read.history.start", "read.history.end"},
     .on_read =
         [](SentRead& read, MutantScope&) {
           FollowFirst(read, [](const HistoryQuery& first, HistoryQuery& query) {
             query.start = first.start;
             query.end = first.end;
           });
         }},
    {.name = "batch-order-of-first-entry",
     .description = "All histories of a batch have the order of its first entry.",
     .clauses = {"read.batch.agrees", "read.history.order"},
     .on_read =
         [](SentRead& read, MutantScope&) {
           FollowFirst(read, [](const HistoryQuery& first, HistoryQuery& query) {
             query.descending = first.descending;
           });
         }},
    {.name = "batch-quality-of-first-entry",
     .description = "All histories of a batch have the quality of its first entry.",
     .clauses = {"read.batch.agrees", "read.history.quality"},
     .on_read =
         [](SentRead& read, MutantScope&) {
           FollowFirst(read, [](const HistoryQuery& first, HistoryQuery& query) {
             query.quality = first.quality;
           });
         }},
    {.name = "batch-page-size-per-entry",
     .description = "A page of a batch of histories has maxResults values for each of its entries.",
     .clauses = {"read.history.max-results"},
     .on_read =
         [](SentRead& read, MutantScope&) {
           if (read.operation == ReadOperation::kBatchHistory && read.max_results) {
             *read.max_results *= read.entries.size();
           }
         }},
    {.name = "batch-history-of-nothing-is-null",
     .description = "A batch shows null in the place of an empty history.",
     .clauses = {"read.history.shape"},
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditAnswer(response, [](SortedJson& body) {
             return EditItems(body, "successEntries", [](SortedJson& entry) {
               SortedJson* history = Member(entry, "assetPropertyValueHistory");
               if (history == nullptr || !history->empty()) {
                 return false;
               }
               *history = nullptr;
               return true;
             });
           });
         }},
    {.name = "latest-of-nothing-is-null",
     .description = "A series without a current value shows null.",
     .clauses = {"read.latest.none"},
     .on_read =
         [](SentRead& read, MutantScope& scope) {
           scope.memory["latest"] = read.operation == ReadOperation::kLatest ? 1 : 0;
         },
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope& scope) {
           const bool latest = std::exchange(scope.memory["latest"], 0) == 1;
           if (latest && response.status == 404) {
             response = {.status = 200,
                         .headers = {{"Content-Type", "application/json"}},
                         .body = R"({"propertyValue":null})"};
           }
         }},
    {.name = "latest-integer-is-double",
     .description = "The current value of integers is a double.",
     .clauses = {"store.no-phantom"},
     .on_latest =
         [](std::vector<Row>& rows, MutantScope&) {
           EditLatest<std::int32_t>(
               rows, [](std::int32_t number) { return spec::Value(static_cast<double>(number)); });
         }},
    {.name = "latest-boolean-is-text",
     .description = "The current value of booleans is a word.",
     .clauses = {"store.no-phantom"},
     .on_latest =
         [](std::vector<Row>& rows, MutantScope&) {
           EditLatest<bool>(
               rows, [](bool flag) { return spec::Value(std::string(flag ? "true" : "false")); });
         }},
    {.name = "latest-double-has-15-digits",
     .description = "The current value of doubles is kept with 15 digits.",
     .clauses = {"store.no-phantom", "value.double.exact"},
     .on_latest =
         [](std::vector<Row>& rows, MutantScope&) {
           EditLatest<double>(rows, [](double number) {
             return spec::Value(std::strtod(fmt::format("{:.15g}", number).c_str(), nullptr));
           });
         }},
    {.name = "latest-by-alias-cached",
     .description = "The current value by alias is kept until the next put by that alias.",
     .clauses = {"read.latest.newest", "identity.same-series"},
     .on_reading =
         [](Reading& reading, MutantScope& scope) {
           for (const SentEntry& entry : reading.entries) {
             if (entry.alias) {
               scope.memory.erase(CacheName(*entry.alias));
             }
           }
         },
     .on_read =
         [](SentRead& read, MutantScope& scope) {
           scope.memory.erase("cached second");
           if (read.operation != ReadOperation::kLatest ||
               !read.entries.front().query.identity.alias) {
             return;
           }
           const std::string& alias = *read.entries.front().query.identity.alias;
           const Property* property = scope.directory.FindByAlias(alias);
           const Series* series =
               property == nullptr ? nullptr : scope.store.Find(SeriesOfProperty(*property));
           if (series != nullptr && !series->points.empty()) {
             const auto newest = series->points.rbegin()->first.time.seconds;
             const auto cached = scope.memory.emplace(CacheName(alias), newest).first->second;
             scope.memory["cached second"] = cached;
           }
         },
     .on_latest =
         [](std::vector<Row>& rows, MutantScope& scope) {
           const auto cached = scope.memory.extract("cached second");
           if (!cached.empty()) {
             std::erase_if(rows,
                           [&](const Row& row) { return row.key.time.seconds > cached.mapped(); });
           }
         }},
};

}  // namespace

std::span<const Mutant> BatchMutants() { return kBatchMutants; }

}  // namespace swc::reference
