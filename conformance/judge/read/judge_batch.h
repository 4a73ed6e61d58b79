// The judge of batch reads: how many entries there may be, and what is said of each.
//
// Law: every entry stands among the successes or the errors, and shows what the same read by itself
// would show. Later pages add to earlier ones: entries are judged when the last one has come.
//
// Example:
//   BatchPages pages;
//   const BatchPageAnswer answer = TakeBatchPage({.read = read, ...}, pages, observations);
//   if (answer.usable && !answer.next_token) { ...JudgeBatch({.read = read, ...}, pages)... }
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read/judge_read.h"
#include "conformance/judge/read_answer.h"
#include "reference/reading/parse_read_request.h"
#include "spec/clause.h"
#include "spec/http_message.h"

namespace swc::conformance {

// Whether a clause is about how many entries a batch read has.
[[nodiscard]] bool IsAboutEntryCount(const spec::Clause& clause);

// What the pages of one batch read say of its entries.
struct BatchPages {
  // Of each success entry, by entryId, a list for each page.
  std::map<std::string, std::vector<std::vector<SeenValue>>, std::less<>> values;
  std::set<std::string, std::less<>> errors;  // entryIds of the error entries.
};

struct BatchPageToJudge {
  const reference::SentRead& read;  // Of the first page.
  const spec::HttpResponse& response;
  bool counted = false;  // Judge what its status says about the number of entries.
};

struct BatchPageAnswer {
  bool usable = false;                    // It was answered, and can be read.
  std::optional<std::string> next_token;  // Of the page that follows.
  BatchAnswer shown;                      // What is on it.
};

// Judges one page by itself and adds it to `pages`. After a page with a deviation none is usable.
[[nodiscard]] BatchPageAnswer TakeBatchPage(const BatchPageToJudge& page, BatchPages& pages,
                                            Observations& observations);

// What an entry names.
struct NamedSeries {
  bool exists = true;  // False: ids that name nothing, or an alias that nothing was written to.
  std::optional<KnownSeries> known;  // Nothing, though it exists: the entry is not judged.
};

struct BatchToJudge {
  const reference::SentRead& read;
  std::function<NamedSeries(const reference::SentReadEntry&)> named;
};

// Judges every entry. REQUIRES: nothing is wrong with the read or its entries.
[[nodiscard]] Observations JudgeBatch(const BatchToJudge& batch, const BatchPages& pages);

// A batch read whose pages lead nowhere: read.history.paging, or of latest values
// read.batch.agrees.
void ReportEndlessBatch(const reference::SentRead& read, Observations& observations);

// The rules for a single entry, of which nothing is wrong, by what became of it.

void ReportUnanswered(std::string_view id, Observations& observations);

// An error is right only where the series may be without values. `refusal` names it where it is
// not; null: it is not what the same read by itself shows.
void JudgeEntryError(std::string_view id, const SeriesBeliefs& beliefs, const spec::Clause* refusal,
                     Observations& observations);

// Returns what a read asks of one entry. In a batch maxResults bounds all entries together.
[[nodiscard]] HistoryRequest AskedOf(const reference::SentRead& read,
                                     const reference::SentReadEntry& entry);

}  // namespace swc::conformance
