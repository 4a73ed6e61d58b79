#include "conformance/case_runner.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <expected>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "conformance/beliefs.h"
#include "conformance/judge.h"
#include "conformance/judge_read.h"
#include "conformance/judge_stored.h"
#include "conformance/series_reader.h"
#include "reference/json_tree.h"
#include "reference/reading.h"
#include "spec/contract.h"

namespace swc::conformance {
namespace {

using generators::Case;
using generators::Step;
using generators::StepKind;
using Json = nlohmann::ordered_json;

// While a property is lent to another case.
constexpr std::chrono::milliseconds kLeasePause{1};

// Between two reads of a series that has not settled.
constexpr std::chrono::milliseconds kFirstReadPause{10};
constexpr std::chrono::milliseconds kReadPauseMax{500};

// After this many values that never came, the rest of the run waits a tenth of the deadline.
constexpr std::uint64_t kDeadlinesMissedMax = 8;

// Values of one property that lie further apart are read by separate queries.
constexpr std::chrono::seconds kPropertyGap{60};

bool IsPutRequest(const spec::HttpRequest& request) {
  return request.method == "POST" &&
         request.target.substr(0, request.target.find('?')) == "/properties";
}

std::chrono::nanoseconds Doubled(std::chrono::nanoseconds pause) {
  return std::min<std::chrono::nanoseconds>(pause * 2, kReadPauseMax);
}

class CaseRun {
 public:
  CaseRun(CaseContext& context, const Case& test_case) : context_(context), case_(test_case) {
    if (!test_case.clauses.empty()) {
      about_ = spec::Catalogue::Get().Find(test_case.clauses.front());
    }
  }

  Task<CaseOutcome> Run() {
    for (const std::string& need : case_.needs) {
      if (!CapabilitiesOf(context_.target).contains(need)) {
        outcome_.missing = need;
        co_return std::move(outcome_);
      }
    }
    const bool leased = co_await TakeLease();
    if (!leased) {
      co_return std::move(outcome_);
    }
    Bind();
    co_await ReadWhatLiesThere();
    for (const Step& step : case_.steps) {
      if (Over()) {
        break;
      }
      co_await RunStep(step);
    }
    if (!Over()) {
      co_await SettleAll();
    }
    CheckOneSeries();
    MarkAccepted();
    context_.leases.Return(lease_);
    co_return std::move(outcome_);
  }

 private:
  [[nodiscard]] bool Over() const {
    return outcome_.stopped || outcome_.error || !outcome_.infra.empty();
  }

  // ---- Before the first step.

  Task<bool> TakeLease() {
    while (true) {
      auto lease = context_.leases.Take(case_);
      if (lease) {
        lease_ = *std::move(lease);
        co_return true;
      }
      if (lease.error().never) {
        outcome_.missing = lease.error().missing;
        co_return false;
      }
      co_await Sleep(context_.client.transport(), kLeasePause);
    }
  }

  void Bind() {
    const spec::Instant now = context_.client.clock().At(context_.client.transport().WallNow());
    binding_ = Leases::BindingOf(lease_, now);
    for (const auto& [name, lent] : lease_.series) {
      if (!lent.id.empty()) {
        names_[lent.id] = lent.names;
        fresh_[lent.id] = lent.fresh;
      }
    }
  }

  // A property may hold values of earlier runs: they become beliefs.
  Task<void> ReadWhatLiesThere() {
    for (const auto& [name, lent] : lease_.series) {
      if (lent.fresh || !lent.readable) {
        continue;
      }
      const std::vector<TimeRange> ranges = TouchedRanges(lent.id);
      ranges_[lent.id] = ranges;
      const By by = lent.names.alias ? By::kAlias : By::kIds;
      SeriesResult result = co_await ReadSeries(context_.client, lent.names, by, ranges);
      if (!Usable(result.transient, result.stopped, result.last)) {
        co_return;
      }
      for (const auto& seen : result.seen) {
        for (const SeenValue& value : seen) {
          beliefs_.Store(lent.id, {.time = value.time, .quality = value.quality}, value.value,
                         "store.acknowledged");
        }
      }
    }
  }

