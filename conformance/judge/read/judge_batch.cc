#include "conformance/judge/read/judge_batch.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read/judge_latest.h"
#include "conformance/judge/read/judge_read.h"
#include "conformance/judge/read_answer.h"
#include "conformance/judge/read_answer_checks.h"
#include "reference/reading/parse_read_request.h"
#include "spec/clause.h"
#include "spec/contract.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using reference::ReadOperation;
using reference::SentRead;
using reference::SentReadEntry;

using EntryPages = std::vector<std::vector<SeenValue>>;

// Returns the quality that every entry asks for; nothing if they differ.
std::optional<spec::Quality> CommonQuality(const SentRead& read) {
  std::optional<spec::Quality> common;
  for (const SentReadEntry& entry : read.entries) {
    if (&entry != &read.entries.front() && entry.query.quality != common) {
      return std::nullopt;
    }
    common = entry.query.quality;
  }
  return common;
}

// Returns the clause that the number of entries breaks, or null.
const spec::Clause* WrongCount(const SentRead& read) {
  const auto found = std::ranges::find_if(
      read.violations, [](const auto& violation) { return IsAboutEntryCount(*violation.clause); });
  return found == read.violations.end() ? nullptr : found->clause;
}

// read.batch.entries, read.batch.no-entries: what a status says about the number of entries.
void JudgeEntryCount(const SentRead& read, int status, Observations& observations) {
  const spec::Contract& contract = spec::Contract::Get();
  const std::size_t entries_max = read.operation == ReadOperation::kBatchLatest
                                      ? contract.batch_latest_entries_max
                                      : contract.batch_history_entries_max;
  const bool taken = status == 200;
  const spec::Clause* wrong = WrongCount(read);
  const spec::Clause& clause =
      wrong == nullptr ? spec::Catalogue::Get().At("read.batch.entries") : *wrong;
  if (taken != (wrong == nullptr)) {
    observations.Deviate(
        clause, taken ? "not-refused" : "refused", "/entries",
        fmt::format("{}: 1 to {} entries are allowed",
                    taken ? "the whole request is refused" : "an answer", entries_max),
        fmt::format("status {} to {} entries", status, read.entries.size()));
    return;
  }
  observations.Mark(clause, Side::kObserve);
}

// read.history.max-results: the result set of a page is that of all entries together.
void CheckPageSize(const SentRead& read, const BatchAnswer& answer, Observations& observations) {
  if (!read.max_results) {
    return;
  }
  std::size_t shown = 0;
  for (const auto& [id, values] : answer.values) {
    shown += values.size();
  }
  if (shown > *read.max_results) {
    observations.Deviate("read.history.max-results", "too-many-in-batch", "",
                         fmt::format("at most {} values in a page", *read.max_results),
                         fmt::format("{} values", shown));
  } else {
    observations.Mark("read.history.max-results", Side::kObserve);
  }
}

// read.batch.error: a property that does not exist is an error of its entry and shows no value. An
// alias that nothing was written to may be a stream without values.
void JudgeUnknown(const SentReadEntry& entry, const EntryPages* pages, bool error,
                  Observations& observations) {
  const bool shows = pages != nullptr &&
                     std::ranges::any_of(*pages, [](const auto& page) { return !page.empty(); });
  if (shows || (!error && !entry.query.identity.alias)) {
    observations.Deviate("read.batch.error", "no-error", "/errorEntries",
                         fmt::format("an error for entry '{}'", entry.id.value_or("")),
                         shows ? "values of a property that does not exist" : "no error");
  } else if (error) {
    observations.Mark("read.batch.error", Side::kObserve);
  }
}

// read.batch.agrees: an entry shows what the same read by itself would show.
Observations JudgeEntryValues(const SentRead& read, const SentReadEntry& entry, EntryPages pages,
                              const KnownSeries& known) {
  if (read.operation == ReadOperation::kBatchHistory) {
    if (known.shared) {
      for (auto& page : pages) {
        DropUnknown(*known.beliefs, page);
      }
    }
    return JudgeHistory(AskedOf(read, entry), pages, *known.beliefs);
  }
  std::optional<SeenValue> value;
  if (!pages.front().empty()) {
    value = pages.front().front();
  }
  Observations judged = JudgeLatest(value, *known.beliefs);
  if (!value) {
    NoteNoData(false, *known.beliefs, judged);
  }
  return judged;
}

