#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/judge/read_answer.h"
#include "conformance/judge/read_answer_checks.h"
#include "conformance/play/case_patience.h"
#include "conformance/play/case_reads.h"
#include "conformance/play/case_settle.h"
#include "conformance/play/read_requests.h"
#include "reference/reading/read_read.h"
#include "spec/contract.h"

namespace swc::conformance {
namespace {

using Json = nlohmann::ordered_json;
using generators::Step;
using generators::StepKind;

// A batch read: what is sent, and which series each entry names.
struct BatchRead {
  BatchEntries entries;
  std::map<std::string, std::string> series_of;  // By entryId.
  bool latest = false;
  bool counted = false;  // The case sets the number of entries.
  HistoryRequest request;

  [[nodiscard]] std::size_t EntriesMax() const {
    const spec::Contract& contract = spec::Contract::Get();
    return latest ? contract.batch_latest_entries_max : contract.batch_history_entries_max;
  }

  // Returns the clause that the number of entries breaks, or null.
  [[nodiscard]] const spec::Clause* WrongCount() const {
    const reference::SentRead read = reference::ReadRead(Page(std::nullopt));
    const auto found = std::ranges::find_if(read.violations, [](const auto& violation) {
      return IsAboutEntryCount(*violation.clause);
    });
    return found == read.violations.end() ? nullptr : found->clause;
  }