  // Returns the stretches of time that the puts of this case will touch in `series`.
  [[nodiscard]] std::vector<TimeRange> TouchedRanges(const reference::SeriesId& series) {
    Beliefs touched;
    for (const Step& step : case_.steps) {
      if (step.kind != StepKind::kPut && step.kind != StepKind::kPutRaw) {
        continue;
      }
      const auto request = generators::RenderPut(step, binding_);
      if (!request || !IsPutRequest(*request)) {
        continue;
      }
      reference::Reading reading = reference::ReadPut(*request);
      reference::ReadInContext({.directory = context_.target.directory,
                                .series = touched,
                                .now_earliest = binding_.now,
                                .now_latest = binding_.now},
                               reading);
      BelieveAnything(reading, touched);
    }
    const SeriesBeliefs* found = touched.Find(series);
    return found == nullptr ? std::vector<TimeRange>() : RangesOf(*found, kPropertyGap);
  }

  // ---- Steps.

  Task<void> RunStep(const Step& step) {
    switch (step.kind) {
      case StepKind::kPut:
      case StepKind::kPutRaw:
        co_await RunPut(step);
        break;
      case StepKind::kReadBack:
        co_await SettleAll();
        break;
      case StepKind::kHistory:
        co_await RunHistory(step.body);
        break;
      case StepKind::kLatest:
        co_await RunLatest(step.body);
        break;
      case StepKind::kBatchLatest:
      case StepKind::kBatchHistory:
        co_await RunBatch(step);
        break;
    }
  }

  Task<void> RunPut(const Step& step) {
    auto request = generators::RenderPut(step, binding_);
    if (!request) {
      outcome_.error = request.error().WithContext(case_.id);
      co_return;
    }
    spec::HttpRequest http = *std::move(request);
    Sent sent = co_await context_.client.Send(http);
    if (sent.over_budget) {
      outcome_.stopped = true;
      co_return;
    }
    if (!IsPutRequest(http)) {
      co_await JudgeUnbound(std::move(sent));
      co_return;
    }
    reference::Reading reading = Read(sent.exchange);
    for (const reference::ReadEntry& entry : reading.entries) {
      outcome_.values += entry.values.size();
    }
    if (sent.transient || sent.exchange.failure) {
      BelieveAnything(reading, beliefs_);
      co_await JudgeTransient(std::move(sent), http);
      co_return;
    }
    if (sent.retried) {
      // An attempt before this one may have had its effects already.
      BelieveAnything(reading, beliefs_);
    }
    NoteViolations(reading);
    last_put_ = sent.exchange;
    written_at_ = context_.client.transport().Now();
    Take(JudgePut({.reading = reading,
                   .response = *sent.exchange.response,
                   .directory = context_.target.directory,
                   .about = about_,
                   .now = binding_.now},
                  beliefs_),
         sent.exchange);
    outcome_.observations.Mark("robust.server-error", Side::kObserve);
    outcome_.observations.Mark("robust.connection", Side::kObserve);
  }

  [[nodiscard]] reference::Reading Read(const Exchange& exchange) const {
    reference::Reading reading = reference::ReadPut(exchange.request);
    const auto [earliest, latest] = context_.client.clock().During(exchange);
    reference::ReadInContext({.directory = context_.target.directory,
                              .series = beliefs_,
                              .now_earliest = earliest,
                              .now_latest = latest},
                             reading);
    return reading;
  }

  void NoteViolations(const reference::Reading& reading) {
    for (const reference::Violation& violation : reading.violations) {
      violated_.insert(violation.clause);
    }
    ++puts_;
  }

  // wire.path: a method or path of no operation.
  Task<void> JudgeUnbound(Sent sent) {
    const spec::Clause& clause = spec::Catalogue::Get().At("wire.path");
    if (sent.exchange.failure) {
      spec::HttpRequest request = sent.exchange.request;
      co_await JudgeTransient(std::move(sent), std::move(request));
      co_return;
    }
    Observations observations;
    const int status = sent.exchange.response->status;
    const auto& permitted = clause.reject.request_statuses;
    if (std::ranges::find(permitted, status) != permitted.end()) {
      observations.Mark(clause, Side::kReject);
    } else {
      observations.Deviate(clause.id, "other-status", "", clause.statement,
                           fmt::format("status {}", status));
    }
    Take(std::move(observations), sent.exchange);
  }

