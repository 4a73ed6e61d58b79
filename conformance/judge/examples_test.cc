// The judge against hand-written exchanges: what a careful reader of the documents would say.
//
// The files in spec/examples/ were written from the documents alone. Every exchange of an example
// is judged as if it came from a target; reads count as taken after the read deadline.
#include <algorithm>
#include <cstddef>
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
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/judge.h"
#include "conformance/judge/judge_batch.h"
#include "conformance/judge/judge_read.h"
#include "conformance/judge/judge_read_request.h"
#include "conformance/judge/judge_single_read.h"
#include "conformance/judge/judge_stored.h"
#include "conformance/judge/judge_unbound.h"
#include "conformance/judge/read_answer.h"
#include "conformance/play/case_puts.h"
#include "conformance/target/target.h"
#include "reference/model/read_model.h"
#include "reference/reading/read_read.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/http_message.h"
#include "spec/testing_paths.h"
#include "spec/text/base64.h"
#include "spec/text_file.h"

namespace swc::conformance {
namespace {

using Json = nlohmann::json;
using reference::ReadOperation;
using reference::SeriesId;

std::string BytesOf(const Json& body) {
  if (body.is_string()) {
    return body.get<std::string>();
  }
  if (body.is_object() && body.size() == 1 && body.contains("base64")) {
    return spec::DecodeBase64(body.at("base64").get<std::string>()).value_or("not base64");
  }
  return body.dump();
}

spec::Headers HeadersOf(const Json& message, bool json_by_default) {
  spec::Headers headers;
  const Json given = message.value("headers", Json::object());
  for (const auto& [name, value] : given.items()) {
    headers.emplace_back(name, value.get<std::string>());
  }
  if (json_by_default && !message.contains("headers")) {
    headers.emplace_back("Content-Type", "application/json");
  }
  return headers;
}

// Judges the exchanges of one example, one after the other.
class ExampleJudge {
 public:
  explicit ExampleJudge(const Json& example) : example_(example) {
    Json target = example.value("target", Json::object());
    target["endpoint"] = "http://example";
    if (!example.contains("target")) {
      target["unassociatedAliases"] = "accepted";
      target["nullAndNaN"] = "allowed";
    }
    target_ = *ParseTarget(target.dump(), "example");
    const Json& now = example.at("now");
    now_ = now.is_object() ? spec::Instant{.seconds = now.at("seconds").get<std::int64_t>(),
                                           .nanos = now.at("nanos").get<std::int32_t>()}
                           : spec::Instant{.seconds = now.get<std::int64_t>()};
    about_ = spec::Catalogue::Get().Find(example.at("clause").get<std::string>());
  }

  std::set<std::string> FoundClauses() {
    const Json& exchanges = example_.at("exchanges");
    for (const Json& exchange : exchanges) {
      JudgeExchange(exchange);
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
      if (!spec::MayCoexist(spec::Catalogue::Get().At(clause), chosen)) {
        clauses.insert(clause);  // INCONSISTENT
      }
    }
    return clauses;
  }

 private:
  void JudgeExchange(const Json& exchange) {
    const Json& request_json = exchange.at("request");
    const Json& response_json = exchange.at("response");
    const spec::HttpRequest request{.method = request_json.at("method").get<std::string>(),
                                    .target = request_json.at("path").get<std::string>(),
                                    .headers = HeadersOf(request_json, false),
                                    .body = BytesOf(request_json.value("body", Json("")))};
    const spec::HttpResponse response{.status = response_json.at("status").get<int>(),
                                      .headers = HeadersOf(response_json, true),
                                      .body = BytesOf(response_json.value("body", Json("")))};
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
      all_.Add(JudgeUnbound(ReadInNow(request), response, beliefs_));
    } else if (IsFaulty(request)) {
      JudgeTheRead(request, response);
    } else if (operation == ReadOperation::kLatest) {
      JudgeTheLatest(request, response);
    } else {
      JudgeTheBatch(request, response);
    }
  }

  void JudgeThePut(const spec::HttpRequest& request, const spec::HttpResponse& response) {
    const reference::Reading reading = ReadInNow(request);
    all_.Add(JudgePut({.reading = reading,
                       .response = response,
                       .directory = target_.directory,
                       .about = about_,
                       .now = now_},
                      beliefs_));
  }

  [[nodiscard]] reference::Reading ReadInNow(const spec::HttpRequest& request) const {
    return reference::ReadPut(request, {.directory = target_.directory,
                                        .series = beliefs_,
                                        .now_earliest = now_,
                                        .now_latest = now_});
  }

