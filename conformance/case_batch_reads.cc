#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/case_reads.h"
#include "conformance/case_settle.h"
#include "conformance/read_answer.h"
#include "conformance/read_requests.h"

namespace swc::conformance {
namespace {

using Json = nlohmann::ordered_json;
using generators::Step;
using generators::StepKind;

void JudgeBatchEntry(CaseState& state, bool latest, const std::string& name,
                     const HistoryRequest& request, std::vector<std::vector<SeenValue>>& pages,
                     bool error, Observations& observations) {
  const LentSeries& lent = state.lease.series.find(name)->second;
  if (lent.id.empty()) {
    // An unknown property is an error of its entry and shows no value.
    const bool shows = std::ranges::any_of(pages, [](const auto& page) { return !page.empty(); });
    if (!error || shows) {
      observations.Deviate("read.batch.error", "no-error", "/errorEntries",
                           fmt::format("an error for entry '{}'", name),
                           shows ? "values of a property that does not exist" : "no error");
    } else {
      observations.Mark("read.batch.error", Side::kObserve);
    }
    return;
  }
  if (!lent.readable || (latest && !lent.fresh)) {
    return;
  }
  Observations judged;
  if (error) {
    // A stream that was never written may be unknown to the target.
    if (std::ranges::any_of(state.KnownOf(lent.id),
                            [](const auto& item) { return !item.second.MayBeAbsent(); })) {
      judged.Deviate("read.batch.agrees", "error", "/errorEntries",
                     fmt::format("the values of entry '{}'", name), "an error");
    }
  } else if (latest) {
    std::optional<SeenValue> value;
    if (!pages.empty() && !pages.front().empty()) {
      value = pages.front().front();
    }
    judged = JudgeLatest(value, state.KnownOf(lent.id));
  } else {
    if (!lent.fresh) {
      state.DropUnknown(lent.id, pages);
    }
    HistoryRequest of_entry = request;
    of_entry.max_results.reset();  // It bounds the page of all entries together.
    judged = JudgeHistory(of_entry, pages, state.KnownOf(lent.id));
  }
  observations.Add(InBatch(std::move(judged)));
}

Task<void> ReadBatchPages(CaseState& state, bool latest, BatchSeries batch,
                          HistoryRequest request) {
  constexpr int kBatchPagesMax = 100;
  std::map<std::string, std::vector<std::vector<SeenValue>>> pages;
  std::set<std::string> errors;
  std::set<std::string> answered;
  std::optional<std::string> token;
  Observations observations;
  Sent sent;
  for (int i = 0; i < kBatchPagesMax; ++i) {
    spec::HttpRequest http =
        latest ? BatchLatestRequestOf(batch) : BatchHistoryRequestOf(batch, request, token);
    sent = co_await state.context.client.Send(std::move(http));
    if (!state.Usable(sent.transient, sent.over_budget, sent.exchange)) {
      co_return;
    }
    if (sent.exchange.response->status != 200) {
      observations.Deviate("read.batch.error", "refused", "",
                           "errors of single entries inside a 200",
                           fmt::format("status {}", sent.exchange.response->status));
      break;
    }
    BatchAnswer answer = ReadBatch(*sent.exchange.response, request.quality, observations);
    for (auto& [id, values] : answer.values) {
      answered.insert(id);
      pages[id].push_back(std::move(values));
    }
    errors.merge(answer.errors);
    token = answer.next_token;
    if (!answer.usable || !token) {
      break;
    }
  }
  if (observations.deviations.empty()) {
    for (const auto& [name, names] : batch) {
      if (!answered.contains(name) && !errors.contains(name)) {
        observations.Deviate("read.batch.error", "not-answered", "/successEntries",
                             "every entry among the successes or the errors",
                             fmt::format("entry '{}' is in neither", name));
        continue;
      }
      JudgeBatchEntry(state, latest, name, request, pages[name], errors.contains(name),
                      observations);
    }
  }
  state.Take(std::move(observations), sent.exchange);
}

}  // namespace

Task<void> RunBatch(CaseState& state, const Step& step) {
  BatchSeries batch;
  for (const Json& item : step.body.at("series")) {
    const auto name = item.get<std::string>();
    const LentSeries& lent = state.lease.series.find(name)->second;
    batch.emplace_back(name, lent.names);
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
  const bool latest = step.kind == StepKind::kBatchLatest;
  if (!latest) {
    // Bounds of a batch history go out as whole seconds.
    for (auto* bound : {&request->start, &request->end}) {
      if (*bound) {
        (*bound)->nanos = 0;
      }
    }
  }
  co_await ReadBatchPages(state, latest, std::move(batch), *std::move(request));
}

}  // namespace swc::conformance