  // A failure that retries did not heal: the input's fault only if a harmless request succeeds and
  // the input fails once more (robust.*).
  Task<void> JudgeTransient(Sent sent, spec::HttpRequest request) {
    const bool throttled = sent.exchange.response && sent.exchange.response->status == 429;
    const bool healthy = co_await ProbeIsHealthy();
    if (Over()) {
      co_return;
    }
    if (throttled || !healthy) {
      outcome_.infra = DescribeFailure(sent.exchange);
      co_return;
    }
    Sent again = co_await context_.client.Send(std::move(request));
    if (!again.transient) {
      outcome_.infra = "a failure that did not come back: " + DescribeFailure(sent.exchange);
      co_return;
    }
    Observations observations;
    const Exchange& exchange = again.exchange;
    if (exchange.failure) {
      observations.Deviate("robust.connection", ToString(*exchange.failure), "",
                           "an answer to every request, as a harmless request gets one",
                           DescribeFailure(exchange));
    } else {
      observations.Deviate("robust.server-error", "status", "",
                           "no status of 500 or more, as a harmless request succeeds",
                           DescribeFailure(exchange));
    }
    Take(std::move(observations), exchange);
  }

  Task<bool> ProbeIsHealthy() {
    generators::SeriesBinding nothing;
    nothing.alias = fmt::format("/sitewise-conformance/{}/probe", context_.leases.run());
    spec::HttpRequest request = LatestRequestOf(nothing, By::kAlias);
    Sent sent = co_await context_.client.Send(std::move(request));
    outcome_.stopped = sent.over_budget;
    co_return !sent.over_budget && !sent.transient && sent.exchange.response.has_value();
  }

  static std::string DescribeFailure(const Exchange& exchange) {
    if (exchange.failure) {
      return fmt::format("{} ({})", ToString(*exchange.failure), exchange.failure_detail);
    }
    return fmt::format("status {}", exchange.response->status);
  }

  // ---- Reads.

  // Returns whether a read came through; if not, the case ends as INFRA or for want of budget.
  bool Usable(bool transient, bool stopped, const Exchange& last) {
    outcome_.stopped = outcome_.stopped || stopped;
    if (transient && !stopped) {
      outcome_.infra = "a read failed: " + DescribeFailure(last);
    }
    return !transient && !stopped;
  }

  Task<void> SettleAll() {
    std::vector<reference::SeriesId> all;
    all.reserve(names_.size());
    for (const auto& [id, names] : names_) {
      all.push_back(id);
    }
    for (const reference::SeriesId& id : all) {
      co_await Settle(id);
      if (Over()) {
        co_return;
      }
    }
    written_at_.reset();
  }

  [[nodiscard]] bool Readable(const reference::SeriesId& id) const {
    const reference::Property* property = context_.target.directory.FindBySeries(id);
    return property == nullptr || property->access == reference::Access::kGranted;
  }

  // What a read of this series has to cover. On a property that is what was read before the first
  // step, no more: values of others may lie right beside it. A fresh stream is looked at far beyond
  // what was written, since nothing else may be there.
  [[nodiscard]] std::vector<TimeRange> RangesFor(const reference::SeriesId& id) {
    const auto fixed = ranges_.find(id);
    if (fixed != ranges_.end()) {
      return fixed->second;
    }
    const SeriesBeliefs* known = beliefs_.Find(id);
    const auto found = fresh_.find(id);
    const bool fresh = found != fresh_.end() && found->second;
    std::vector<TimeRange> ranges;
    if (known != nullptr) {
      ranges = RangesOf(*known, fresh ? std::chrono::seconds(1'000'000) : kPropertyGap);
    }
    if (fresh) {
      const TimeRange around{.first = spec::Plus(binding_.t0, -60 * spec::kNanosPerSecond),
                             .last = spec::Plus(binding_.now, 60 * spec::kNanosPerSecond)};
      if (ranges.empty()) {
        ranges.push_back(around);
      }
      ranges.front().first = std::min(ranges.front().first, around.first);
      ranges.back().last = std::max(ranges.back().last, around.last);
      ranges = {TimeRange{.first = ranges.front().first, .last = ranges.back().last}};
    }
    return ranges;
  }