  // Whether a read has anything to be said about it but what its series holds.
  [[nodiscard]] bool IsFaulty(const spec::HttpRequest& request) const {
    if (!reference::ReadOperationOf(request)) {
      return false;
    }
    const reference::SentRead read = reference::ReadRead(request);
    // A token that the server gave is handed back as it is.
    const bool issued = read.next_token && issued_.contains(*read.next_token);
    return std::ranges::any_of(read.violations, [&](const reference::Violation& violation) {
      return !issued || violation.clause->id != "read.request.token";
    });
  }

  void KeepToken(const spec::HttpResponse& response) {
    const Json body = Json::parse(response.body, nullptr, false);
    if (body.is_object() && body.contains("nextToken") && body.at("nextToken").is_string()) {
      issued_.insert(body.at("nextToken").get<std::string>());
    }
  }

  void JudgeTheRead(const spec::HttpRequest& request, const spec::HttpResponse& response) {
    const reference::SentRead read = reference::ReadRead(request);
    all_.Add(JudgeRead(
        {.read = read, .response = response, .about = about_, .known = [&](const auto& identity) {
           return NamedBy(identity).known;
         }}));
  }

  // A read that names nothing that may be judged: how it is answered all the same.
  void JudgeStrange(const spec::HttpRequest& request, const spec::HttpResponse& response) {
    JudgeTheRead(request, response);
    const reference::SentRead read = reference::ReadRead(request);
    const reference::Identity& identity = read.entries.front().query.identity;
    if (!NamedBy(identity).exists && !identity.alias) {
      all_.Add(JudgeReadOfNothing(read.operation, response));
    }
  }

  [[nodiscard]] SeriesId SeriesOf(const reference::Identity& identity) const {
    return reference::ResolveForRead(target_.directory, identity).value_or("");
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
    const reference::SentRead read = reference::ReadRead(request);
    if (!NamedBy(read.entries.front().query.identity).known) {
      FinishHistory();
      JudgeStrange(request, response);
      return;
    }
    if (!read.next_token) {
      FinishHistory();
    }
    history_ = read.entries.front().query;
    asked_ = {.start = history_->start,
              .end = history_->end,
              .quality = history_->quality,
              .descending = history_->descending,
              .max_results = read.max_results};
    HistoryAnswer answer = JudgeHistoryAnswer(read, response, all_);
    complete_ = answer.last;
    not_found_ = answer.not_found;
    usable_ = !answer.shows || answer.page.usable;
    pages_.push_back(std::move(answer.page.values));
  }

  // The pages of one history are judged together.
  void FinishHistory() {
    if (!history_) {
      return;
    }
    const reference::Identity identity = std::exchange(history_, std::nullopt)->identity;
    std::vector<std::vector<SeenValue>> pages = std::exchange(pages_, {});
    if (!usable_) {
      return;
    }
    Observations judged = JudgeHistoryOf({.asked = asked_,
                                          .pages = pages,
                                          .not_found = not_found_,
                                          .complete = complete_,
                                          .known = *NamedBy(identity).known});
    const bool right = std::ranges::all_of(judged.deviations, [](const Deviation& deviation) {
      return deviation.clause->id == "store.acknowledged" ||
             deviation.clause->id == "store.no-phantom";
    });
    if (complete_ && asked_.quality && right) {
      // What one history says about stored values is judged with those of the other qualities.
      KeepForStored(SeriesOf(identity), pages);
      judged.deviations.clear();
    }
    all_.Add(std::move(judged));
  }

  // Collects what histories of one series and time show, each of one quality.
  void KeepForStored(const SeriesId& series, const std::vector<std::vector<SeenValue>>& pages) {
    const spec::Instant first = asked_.start ? spec::Plus(*asked_.start, 1) : spec::Instant{};
    const spec::Instant last =
        asked_.end ? *asked_.end : spec::Instant{.seconds = now_.seconds * 2, .nanos = 0};
    ReadBack& read = reads_[{series, first, last}];
    if (!read.qualities.insert(*asked_.quality).second) {
      FinishStored();  // The same question again: a new look.
      reads_[{series, first, last}].qualities.insert(*asked_.quality);
    }
    for (const auto& page : pages) {
      for (const SeenValue& value : page) {
        reads_[{series, first, last}].seen.push_back(value);
      }
    }
  }

  // Judges the stored state as far as the histories so far cover it.
  void FinishStored() {
    for (const auto& [place, read] : std::exchange(reads_, {})) {
      const auto& [series, first, last] = place;
      SeriesBeliefs others;
      if (SeriesBeliefs* known = beliefs_.Find(series)) {
        for (auto at = known->begin(); at != known->end();) {
          auto next = std::next(at);
          if (!read.qualities.contains(at->first.quality)) {
            others.insert(known->extract(at));
          }
          at = next;
        }
      }
      all_.Add(JudgeStored({.series = series, .first = first, .last = last, .seen = read.seen},
                           true, beliefs_)
                   .observations);
      if (!others.empty()) {
        beliefs_.Find(series)->merge(others);
      }
    }
  }

