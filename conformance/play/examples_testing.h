// Judges the hand-written exchanges of spec/examples/ as if they came from a target; reads count as
// taken after the read deadline.
//
// Example: ExampleJudge(example).FoundClauses() == std::set<std::string>{"time.window.past"}
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/put/judge.h"
#include "conformance/judge/put/judge_unbound.h"
#include "conformance/judge/put/lasting_failure.h"
#include "conformance/judge/read/compare_stored.h"
#include "conformance/judge/read/judge_batch.h"
#include "conformance/judge/read/judge_read.h"
#include "conformance/judge/read/judge_read_request.h"
#include "conformance/judge/read/judge_sides.h"
#include "conformance/judge/read/judge_single_read.h"
#include "conformance/judge/read/judge_stored.h"
#include "conformance/judge/read_answer.h"
#include "conformance/judge/rules.h"
#include "conformance/judge/transient_answer.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_puts.h"
#include "conformance/target/target.h"
#include "conformance/target/target_file.h"
#include "generators/case/relations.h"
#include "reference/model/read_model.h"
#include "reference/reading/directory.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/read_query.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/clause.h"
#include "spec/http_message.h"
#include "spec/testing_paths.h"
#include "spec/text/base64.h"
#include "spec/text/text_file.h"
#include "spec/tqv.h"

namespace swc::conformance::examples {

using SortedJson = nlohmann::json;
using reference::ReadOperation;
using reference::SeriesId;

inline std::string BytesOf(const SortedJson& body) {
  if (body.is_string()) {
    return body.get<std::string>();
  }
  if (body.is_object() && body.size() == 1 && body.contains("base64")) {
    return spec::DecodeBase64(body.at("base64").get<std::string>()).value_or("not base64");
  }
  return body.dump();
}

inline spec::Headers HeadersOf(const SortedJson& message, bool json_by_default) {
  spec::Headers headers;
  const SortedJson given = message.value("headers", SortedJson::object());
  for (const auto& [name, value] : given.items()) {
    headers.emplace_back(name, value.get<std::string>());
  }
  if (json_by_default && !message.contains("headers")) {
    headers.emplace_back("Content-Type", "application/json");
  }
  return headers;
}

// Reads what was sent and what came back: a response, or why there was none.
inline Exchange ExchangeOf(const SortedJson& exchange) {
  const SortedJson& request = exchange.at("request");
  const SortedJson& response = exchange.at("response");
  Exchange sent{.request = {.method = request.at("method").get<std::string>(),
                            .target = request.at("path").get<std::string>(),
                            .headers = HeadersOf(request, false),
                            .body = BytesOf(request.value("body", SortedJson("")))}};
  if (response.contains("failure")) {
    const bool timeout = response.at("failure") == "timeout";
    sent.failure = timeout ? TransportFailure::kTimeout : TransportFailure::kDropped;
  } else {
    sent.response = spec::HttpResponse{.status = response.at("status").get<int>(),
                                       .headers = HeadersOf(response, true),
                                       .body = BytesOf(response.value("body", SortedJson("")))};
  }
  return sent;
}

// Judges the exchanges of one example, one after the other.
class ExampleJudge {
 public:
  // Findings of `without` are not taken.
  explicit ExampleJudge(const SortedJson& example, RuleOff without = {}) : example_(example) {
    all_.without = without;
    SortedJson target = example.value("target", SortedJson::object());
    target["endpoint"] = "http://example";
    if (!example.contains("target")) {
      target["unassociatedAliases"] = "accepted";
      target["nullAndNaN"] = "allowed";
    }
    target_ = *ParseTarget(target.dump(), "example");
    const SortedJson& now = example.at("now");
    now_ = now.is_object() ? spec::Instant{.seconds = now.at("seconds").get<std::int64_t>(),
                                           .nanos = now.at("nanos").get<std::int32_t>()}
                           : spec::Instant{.seconds = now.get<std::int64_t>()};
    about_ = spec::Catalogue::Get().Find(example.at("clause").get<std::string>());
  }

  // Returns the clauses that the exchanges break.
  std::set<std::string> FoundClauses() {
    if (example_.contains("sides")) {
      JudgeSides(example_.at("sides"));
    } else {
      for (const SortedJson& exchange : example_.at("exchanges")) {
        JudgeExchange(exchange);
      }
    }
    FinishHistory();
    FinishStored();
    CheckOneSeries(all_);
    std::set<std::string> clauses;
    for (const Deviation& deviation : all_.deviations) {
      clauses.insert(deviation.clause->id);
    }
    std::map<std::string, std::set<std::string>> choices;
    for (const Choice& choice : all_.choices) {
      choices[choice.clause->id].insert(std::string(choice.alternative));
    }
    for (const auto& [clause, chosen] : choices) {
      if (!spec::MayCoexist(*spec::Catalogue::Get().Find(clause), chosen)) {
        clauses.insert(clause);  // INCONSISTENT
      }
    }
    return clauses;
  }