  Task<void> Settle(reference::SeriesId id) {
    if (!Readable(id)) {
      co_return;
    }
    const std::vector<TimeRange> ranges = RangesFor(id);
    const generators::SeriesBinding names = names_[id];
    const By by = names.alias ? By::kAlias : By::kIds;
    Transport& transport = context_.client.transport();
    const auto deadline = transport.Now() + ReadDeadline();
    std::chrono::nanoseconds pause = kFirstReadPause;
    const bool open_write = written_at_ && SomethingCertain(id);
    for (bool first = true;; first = false) {
      SeriesResult result = co_await ReadSeries(context_.client, names, by, ranges);
      if (!Usable(result.transient, result.stopped, result.last)) {
        co_return;
      }
      Settled settled = Settled::kYes;
      for (std::size_t i = 0; i < ranges.size(); ++i) {
        settled = std::max(settled, CompareStored(Stored(id, ranges[i], result.seen[i]), beliefs_));
      }
      const bool late = transport.Now() >= deadline;
      const bool wait =
          settled == Settled::kPending || (settled == Settled::kOpen && context_.patient);
      if (wait && !late) {
        co_await Sleep(transport, pause);
        pause = Doubled(pause);
        continue;
      }
      if (settled == Settled::kPending) {
        ++context_.deadlines_missed;
      } else if (settled <= Settled::kOpen && open_write && !context_.patient) {
        NoteVisible(first);
      }
      for (std::size_t i = 0; i < ranges.size(); ++i) {
        StoredJudgement judged = JudgeStored(Stored(id, ranges[i], result.seen[i]), late, beliefs_);
        result.observations.Add(std::move(judged.observations));
        std::ranges::copy(judged.undecided, std::back_inserter(outcome_.undecided));
      }
      Take(std::move(result.observations), result.last);
      break;
    }
    if (names.alias && names.asset_id && outcome_.found.empty()) {
      co_await CompareByIds(id, names, ranges);
    }
  }

  static StoredToJudge Stored(const reference::SeriesId& id, const TimeRange& range,
                              const std::vector<SeenValue>& seen) {
    return {.series = id, .first = range.first, .last = range.last, .seen = seen};
  }

  [[nodiscard]] bool SomethingCertain(const reference::SeriesId& id) {
    const SeriesBeliefs* known = beliefs_.Find(id);
    return known != nullptr && std::ranges::any_of(*known, [](const auto& item) {
             return item.second.IsCertain() && !item.second.seen;
           });
  }

  [[nodiscard]] std::chrono::nanoseconds ReadDeadline() const {
    return context_.deadlines_missed > kDeadlinesMissedMax ? context_.read_deadline / 10
                                                           : context_.read_deadline;
  }

  // store.visibility
  void NoteVisible(bool at_once) {
    const auto took = context_.client.transport().Now() - *written_at_;
    outcome_.visible_ms.push_back(std::chrono::duration<double, std::milli>(took).count());
    outcome_.observations.Choose("store.visibility", at_once ? "at-once" : "later");
  }

  // identity.same-series: both names show the same values.
  Task<void> CompareByIds(reference::SeriesId id, generators::SeriesBinding names,
                          std::vector<TimeRange> ranges) {
    Transport& transport = context_.client.transport();
    const auto deadline = transport.Now() + ReadDeadline();
    std::chrono::nanoseconds pause = kFirstReadPause;
    while (true) {
      SeriesResult result = co_await ReadSeries(context_.client, names, By::kIds, ranges);
      if (!Usable(result.transient, result.stopped, result.last)) {
        co_return;
      }
      Settled settled = Settled::kYes;
      for (std::size_t i = 0; i < ranges.size(); ++i) {
        settled = std::max(settled, CompareStored(Stored(id, ranges[i], result.seen[i]), beliefs_));
      }
      if (settled > Settled::kOpen && transport.Now() < deadline) {
        co_await Sleep(transport, pause);
        pause = Doubled(pause);
        continue;
      }
      if (settled > Settled::kOpen) {
        result.observations.Deviate("identity.same-series", "differs", "",
                                    "the same values by ids as by alias", "the two reads differ");
      }
      result.observations.Mark("identity.same-series", Side::kAccept);
      Take(std::move(result.observations), result.last);
      co_return;
    }
  }