  void JudgeTheLatest(const spec::HttpRequest& request, const spec::HttpResponse& response) {
    const NamedSeries named = NamedBy(reference::ReadRead(request).entries.front().query.identity);
    if (named.known) {
      all_.Add(JudgeLatestAnswer(response, *named.known));
    } else {
      JudgeStrange(request, response);
    }
  }

  // The pages of one batch are judged together when all have come, from the first one on.
  void JudgeTheBatch(const spec::HttpRequest& request, const spec::HttpResponse& response) {
    const reference::SentRead read = reference::ReadRead(request);
    if (!read.next_token) {
      batch_ = {};
      whole_ = true;
    }
    Observations judged;
    const BatchPageAnswer answer =
        TakeBatchPage({.read = read, .response = response}, batch_, judged);
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

  const Json& example_;
  Target target_;
  spec::Instant now_;
  const spec::Clause* about_ = nullptr;
  Beliefs beliefs_;
  Observations all_;
  struct ReadBack {
    std::set<spec::Quality> qualities;
    std::vector<SeenValue> seen;
  };
  std::map<std::tuple<SeriesId, spec::Instant, spec::Instant>, ReadBack> reads_;
  std::optional<reference::HistoryQuery> history_;
  HistoryRequest asked_;
  std::vector<std::vector<SeenValue>> pages_;
  std::set<std::string> issued_;  // Tokens of earlier answers.
  BatchPages batch_;
  bool whole_ = false;  // `batch_` began with a first page.
  bool complete_ = false;
  bool not_found_ = false;
  bool usable_ = false;
};

std::vector<Json> LoadExamples() {
  std::vector<Json> examples;
  for (const auto& file :
       std::filesystem::directory_iterator(spec::SourceFolder() / "spec/examples")) {
    if (file.path().extension() == ".json") {
      for (Json& example : Json::parse(spec::ReadFile(file.path().string()).value_or(""))) {
        examples.push_back(std::move(example));
      }
    }
  }
  std::ranges::sort(examples, {},
                    [](const Json& example) { return example.at("name").get<std::string>(); });
  return examples;
}

// What exchanges taken one by one cannot show the judge, with the reason.
const std::map<std::string, std::string>& BlindSpots() {
  static const std::map<std::string, std::string> spots = {
      {"identity.same-series/two-series", "the runner compares both names after each case"},
      {"time.nanos.default/missing-and-zero-are-two-points",
       "two rows for one instant are found, as duplicate.same-quality"},
      {"wire.member.duplicate/twice-the-same-key-makes-a-third-value",
       "after a repeated member nothing is predicted"},
      {"identity.both.contradicting/stored-nowhere",
       "absence in one series proves nothing before the other one is read"}};
  return spots;
}

// Returns why the judge's clauses are not the example's verdict, or nothing.
std::string Disagreement(const Json& example) {
  const std::set<std::string> found = ExampleJudge(example).FoundClauses();
  std::set<std::string> allowed;
  std::string required;
  if (example.at("verdict").is_object()) {
    required = example.at("verdict").at("clause").get<std::string>();
    allowed = example.at("verdict").value("also", std::set<std::string>());
    allowed.insert(required);
  }
  std::string text;
  for (const std::string& clause : found) {
    if (!allowed.contains(clause)) {
      text += " unexpected " + clause;
    }
  }
  if (!required.empty() && !found.contains(required)) {
    text += " missing " + required;
  }
  return text;
}

TEST(ExamplesTest, TheJudgeAgreesWithEveryHandWrittenVerdict) {
  const std::vector<Json> examples = LoadExamples();
  ASSERT_GE(examples.size(), 40U);
  for (const Json& example : examples) {
    if (BlindSpots().contains(example.at("name").get<std::string>())) {
      continue;
    }
    EXPECT_EQ(Disagreement(example), "")
        << example.at("name").get<std::string>() << ": " << example.at("why").get<std::string>();
  }
}

TEST(ExamplesTest, EveryMustClauseHasAConformingAndADeviatingExample) {
  std::set<std::string> conforming;
  std::set<std::string> deviating;
  for (const Json& example : LoadExamples()) {
    const auto clause = example.at("clause").get<std::string>();
    (example.at("verdict").is_string() ? conforming : deviating).insert(clause);
  }
  for (const spec::Clause& clause : spec::Catalogue::Get().clauses()) {
    // What makes a server fail or hang is no exchange that can be written down.
    if (clause.level == spec::Level::kMust && !spec::HasPrefix(clause.id, "robust")) {
      EXPECT_TRUE(conforming.contains(clause.id)) << clause.id;
      EXPECT_TRUE(deviating.contains(clause.id)) << clause.id;
    }
  }
}

}  // namespace
}  // namespace swc::conformance