void JudgeEntry(const BatchToJudge& batch, const SentReadEntry& entry, const BatchPages& pages,
                Observations& observations) {
  const std::string id = entry.id.value_or("");
  const auto answered = pages.values.find(id);
  const EntryPages* values = answered == pages.values.end() ? nullptr : &answered->second;
  const bool error = pages.errors.contains(id);
  if (values == nullptr && !error) {
    ReportUnanswered(id, observations);
    return;
  }
  const NamedSeries named = batch.named(entry);
  if (!named.exists) {
    JudgeUnknown(entry, values, error, observations);
  } else if (!named.known) {
    return;
  } else if (error) {
    Observations judged;
    JudgeEntryError(id, *named.known->beliefs, nullptr, judged);
    NoteNoData(true, *named.known->beliefs, judged);
    observations.Add(InBatch(std::move(judged)));
  } else {
    observations.Add(InBatch(JudgeEntryValues(batch.read, entry, *values, *named.known)));
  }
}

}  // namespace

bool IsAboutEntryCount(const spec::Clause& clause) {
  return clause.Is("read.batch.entries") || clause.Is("read.batch.no-entries");
}

BatchPageAnswer TakeBatchPage(const BatchPageToJudge& page, BatchPages& pages,
                              Observations& observations) {
  const spec::HttpResponse& response = page.response;
  if (response.status >= 400) {
    CheckReadError(response, observations);
  }
  if (page.counted) {
    JudgeEntryCount(page.read, response.status, observations);
  }
  if (WrongCount(page.read) != nullptr || !observations.deviations.empty()) {
    return {};
  }
  if (response.status != 200) {
    observations.Deviate("read.batch.error", "refused", "", "errors of single entries inside a 200",
                         fmt::format("status {}", response.status));
    return {};
  }
  BatchAnswer answer = ParseBatchAnswer(response, CommonQuality(page.read), observations);
  CheckPageSize(page.read, answer, observations);
  for (const auto& [id, values] : answer.values) {
    pages.values[id].push_back(values);
  }
  pages.errors.insert(answer.errors.begin(), answer.errors.end());
  return {.usable = answer.usable, .next_token = answer.next_token, .shown = std::move(answer)};
}

void ReportEndlessBatch(const SentRead& read, Observations& observations) {
  using spec::ClauseId;
  const bool latest = read.operation == ReadOperation::kBatchLatest;
  observations.Deviate(latest ? ClauseId("read.batch.agrees") : ClauseId("read.history.paging"),
                       "endless", "/nextToken", "a batch read whose pages come to an end",
                       "page after page without anything new");
}

Observations JudgeBatch(const BatchToJudge& batch, const BatchPages& pages) {
  Observations observations;
  for (const SentReadEntry& entry : batch.read.entries) {
    JudgeEntry(batch, entry, pages, observations);
  }
  return observations;
}

void ReportUnanswered(std::string_view id, Observations& observations) {
  observations.Deviate("read.batch.error", "not-answered", "/successEntries",
                       "every entry among the successes or the errors",
                       fmt::format("entry '{}' is in neither", id));
}

void JudgeEntryError(std::string_view id, const SeriesBeliefs& beliefs, const spec::Clause* refusal,
                     Observations& observations) {
  // What nothing was written to may be unknown to the target.
  if (!MustHaveValue(beliefs)) {
    return;
  }
  if (refusal == nullptr) {
    observations.Deviate("read.batch.agrees", "error", "/errorEntries",
                         fmt::format("the values of entry '{}'", id), "an error");
  } else {
    observations.Deviate(*refusal, "entry-refused", "/errorEntries",
                         "an answer, as nothing is wrong with the entry", "an error");
  }
}

HistoryRequest AskedOf(const SentRead& read, const SentReadEntry& entry) {
  return {.start = entry.query.start,
          .end = entry.query.end,
          .quality = entry.query.quality,
          .descending = entry.query.descending,
          .max_results = reference::IsBatch(read.operation) ? std::nullopt : read.max_results};
}

}  // namespace swc::conformance