  // Returns what was found. REQUIRES: FoundClauses() was called.
  [[nodiscard]] const std::vector<Deviation>& deviations() const { return all_.deviations; }

 private:
  void JudgeExchange(const SortedJson& exchange) {
    const Exchange sent = ExchangeOf(exchange);
    const spec::HttpRequest& request = sent.request;
    if (TakeFailure(sent)) {
      return;
    }
    const spec::HttpResponse& response = *sent.response;
    KeepToken(response);
    const auto operation = reference::ReadOperationOf(request);
    if (operation == ReadOperation::kHistory && !IsFaulty(request)) {
      JudgeHistoryPage(request, response);
      return;
    }
    FinishHistory();
    FinishStored();
    if (IsPutRequest(request)) {
      JudgeThePut(request, response);
    } else if (!operation) {
      all_.Add(JudgeUnbound(ParseNow(request), response, beliefs_));
    } else if (IsFaulty(request)) {
      JudgeTheRead(request, response);
    } else if (operation == ReadOperation::kLatest) {
      JudgeTheLatest(request, response);
    } else {
      JudgeTheBatch(request, response);
    }
  }

  // Two ways of saying the same are compared without the model.
  void JudgeSides(const SortedJson& sides) {
    const auto* relation = generators::FindRelation(sides.at("relation").get<std::string>());
    std::vector<std::string> entries;
    SeenRanges base_shows;
    const SideOutcome base = SideOf(sides.at("base"), entries, base_shows);
    SeenRanges variant_shows;
    const SideOutcome variant = SideOf(sides.at("variant"), entries, variant_shows);
    all_.Add(JudgeRefusals(*relation, base, variant, entries));
    if (all_.deviations.empty()) {
      all_.Add(JudgeTwins(*relation, base_shows, variant_shows));
    }
  }

  // Returns what the puts among these exchanges came to; `shows` is what the others read.
  SideOutcome SideOf(const SortedJson& indexes, std::vector<std::string>& entries,
                     SeenRanges& shows) {
    SideOutcome side;
    for (const SortedJson& index : indexes) {
      const Exchange sent = ExchangeOf(example_.at("exchanges").at(index.get<std::size_t>()));
      if (!IsPutRequest(sent.request)) {
        shows.push_back(ParseHistoryPage(*sent.response, std::nullopt, all_).values);
        continue;
      }
      entries.clear();
      for (const SortedJson& entry : SortedJson::parse(sent.request.body).at("entries")) {
        entries.push_back(entry.at("entryId").get<std::string>());
      }
      TakeAnswer(entries, *sent.response, side);
    }
    return side;
  }

  // What failed is asked again after a harmless request: returns whether this is all that
  // `exchange` is about.
  bool TakeFailure(const Exchange& exchange) {
    const bool failed = exchange.failure || IsTransientStatus(exchange.response->status);
    if (failed && IsPutRequest(exchange.request)) {
      BelieveAnything(ParseNow(exchange.request), beliefs_);
    }
    if (!failed_ || failed_->request.target != exchange.request.target ||
        failed_->request.method != exchange.request.method ||
        failed_->request.body != exchange.request.body) {
      harmless_answered_ = failed_ && (harmless_answered_ || !failed);
      failed_ = failed ? std::optional(exchange) : failed_;
      return failed;
    }
    if (failed && MayBeOfInput(*failed_, harmless_answered_) && !IsAnswer(exchange)) {
      all_.Add(JudgeFailure(exchange));
    }
    failed_.reset();
    return failed;
  }

  void JudgeThePut(const spec::HttpRequest& request, const spec::HttpResponse& response) {
    const reference::Reading reading = ParseNow(request);
    all_.Add(JudgePut({.reading = reading,
                       .response = response,
                       .directory = target_.directory,
                       .about = about_,
                       .now = now_},
                      beliefs_));
  }

  [[nodiscard]] reference::Reading ParseNow(const spec::HttpRequest& request) const {
    return reference::ParsePut(request, {.directory = target_.directory,
                                         .series = beliefs_,
                                         .now_earliest = now_,
                                         .now_latest = now_});
  }

