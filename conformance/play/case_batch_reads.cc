#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "conformance/client/client.h"
#include "conformance/client/read_requests.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read/judge_batch.h"
#include "conformance/judge/read/judge_read.h"
#include "conformance/judge/read/judge_read_request.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_failure.h"
#include "conformance/play/case_patience.h"
#include "conformance/play/case_read_back.h"
#include "conformance/play/case_reads.h"
#include "conformance/play/case_state.h"
#include "conformance/play/paged_bytes.h"
#include "conformance/play/paged_news.h"
#include "conformance/target/leases.h"
#include "generators/case/case.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/series_id.h"
#include "spec/http_message.h"

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

  [[nodiscard]] spec::HttpRequest Page(const std::optional<std::string>& token) const {
    return latest ? BatchLatestRequestOf(entries, token)
                  : BatchHistoryRequestOf(entries, request, token);
  }
};

// Returns what is known of the series that an entry names.
NamedSeries NamedBy(const CaseState& state, const BatchRead& batch,
                    const reference::SentReadEntry& entry) {
  const std::string& name = batch.series_of.at(entry.id.value_or(""));
  const LentSeries& lent = state.lease.series.find(name)->second;
  if (lent.id.empty()) {
    // The alias may be that of a stream since a put of this case named it.
    const auto& alias = entry.query.identity.alias;
    return {.exists = alias && state.beliefs.Find(reference::SeriesOfStream(*alias)) != nullptr};
  }
  if (!lent.readable || (!lent.fresh && (batch.latest || !AsksForSlice(batch.request)))) {
    return {};
  }
  return {.known = KnownSeries{.beliefs = &state.KnownOf(lent.id), .shared = !lent.fresh}};
}

// What one batch read showed, all its pages.
struct BatchJudgement {
  bool usable = false;  // It came through.
  Observations observations;
  Exchange last;
};

// One that goes on is cut here: far above what a case can store.
constexpr int kBatchPagesMax = 200;

// How the pages of a batch read ended, if no deviation or failure ended them before.
enum class Ending : std::uint8_t {
  kLast,     // No page follows.
  kNowhere,  // They show nothing new any more.
  kCut,      // They may have an end.
};

Task<BatchJudgement> ReadBatchPages(CaseState& state, const BatchRead& batch) {
  const reference::SentRead read = reference::ParseReadRequest(batch.Page(std::nullopt));
  BatchPages pages;
  std::optional<std::string> token;
  BatchJudgement judged;
  PagedBytes bytes;
  PagedNews news;
  Ending ending = Ending::kCut;
  for (int i = 0; ending == Ending::kCut && i < kBatchPagesMax; ++i) {
    spec::HttpRequest http = batch.Page(token);
    Sent sent = co_await state.context.client.Send(std::move(http));
    bytes.Count(sent.exchange);
    judged.last = std::move(sent.exchange);
    judged.usable = co_await CameThrough(state, sent.transient, sent.over_budget, judged.last);
    if (!judged.usable) {
      co_return judged;
    }
    BatchPageAnswer answer = TakeBatchPage(
        {.read = read, .response = *judged.last.response, .counted = batch.counted && i == 0},
        pages, judged.observations);
    if (!answer.usable) {
      co_return judged;
    }
    token = std::move(answer.next_token);
    if (!token) {
      ending = Ending::kLast;
    } else if (news.LeadsNowhere(answer.shown.values, answer.shown.errors)) {
      ending = Ending::kNowhere;
    }
  }
  if (ending == Ending::kCut && 2 * news.pages_with_news() > kBatchPagesMax) {
    PagedBytes::GiveUp(judged.last);
    judged.usable = co_await CameThrough(state, false, false, judged.last);
    co_return judged;
  }
  if (ending != Ending::kLast) {
    ReportEndlessBatch(read, judged.observations);
  }
  if (judged.observations.deviations.empty()) {
    judged.observations.Add(JudgeBatch(
        {.read = read, .named = [&](const auto& entry) { return NamedBy(state, batch, entry); }},
        pages));
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
      co_await ConfirmSeries(state, lent.id);
    }
    if (state.Over() || !state.outcome.deviations.empty() || state.beliefs.distrusted()) {
      co_return;
    }
  }
  auto request = ParseHistoryStep(state, step.body);
  if (!request) {
    co_return;
  }
  BatchRead batch = BatchOf(state, step);
  batch.request = *std::move(request);
  const spec::HttpRequest first_page = batch.Page(std::nullopt);
  if (MayBeRefused(reference::ParseReadRequest(first_page)) || IsBlocked(state, first_page)) {
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