  [[nodiscard]] spec::HttpRequest Page(const std::optional<std::string>& token) const {
    return latest ? BatchLatestRequestOf(entries, token)
                  : BatchHistoryRequestOf(entries, request, token);
  }
};

// read.batch.error: a property that does not exist is an error of its entry and shows no value. An
// alias that nothing was written to may be a stream without values.
void JudgeUnknown(const BatchEntry& entry, const std::vector<std::vector<SeenValue>>& pages,
                  bool error, Observations& observations) {
  const bool shows = std::ranges::any_of(pages, [](const auto& page) { return !page.empty(); });
  if (shows || (!error && entry.by == By::kIds)) {
    observations.Deviate("read.batch.error", "no-error", "/errorEntries",
                         fmt::format("an error for entry '{}'", entry.id),
                         shows ? "values of a property that does not exist" : "no error");
  } else if (error) {
    observations.Mark("read.batch.error", Side::kObserve);
  }
}

void JudgeBatchEntry(CaseState& state, const BatchRead& batch, const BatchEntry& entry,
                     std::vector<std::vector<SeenValue>>& pages, bool error,
                     Observations& observations) {
  const LentSeries& lent = state.lease.series.find(batch.series_of.at(entry.id))->second;
  if (lent.id.empty()) {
    JudgeUnknown(entry, pages, error, observations);
    return;
  }
  if (!lent.readable || (!lent.fresh && (batch.latest || !AsksForSlice(batch.request)))) {
    return;
  }
  Observations judged;
  if (error) {
    // A stream that was never written may be unknown to the target.
    if (std::ranges::any_of(state.KnownOf(lent.id),
                            [](const auto& item) { return !item.second.MayBeAbsent(); })) {
      judged.Deviate("read.batch.agrees", "error", "/errorEntries",
                     fmt::format("the values of entry '{}'", entry.id), "an error");
    } else {
      NoteNoData(true, state.KnownOf(lent.id), judged);
    }
  } else if (batch.latest) {
    std::optional<SeenValue> value;
    if (!pages.empty() && !pages.front().empty()) {
      value = pages.front().front();
    }
    judged = JudgeLatest(value, state.KnownOf(lent.id));
    if (!value) {
      NoteNoData(false, state.KnownOf(lent.id), judged);
    }
  } else {
    if (!lent.fresh) {
      for (auto& page : pages) {
        DropUnknown(state.KnownOf(lent.id), page);
      }
    }
    HistoryRequest of_entry = batch.request;
    of_entry.max_results.reset();  // It bounds the page of all entries together.
    judged = JudgeHistory(of_entry, pages, state.KnownOf(lent.id));
  }
  observations.Add(InBatch(std::move(judged)));
}

// read.batch.entries, read.batch.no-entries: what a status says about the number of entries.
void JudgeEntryCount(const BatchRead& batch, int status, Observations& observations) {
  const bool taken = status == 200;
  const spec::Clause* wrong = batch.WrongCount();
  const spec::Clause& clause =
      wrong == nullptr ? spec::Catalogue::Get().At("read.batch.entries") : *wrong;
  if (taken != (wrong == nullptr)) {
    observations.Deviate(
        clause.id, taken ? "not-refused" : "refused", "/entries",
        fmt::format("{}: 1 to {} entries are allowed",
                    taken ? "the whole request is refused" : "an answer", batch.EntriesMax()),
        fmt::format("status {} to {} entries", status, batch.entries.size()));
    return;
  }
  observations.Mark(clause, Side::kObserve);
}

// What the pages of one batch read say, by entryId.
struct BatchPages {
  std::map<std::string, std::vector<std::vector<SeenValue>>> values;
  std::set<std::string> answered;
  std::set<std::string> errors;
};

void JudgeBatchEntries(CaseState& state, const BatchRead& batch, BatchPages& pages,
                       Observations& observations) {
  for (const BatchEntry& entry : batch.entries) {
    const std::string& id = entry.id;
    if (!pages.answered.contains(id) && !pages.errors.contains(id)) {
      observations.Deviate("read.batch.error", "not-answered", "/successEntries",
                           "every entry among the successes or the errors",
                           fmt::format("entry '{}' is in neither", id));
      continue;
    }
    JudgeBatchEntry(state, batch, entry, pages.values[id], pages.errors.contains(id), observations);
  }
}

// What one batch read showed, all its pages.
struct BatchJudgement {
  bool usable = false;  // It was answered.
  Observations observations;
  Exchange last;
};

// read.history.max-results: the result set of a page is that of all entries together.
void CheckPageSize(const HistoryRequest& request, const BatchAnswer& answer,
                   Observations& observations) {
  std::size_t shown = 0;
  for (const auto& [id, values] : answer.values) {
    shown += values.size();
  }
  if (!request.max_results) {
    return;
  }
  if (shown > *request.max_results) {
    observations.Deviate("read.history.max-results", "too-many-in-batch", "",
                         fmt::format("at most {} values in a page", *request.max_results),
                         fmt::format("{} values", shown));
  } else {
    observations.Mark("read.history.max-results", Side::kObserve);
  }
}

Task<BatchJudgement> ReadBatchPages(CaseState& state, const BatchRead& batch) {
  constexpr int kBatchPagesMax = 100;
  BatchPages pages;
  std::optional<std::string> token;
  BatchJudgement judged;
  Observations& observations = judged.observations;
  for (int i = 0; i < kBatchPagesMax; ++i) {
    spec::HttpRequest http = batch.Page(token);
    Sent sent = co_await state.context.client.Send(std::move(http));
    judged.usable = state.Usable(sent.transient, sent.over_budget, sent.exchange);
    judged.last = std::move(sent.exchange);
    if (!judged.usable) {
      co_return judged;
    }
    const int status = judged.last.response->status;
    if (status >= 400) {
      CheckReadError(*judged.last.response, observations);
    }
    if (batch.counted && i == 0) {
      JudgeEntryCount(batch, status, observations);
    }
    if (batch.WrongCount() != nullptr || !observations.deviations.empty()) {
      co_return judged;
    }
    if (status != 200) {
      observations.Deviate("read.batch.error", "refused", "",
                           "errors of single entries inside a 200",
                           fmt::format("status {}", status));
      break;
    }
    BatchAnswer answer = ReadBatch(*judged.last.response, batch.request.quality, observations);
    CheckPageSize(batch.request, answer, observations);
    for (auto& [id, values] : answer.values) {
      pages.answered.insert(id);
      pages.values[id].push_back(std::move(values));
    }
    pages.errors.merge(answer.errors);
    token = answer.next_token;
    if (!answer.usable || !token) {
      break;
    }
  }
  if (observations.deviations.empty()) {
    JudgeBatchEntries(state, batch, pages, observations);
  }
  co_return judged;
}

// Returns the entries of a step: one for each series, or as many as it says, the series in turn.
BatchRead BatchOf(const CaseState& state, const Step& step) {
  BatchRead batch;
  batch.latest = step.kind == StepKind::kBatchLatest;
  batch.counted = step.body.contains("entries");
  const Json& series = step.body.at("series");
  const std::string by = step.body.value("by", "");
  const std::size_t count =
      batch.counted ? step.body.at("entries").get<std::size_t>() : series.size();
  for (std::size_t i = 0; i < count; ++i) {
    const auto name = series.at(i % series.size()).get<std::string>();
    const std::string id = batch.counted ? fmt::format("{}-{}", name, i) : name;
    const generators::SeriesBinding& names = state.lease.series.find(name)->second.names;
    batch.entries.push_back({.id = id, .series = names, .by = ByOf(names, by, By::kIds)});
    batch.series_of.emplace(id, name);
  }
  return batch;
}

}  // namespace

Task<void> RunBatch(CaseState& state, const Step& step) {
  for (const Json& item : step.body.at("series")) {
    const LentSeries& lent = state.lease.series.find(item.get<std::string>())->second;
    if (!lent.id.empty() && lent.readable) {
      co_await Settle(state, lent.id);
    }
    if (state.Over() || !state.outcome.found.empty() || state.beliefs.distrusted()) {
      co_return;
    }
  }
  auto request = ParseHistoryStep(state, step.body);
  if (!request) {
    co_return;
  }
  BatchRead batch = BatchOf(state, step);
  batch.request = *std::move(request);
  if (MayBeRefused(batch.Page(std::nullopt))) {
    co_return;
  }
  Patience patience(state);
  bool again = true;
  while (again) {
    BatchJudgement judged = co_await ReadBatchPages(state, batch);
    if (!judged.usable) {
      co_return;
    }
    again = patience.ReadAgain(state, judged.observations, judged.last);
    if (again) {
      co_await patience.Pause(state);
    }
  }
}

}  // namespace swc::conformance