  // Whether a read has anything to be said about it but what its series holds.
  [[nodiscard]] bool IsFaulty(const spec::HttpRequest& request) const {
    if (!reference::ReadOperationOf(request)) {
      return false;
    }
    const reference::SentRead read = reference::ParseReadRequest(request);
    // A token that the server gave is handed back as it is.
    const bool issued = read.next_token && issued_.contains(*read.next_token);
    return std::ranges::any_of(read.violations, [&](const reference::Violation& violation) {
      return !issued || !violation.clause->Is("read.request.token");
    });
  }

  void KeepToken(const spec::HttpResponse& response) {
    const SortedJson body = SortedJson::parse(response.body, nullptr, false);
    if (body.is_object() && body.contains("nextToken") && body.at("nextToken").is_string()) {
      issued_.insert(body.at("nextToken").get<std::string>());
    }
  }

  void JudgeTheRead(const spec::HttpRequest& request, const spec::HttpResponse& response) {
    const reference::SentRead read = reference::ParseReadRequest(request);
    all_.Add(JudgeRead({.read = read,
                        .response = response,
                        .about = about_,
                        .known = [&](const auto& identity) { return NamedBy(identity).known; },
                        .written = {.directory = &target_.directory, .beliefs = &beliefs_}}));
  }

  // A read that names nothing that may be judged: how it is answered all the same.
  void JudgeStrange(const spec::HttpRequest& request, const spec::HttpResponse& response) {
    JudgeTheRead(request, response);
    const reference::SentRead read = reference::ParseReadRequest(request);
    const reference::Identity& identity = read.entries.front().query.identity;
    if (!NamedBy(identity).exists && !identity.alias) {
      all_.Add(JudgeReadOfNothing(read.operation, response));
    }
  }

  // An alias to which nothing was sent: it shows nothing of what was sent to others.
  void JudgeStrangeAlias(const reference::SentRead& read, const spec::HttpResponse& response) {
    if (beliefs_.Find(SeriesOf(read.entries.front().query.identity)) == nullptr) {
      all_.Add(JudgeRead({.read = read,
                          .response = response,
                          .about = about_,
                          .known = [](const auto&) { return std::optional<KnownSeries>(); },
                          .written = {.directory = &target_.directory, .beliefs = &beliefs_}}));
    }
  }

  [[nodiscard]] SeriesId SeriesOf(const reference::Identity& identity) const {
    return reference::ResolveForRead(target_.directory, identity).value_or(SeriesId());
  }

  // What an identity names; nothing is known where the caller may not read.
  [[nodiscard]] NamedSeries NamedBy(const reference::Identity& identity) const {
    static const SeriesBeliefs kNone;
    const SeriesId series = SeriesOf(identity);
    if (series.empty()) {
      return {.exists = reference::ResolveForRead(target_.directory, identity,
                                                  reference::DeniedReads::kAnswered)
                            .has_value()};
    }
    const SeriesBeliefs* known = beliefs_.Find(series);
    const reference::Property* property = target_.directory.FindBySeries(series);
    // An attribute may have a default value (F168), which nobody wrote.
    const bool shared =
        property != nullptr && property->kind == reference::PropertyKind::kAttribute;
    return {.exists = true,
            .known = KnownSeries{.beliefs = known == nullptr ? &kNone : known, .shared = shared}};
  }

  void JudgeHistoryPage(const spec::HttpRequest& request, const spec::HttpResponse& response) {
    const reference::SentRead read = reference::ParseReadRequest(request);
    if (!NamedBy(read.entries.front().query.identity).known) {
      FinishHistory();
      JudgeStrange(request, response);
      return;
    }
    if (!read.next_token) {
      FinishHistory();
    }
    JudgeStrangeAlias(read, response);
    history_ = read.entries.front().query;
    asked_ = {.start = history_->start,
              .end = history_->end,
              .quality = history_->quality,
              .descending = history_->descending,
              .max_results = read.max_results};
    by_ids_ = !history_->identity.alias.has_value();
    TakeHistoryPage(read, response, pages_, all_);
    if (pages_.endless) {
      ReportEndless(pages_.values.size(), all_);
    }
  }

  // The pages of one history are judged together.
  void FinishHistory() {
    if (!history_) {
      return;
    }
    const reference::Identity identity = std::exchange(history_, std::nullopt)->identity;
    const HistoryPages pages = std::exchange(pages_, {});
    Observations judged = JudgeHistoryOf({.asked = asked_,
                                          .pages = pages.values,
                                          .not_found = pages.not_found,
                                          .complete = pages.complete,
                                          .known = *NamedBy(identity).known});
    const bool right = std::ranges::all_of(judged.deviations, [](const Deviation& deviation) {
      return deviation.clause->Is("store.acknowledged") || deviation.clause->Is("store.no-phantom");
    });
    if (pages.complete && asked_.quality && right) {
      // What one history says about stored values is judged with those of the other qualities.
      KeepForStored(SeriesOf(identity), pages.values);
      judged.deviations.clear();
    }
    all_.Add(std::move(judged));
  }