  [[nodiscard]] std::optional<HistoryRequest> ParseHistoryStep(const Json& body) {
    HistoryRequest request;
    for (const auto& [member, target] :
         {std::pair{"start", &request.start}, std::pair{"end", &request.end}}) {
      if (body.contains(member)) {
        const auto time = generators::EvaluateTime(body.at(member).get<std::string>(), binding_);
        if (!time) {
          outcome_.error = time.error().WithContext(case_.id);
          return std::nullopt;
        }
        *target = *time;
      }
    }
    if (body.contains("quality")) {
      request.quality = spec::ParseQuality(body.at("quality").get<std::string>());
    }
    request.descending = body.value("order", "ASCENDING") == "DESCENDING";
    if (body.contains("maxResults")) {
      request.max_results = body.at("maxResults").get<std::size_t>();
    }
    return request;
  }

  Task<void> RunHistory(const Json& body) {
    const auto request = ParseHistoryStep(body);
    const LentSeries& lent = lease_.series.find(body.at("series").get<std::string>())->second;
    if (!request || lent.id.empty() || !lent.readable) {
      co_return;
    }
    co_await Settle(lent.id);
    if (Over() || !outcome_.found.empty() || beliefs_.distrusted()) {
      co_return;
    }
    const By by = ByOf(body, lent);
    HistoryResult result = co_await ReadHistory(context_.client, lent.names, by, *request);
    if (!Usable(result.transient, result.stopped, result.last)) {
      co_return;
    }
    if (!lent.fresh) {
      DropUnknown(lent.id, result.pages);
    }
    result.observations.Add(JudgeHistory(*request, result.pages, KnownOf(lent.id)));
    Take(std::move(result.observations), result.last);
  }

  static By ByOf(const Json& body, const LentSeries& lent) {
    const std::string by = body.value("by", lent.names.alias ? "alias" : "ids");
    return by == "ids" && lent.names.asset_id ? By::kIds : By::kAlias;
  }

  [[nodiscard]] const SeriesBeliefs& KnownOf(const reference::SeriesId& id) {
    static const SeriesBeliefs kNone;
    const SeriesBeliefs* known = beliefs_.Find(id);
    return known == nullptr ? kNone : *known;
  }

  // On a shared property values of others may lie anywhere.
  void DropUnknown(const reference::SeriesId& id, std::vector<std::vector<SeenValue>>& pages) {
    const SeriesBeliefs& known = KnownOf(id);
    for (auto& page : pages) {
      std::erase_if(page, [&](const SeenValue& value) {
        return !known.contains({.time = value.time, .quality = value.quality});
      });
    }
  }

  Task<void> RunLatest(const Json& body) {
    const LentSeries& lent = lease_.series.find(body.at("series").get<std::string>())->second;
    if (!lent.fresh) {
      co_return;  // The current value of a shared property is anybody's.
    }
    co_await Settle(lent.id);
    if (Over() || !outcome_.found.empty() || beliefs_.distrusted()) {
      co_return;
    }
    spec::HttpRequest request = LatestRequestOf(lent.names, ByOf(body, lent));
    Sent sent = co_await context_.client.Send(std::move(request));
    if (!Usable(sent.transient, sent.over_budget, sent.exchange)) {
      co_return;
    }
    Observations observations;
    const spec::HttpResponse& response = *sent.exchange.response;
    if (response.status == 404) {
      observations = JudgeLatest(std::nullopt, KnownOf(lent.id));
    } else if (response.status != 200) {
      observations.Deviate("read.history.shape", "refused", "", "a current value: status 200",
                           fmt::format("status {}", response.status));
    } else {
      const LatestAnswer answer = ReadLatest(response, observations);
      if (answer.usable) {
        observations.Add(JudgeLatest(answer.value, KnownOf(lent.id)));
      }
    }
    Take(std::move(observations), sent.exchange);
  }

  Task<void> RunBatch(const Step& step) {
    BatchSeries batch;
    for (const Json& item : step.body.at("series")) {
      const auto name = item.get<std::string>();
      const LentSeries& lent = lease_.series.find(name)->second;
      batch.emplace_back(name, lent.names);
      if (!lent.id.empty() && lent.readable) {
        co_await Settle(lent.id);
      }
      if (Over() || !outcome_.found.empty() || beliefs_.distrusted()) {
        co_return;
      }
    }
    auto request = ParseHistoryStep(step.body);
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
    co_await ReadBatchPages(latest, std::move(batch), *std::move(request));
  }

