// Mutants of what the pages of a history and the entries of a batch read leave out or add.
#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "reference/model/store.h"
#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/read_query.h"
#include "spec/http_message.h"

namespace swc::reference {
namespace {

// Drops the entries of a batch read for which `choose` answers true.
template <typename Choose>
void DropSuccesses(spec::HttpResponse& response, Choose choose) {
  EditAnswer(response, [&](SortedJson& body) {
    SortedJson* entries = Member(body, "successEntries");
    if (entries == nullptr || !entries->is_array()) {
      return false;
    }
    SortedJson kept = SortedJson::array();
    for (SortedJson& entry : *entries) {
      if (!choose(entry, std::as_const(kept))) {
        kept.push_back(std::move(entry));
      }
    }
    *entries = std::move(kept);
    return true;
  });
}

const std::vector<Mutant> kPagesMutants = {
    {.name = "next-page-forgets-end",
     .description = "All pages but the first run on behind endDate.",
     .clauses = {"read.history.end", "read.history.paging"},
     .on_query =
         [](HistoryQuery& query, MutantScope&) {
           if (query.first_row > 0) {
             query.end.reset();
           }
         }},
    {.name = "next-page-forgets-start",
     .description = "All pages but the first run on before startDate in descending order.",
     .clauses = {"read.history.start", "read.history.paging"},
     .on_query =
         [](HistoryQuery& query, MutantScope&) {
           if (query.first_row > 0 && query.descending) {
             query.start.reset();
           }
         }},
    {.name = "history-shows-100-values",
     .description = "A read sees the oldest hundred values of what it asks for.",
     .clauses = {"store.acknowledged", "read.history.paging"},
     .on_rows =
         [](std::vector<Row>& rows, MutantScope&) {
           constexpr std::size_t kShown = 100;
           if (rows.size() > kShown) {
             rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(kShown), rows.end());
           }
         }},
    {.name = "batch-history-of-nothing-missing",
     .description = "A batch read leaves out the entries whose history is empty.",
     .clauses = {"read.batch.error", "read.batch.agrees"},
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           DropSuccesses(response, [](SortedJson& entry, const SortedJson&) {
             const SortedJson* values = Member(entry, "assetPropertyValueHistory");
             return values != nullptr && values->empty();
           });
         }},
    {.name = "batch-begins-again",
     .description = "After its last page a batch read of latest values begins again.",
     .clauses = {"read.batch.agrees"},
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditAnswer(response, [](SortedJson& body) {
             const SortedJson* entries = Member(body, "successEntries");
             const bool shows = entries != nullptr && !entries->empty() &&
                                entries->front().contains("assetPropertyValue");
             if (shows && !body.contains("nextToken")) {
               body["nextToken"] = "0+0";  // The first row of the first entry.
             }
             return shows;
           });
         }},
    {.name = "batch-latest-answers-once",
     .description = "Of entries with the same current value a batch read answers the first.",
     .clauses = {"read.batch.error", "read.batch.agrees"},
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           DropSuccesses(response, [](SortedJson& entry, const SortedJson& kept) {
             const SortedJson* value = Member(entry, "assetPropertyValue");
             return value != nullptr && std::ranges::any_of(kept, [&](const SortedJson& other) {
                      return other.contains("assetPropertyValue") &&
                             other.at("assetPropertyValue") == *value;
                    });
           });
         }},
};

}  // namespace

std::span<const Mutant> PageMutants() { return kPagesMutants; }

}  // namespace swc::reference