  // Collects what histories of one series and time show, each of one quality.
  void KeepForStored(const SeriesId& series, const std::vector<std::vector<SeenValue>>& pages) {
    const spec::Instant first = asked_.start ? spec::Plus(*asked_.start, 1) : spec::Instant{};
    const spec::Instant last =
        asked_.end ? *asked_.end : spec::Instant{.seconds = now_.seconds * 2, .nanos = 0};
    const Place place{series, first, last, by_ids_};
    if (reads_.contains(place) && reads_[place].qualities.contains(*asked_.quality)) {
      FinishStored();  // The same question again: a new look.
    }
    ReadBack& read = reads_[place];
    read.qualities.insert(*asked_.quality);
    for (const auto& page : pages) {
      std::ranges::move(OfQuality(page, *asked_.quality, all_), std::back_inserter(read.seen));
    }
  }

  // Judges the stored state as far as the histories so far cover it.
  void FinishStored() {
    for (const auto& [place, read] : std::exchange(reads_, {})) {
      const auto& [series, first, last, by_ids] = place;
      const StoredToJudge stored{.series = series,
                                 .first = first,
                                 .last = last,
                                 .seen = read.seen,
                                 .qualities = read.qualities};
      if (by_ids && read_by_alias_.contains({series, first, last, false})) {
        all_.Add(JudgeOtherName({stored}, beliefs_).observations);
        continue;
      }
      read_by_alias_.insert(place);
      all_.Add(JudgeStored(stored, true, beliefs_).observations);
    }
  }

  void JudgeTheLatest(const spec::HttpRequest& request, const spec::HttpResponse& response) {
    const NamedSeries named =
        NamedBy(reference::ParseReadRequest(request).entries.front().query.identity);
    if (named.known) {
      all_.Add(JudgeLatestAnswer(response, *named.known));
    } else {
      JudgeStrange(request, response);
    }
  }

  // The pages of one batch are judged together when all have come, from the first one on.
  void JudgeTheBatch(const spec::HttpRequest& request, const spec::HttpResponse& response) {
    const reference::SentRead read = reference::ParseReadRequest(request);
    if (!read.next_token) {
      batch_ = {};
      whole_ = true;
    }
    Observations judged;
    const BatchPageAnswer answer =
        TakeBatchPage({.read = read,
                       .response = response,
                       .counted = about_ != nullptr && IsAboutEntryCount(*about_)},
                      batch_, judged);
    if (answer.next_token) {
      JudgeTheRead(request, response);
    } else if (whole_ && answer.usable && judged.deviations.empty()) {
      judged.Add(JudgeBatch(
          {.read = read, .named = [&](const auto& entry) { return NamedBy(entry.query.identity); }},
          batch_));
    }
    whole_ = whole_ && answer.next_token;
    all_.Add(std::move(judged));
  }

  const SortedJson& example_;
  Target target_;
  spec::Instant now_;
  const spec::Clause* about_ = nullptr;
  Beliefs beliefs_;
  Observations all_;
  struct ReadBack {
    std::set<spec::Quality> qualities;
    std::vector<SeenValue> seen;
  };
  using Place = std::tuple<SeriesId, spec::Instant, spec::Instant, bool>;  // Last: by ids.
  std::map<Place, ReadBack> reads_;
  std::set<Place> read_by_alias_;
  std::optional<reference::HistoryQuery> history_;
  HistoryRequest asked_;
  HistoryPages pages_;
  bool by_ids_ = false;           // `history_` names its series so.
  std::set<std::string> issued_;  // Tokens of earlier answers.
  BatchPages batch_;
  bool whole_ = false;              // `batch_` began with a first page.
  std::optional<Exchange> failed_;  // To be asked again.
  bool harmless_answered_ = false;  // Since then.
};

inline std::vector<SortedJson> LoadExamples() {
  std::vector<SortedJson> examples;
  for (const auto& file :
       std::filesystem::directory_iterator(spec::SourceFolder() / "spec/examples")) {
    if (file.path().extension() == ".json") {
      for (SortedJson& example :
           SortedJson::parse(spec::ReadFile(file.path().string()).value_or(""))) {
        examples.push_back(std::move(example));
      }
    }
  }
  std::ranges::sort(examples, {}, [](const SortedJson& example) {
    return example.at("name").get<std::string>();
  });
  return examples;
}

}  // namespace swc::conformance::examples