  Task<void> ReadBatchPages(bool latest, BatchSeries batch, HistoryRequest request) {
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
      sent = co_await context_.client.Send(std::move(http));
      if (!Usable(sent.transient, sent.over_budget, sent.exchange)) {
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
        JudgeBatchEntry(latest, name, request, pages[name], errors.contains(name), observations);
      }
    }
    Take(std::move(observations), sent.exchange);
  }

  void JudgeBatchEntry(bool latest, const std::string& name, const HistoryRequest& request,
                       std::vector<std::vector<SeenValue>>& pages, bool error,
                       Observations& observations) {
    const LentSeries& lent = lease_.series.find(name)->second;
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
      if (std::ranges::any_of(KnownOf(lent.id),
                              [](const auto& item) { return !item.second.MayBeAbsent(); })) {
        judged.Deviate("read.batch.agrees", "error", "/errorEntries",
                       fmt::format("the values of entry '{}'", name), "an error");
      }
    } else if (latest) {
      std::optional<SeenValue> value;
      if (!pages.empty() && !pages.front().empty()) {
        value = pages.front().front();
      }
      judged = JudgeLatest(value, KnownOf(lent.id));
    } else {
      if (!lent.fresh) {
        DropUnknown(lent.id, pages);
      }
      HistoryRequest of_entry = request;
      of_entry.max_results.reset();  // It bounds the page of all entries together.
      judged = JudgeHistory(of_entry, pages, KnownOf(lent.id));
    }
    observations.Add(InBatch(std::move(judged)));
  }

  // ---- Keeping what was found.

  void Take(Observations observations, const Exchange& exchange) {
    for (Deviation& deviation : observations.deviations) {
      outcome_.found.push_back({.deviation = std::move(deviation), .exchange = exchange});
    }
    observations.deviations.clear();
    outcome_.observations.Add(std::move(observations));
    NoteNewSeries();
  }

  // A raw put may write to streams that were not lent: they are read back too.
  void NoteNewSeries() {
    for (const reference::SeriesId& id : beliefs_.Ids()) {
      constexpr std::string_view kAlias = "alias:";
      if (names_.contains(id) || !id.starts_with(kAlias)) {
        continue;
      }
      const std::string alias = id.substr(kAlias.size());
      const bool legal = !alias.empty() && !reference::HasControlCharacter(alias) &&
                         alias.size() <= spec::Contract::Get().alias_length_max;
      if (legal) {
        names_[id] = {.alias = alias};
      }
    }
  }

  // identity.both.one-series: values that were seen in both series of contradicting entries.
  void CheckOneSeries() {
    Observations observations;
    observations.choices = std::exchange(outcome_.observations.choices, {});
    conformance::CheckOneSeries(observations);
    Take(std::move(observations), last_put_);
  }

  // The accepting side of a clause counts once a case about it went through without a finding and
  // without touching the forbidden side.
  void MarkAccepted() {
    if (!outcome_.found.empty() || Over() || puts_ == 0) {
      return;
    }
    for (const std::string& id : case_.clauses) {
      const spec::Clause& clause = spec::Catalogue::Get().At(id);
      if (clause.sides.accept && !violated_.contains(&clause)) {
        outcome_.observations.Mark(clause, Side::kAccept);
      }
    }
  }

  CaseContext& context_;
  const Case& case_;
  const spec::Clause* about_ = nullptr;
  CaseOutcome outcome_;
  Lease lease_;
  generators::Binding binding_;
  Beliefs beliefs_;
  std::map<reference::SeriesId, generators::SeriesBinding> names_;
  std::map<reference::SeriesId, bool> fresh_;
  std::map<reference::SeriesId, std::vector<TimeRange>> ranges_;  // Of properties.
  std::set<const spec::Clause*> violated_;
  std::uint64_t puts_ = 0;
  Exchange last_put_;
  std::optional<Transport::Clock> written_at_;
};

}  // namespace

Task<CaseOutcome> RunCase(CaseContext& context, const Case& test_case) {
  CaseRun run(context, test_case);
  CaseOutcome outcome = co_await run.Run();
  co_return outcome;
}

}  // namespace swc::conformance
