#include "reference/reference_server.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "reference/quoted.h"
#include "spec/check.h"
#include "spec/contract.h"
#include "spec/rfc3339.h"

namespace swc::reference {
namespace {

using nlohmann::json;

// A value under the policy `store.visibility=later` shows from the second read on.
constexpr std::uint64_t kReadsUntilVisible = 1;

spec::HttpResponse Ok(std::string body) {
  return {
      .status = 200, .headers = {{"Content-Type", "application/json"}}, .body = std::move(body)};
}

RequestError InvalidRequest(std::string message) {
  return {.status = 400, .name = "InvalidRequestException", .message = std::move(message)};
}

// One entry of a batch read.
struct BatchEntry {
  std::string id;
  HistoryQuery query;
};

std::optional<std::string> OptionalString(const json& node, const char* name) {
  if (!node.contains(name) || node.at(name).is_null()) {
    return std::nullopt;
  }
  return node.at(name).get<std::string>();
}

// In a body a date is a number of seconds, with a fraction or not (F181).
std::optional<spec::Instant> OptionalDate(const json& node, const char* name) {
  if (!node.contains(name) || node.at(name).is_null()) {
    return std::nullopt;
  }
  const double seconds = node.at(name).get<double>();
  const double whole = std::floor(seconds);
  return spec::Instant{.seconds = static_cast<std::int64_t>(whole),
                       .nanos = static_cast<std::int32_t>((seconds - whole) * 1e9)};
}

// A batch read: its entries and where its page begins ("<entry>/<row>" in the token).
struct BatchQuery {
  std::vector<BatchEntry> entries;
  std::size_t max_results = 0;
  std::size_t first_entry = 0;
  std::size_t first_row = 0;
};

std::expected<BatchQuery, RequestError> ParseBatch(std::string_view body, std::size_t entries_max) {
  BatchQuery batch{.max_results = spec::Contract::Get().history_results_max};
  try {
    const json root = json::parse(body);
    batch.max_results = root.value("maxResults", batch.max_results);
    if (const auto token = OptionalString(root, "nextToken")) {
      const std::size_t plus = token->find('+');
      batch.first_entry = std::stoul(token->substr(0, plus));
      batch.first_row = std::stoul(token->substr(plus + 1));
    }
    for (const json& node : root.at("entries")) {
      BatchEntry entry;
      entry.id = node.at("entryId").get<std::string>();
      entry.query.identity = {.asset_id = OptionalString(node, "assetId"),
                              .property_id = OptionalString(node, "propertyId"),
                              .alias = OptionalString(node, "propertyAlias")};
      entry.query.start = OptionalDate(node, "startDate");
      entry.query.end = OptionalDate(node, "endDate");
      entry.query.descending = node.value("timeOrdering", "ASCENDING") == "DESCENDING";
      for (const json& quality : node.value("qualities", json::array())) {
        entry.query.quality = spec::ParseQuality(quality.get<std::string>());
      }
      batch.entries.push_back(std::move(entry));
    }
  } catch (const std::exception& error) {
    return std::unexpected(InvalidRequest(error.what()));
  }
  if (batch.entries.empty()) {
    return std::unexpected(InvalidRequest("entries: at least one is required"));
  }
  if (batch.entries.size() > entries_max) {
    return std::unexpected(
        InvalidRequest("entries: at most " + std::to_string(entries_max) + " are allowed"));
  }
  if (batch.max_results == 0) {
    return std::unexpected(InvalidRequest("maxResults is at least 1"));
  }
  return batch;
}

std::string BatchErrorJson(const BatchEntry& entry, const RequestError& error) {
  return R"({"errorCode":)" + Quoted(error.name) + R"(,"errorMessage":)" + Quoted(error.message) +
         R"(,"entryId":)" + Quoted(entry.id) + "}";
}

void Append(std::string& list, const std::string& item) {
  list += (list.empty() ? "" : ",") + item;
}

std::string RowsJson(const std::vector<Row>& rows, const Policies& policies) {
  std::string text;
  for (const Row& row : rows) {
    Append(text, RowJson(row, policies));
  }
  return "[" + text + "]";
}

}  // namespace

ReferenceServer::ReferenceServer(ServerOptions options) : options_(std::move(options)) {
  SWC_CHECK(options_.now != nullptr, "a reference server needs a clock");
  // Two free clauses are settings of the account.
  if (!options_.policies.Is("identity.unknown-alias", "created")) {
    options_.directory.unassociated_aliases = Setting::kOff;
  }
  if (!options_.policies.Is("value.null-nan.setting", "allowed")) {
    options_.directory.null_and_nan = Setting::kOff;
  }
}

void ReferenceServer::Forget() {
  store_.Clear();
  memory_.clear();
  requests_ = 0;
}

MutantScope ReferenceServer::Scope() {
  return {.directory = options_.directory,
          .policies = options_.policies,
          .store = store_,
          .now = options_.now(),
          .memory = memory_};
}

spec::HttpResponse ReferenceServer::Stamped(spec::HttpResponse response) const {
  response.headers.emplace_back("Date", spec::FormatHttpDate(options_.now()));
  return response;
}

spec::HttpResponse ReferenceServer::Handle(const spec::HttpRequest& request) {
  options_.policies.Vary(++requests_);
  spec::HttpResponse response = Stamped(Answer(request));
  MutantScope scope = Scope();
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_any_answer != nullptr) {
      mutant->on_any_answer(response, scope);
    }
  }
  return response;
}

spec::HttpResponse ReferenceServer::Answer(const spec::HttpRequest& request) {
  const std::string_view target = request.target;
  const std::size_t question = std::min(target.find('?'), target.size());
  const std::string_view path = target.substr(0, question);
  const std::string_view query = target.substr(std::min(question + 1, target.size()));
  if (request.method == "POST" && path == "/properties") {
    return Put(request);
  }
  if (request.method == "GET" && path == "/properties/latest") {
    return Latest(query);
  }
  if (request.method == "GET" && path == "/properties/history") {
    return History(query);
  }
  if (request.method == "POST" && path == "/properties/batch/latest") {
    return BatchLatest(request.body);
  }
  if (request.method == "POST" && path == "/properties/batch/history") {
    return BatchHistory(request.body);
  }
  // wire.path
  return AnswerOf(RequestError{.status = 404,
                               .name = "UnknownOperationException",
                               .message = "no operation has this method and path"},
                  options_.policies);
}

spec::HttpResponse ReferenceServer::Put(const spec::HttpRequest& request) {
  MutantScope scope = Scope();
  spec::HttpResponse response;
  if (std::ranges::any_of(options_.mutants, [](auto* mutant) { return mutant->on_request; })) {
    spec::HttpRequest edited = request;
    for (const Mutant* mutant : options_.mutants) {
      if (mutant->on_request != nullptr) {
        mutant->on_request(edited, scope);
      }
    }
    response = AnswerPut(edited, scope);
  } else {
    response = AnswerPut(request, scope);
  }
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_answer != nullptr) {
      mutant->on_answer(response, scope);
    }
  }
  return response;
}

spec::HttpResponse ReferenceServer::AnswerPut(const spec::HttpRequest& request,
                                              MutantScope& scope) {
  Reading reading = ReadPut(request);
  ReadInContext({.directory = options_.directory,
                 .series = store_,
                 .now_earliest = scope.now,
                 .now_latest = scope.now},
                reading);
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_reading != nullptr) {
      mutant->on_reading(reading, scope);
    }
  }
  PutPlan plan = PlanPut(reading, options_.policies);
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_plan != nullptr) {
      mutant->on_plan(plan, reading, scope);
    }
  }
  Commit(reading, plan, scope);
  return AnswerOf(plan, options_.policies);
}

void ReferenceServer::Commit(const Reading& reading, const PutPlan& plan, MutantScope& scope) {
  const std::uint64_t delay =
      options_.policies.Is("store.visibility", "later") ? kReadsUntilVisible : 0;
  for (StoreOp& op : StoreOpsOf(reading, plan, options_.policies)) {
    op.series = Mapped(std::move(op.series), scope);
    bool write = true;
    for (const Mutant* mutant : options_.mutants) {
      write = write && (mutant->on_store == nullptr || mutant->on_store(op, scope));
    }
    // duplicate.other-quality
    if (options_.policies.Is("duplicate.other-quality", "newer-ignored") &&
        store_.HasOtherQuality(op.series, op.key.time, op.key.quality) == Certainty::kYes) {
      write = false;
    }
    if (write) {
      store_.Put(op.series, op.key, op.value, delay);
    }
  }
}

bool ReferenceServer::Exists(const SeriesId& series) const {
  return store_.Find(series) != nullptr || options_.directory.FindBySeries(series) != nullptr;
}

SeriesId ReferenceServer::Mapped(SeriesId series, MutantScope& scope) const {
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_series != nullptr) {
      mutant->on_series(series, scope);
    }
  }
  return series;
}

std::vector<Row> ReferenceServer::Rows(std::optional<std::vector<Row>> read,
                                       MutantScope& scope) const {
  std::vector<Row> rows = std::move(read).value_or(std::vector<Row>());
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_rows != nullptr) {
      mutant->on_rows(rows, scope);
    }
  }
  return rows;
}

std::vector<Row> ReferenceServer::RowsOf(const SeriesId& series, HistoryQuery query,
                                         MutantScope& scope) {
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_query != nullptr) {
      mutant->on_query(query, scope);
    }
  }
  return SelectRows(Rows(store_.Read(Mapped(series, scope), query.start, query.end), scope), query,
                    options_.policies);
}

std::optional<Row> ReferenceServer::LatestOf(const SeriesId& series, MutantScope& scope) {
  std::vector<Row> rows = Rows(store_.Read(Mapped(series, scope)), scope);
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_latest != nullptr) {
      mutant->on_latest(rows, scope);
    }
  }
  return LatestRow(rows, options_.policies);
}

spec::HttpResponse ReferenceServer::Latest(std::string_view query) {
  const auto series = ResolveForRead(options_.directory, ParseIdentity(query));
  if (!series) {
    return AnswerOf(series.error(), options_.policies);
  }
  MutantScope scope = Scope();
  if (!Exists(*series) && !Exists(Mapped(*series, scope))) {
    return AnswerOf(RequestError{.status = 404,
                                 .name = "ResourceNotFoundException",
                                 .message = "no data stream has this alias"},
                    options_.policies);
  }
  const std::optional<Row> row = LatestOf(*series, scope);
  return Ok(row ? R"({"propertyValue":)" + RowJson(*row, options_.policies) + "}" : "{}");
}

spec::HttpResponse ReferenceServer::History(std::string_view text) {
  const auto query = ParseHistoryQuery(text);
  if (!query) {
    return AnswerOf(query.error(), options_.policies);
  }
  const auto series = ResolveForRead(options_.directory, query->identity);
  if (!series) {
    return AnswerOf(series.error(), options_.policies);
  }
  MutantScope scope = Scope();
  if (!Exists(*series) && !Exists(Mapped(*series, scope))) {
    return AnswerOf(RequestError{.status = 404,
                                 .name = "ResourceNotFoundException",
                                 .message = "no data stream has this alias"},
                    options_.policies);
  }
  const std::vector<Row> rows = RowsOf(*series, *query, scope);
  const std::size_t begin = std::min(query->first_row, rows.size());
  const std::size_t end = std::min(begin + query->max_results, rows.size());
  std::vector<Row> page(rows.begin() + static_cast<std::ptrdiff_t>(begin),
                        rows.begin() + static_cast<std::ptrdiff_t>(end));
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_page != nullptr) {
      mutant->on_page(page, *query, scope);
    }
  }
  std::string body = R"({"assetPropertyValueHistory":)" + RowsJson(page, options_.policies);
  if (end < rows.size()) {
    body += R"(,"nextToken":")" + std::to_string(end) + "\"";
  }
  return Ok(body + "}");
}

std::size_t ReferenceServer::BatchLimit(std::size_t entries_max) const {
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_batch_limit != nullptr) {
      mutant->on_batch_limit(entries_max);
    }
  }
  return entries_max;
}

spec::HttpResponse ReferenceServer::BatchLatest(std::string_view body) {
  const auto batch = ParseBatch(body, BatchLimit(spec::Contract::Get().batch_latest_entries_max));
  if (!batch) {
    return AnswerOf(batch.error(), options_.policies);
  }
  MutantScope scope = Scope();
  std::string errors;
  std::string successes;
  for (const BatchEntry& entry : batch->entries) {
    const auto series = ResolveForRead(options_.directory, entry.query.identity);
    if (!series) {
      Append(errors, BatchErrorJson(entry, series.error()));
      continue;
    }
    const std::optional<Row> row = LatestOf(*series, scope);
    Append(successes,
           R"({"entryId":)" + Quoted(entry.id) +
               (row ? R"(,"assetPropertyValue":)" + RowJson(*row, options_.policies) : "") + "}");
  }
  return Ok(R"({"errorEntries":[)" + errors + R"(],"successEntries":[)" + successes +
            R"(],"skippedEntries":[]})");
}

spec::HttpResponse ReferenceServer::BatchHistory(std::string_view body) {
  const auto batch = ParseBatch(body, BatchLimit(spec::Contract::Get().batch_history_entries_max));
  if (!batch) {
    return AnswerOf(batch.error(), options_.policies);
  }
  MutantScope scope = Scope();
  std::string errors;
  std::string successes;
  std::string skipped;
  std::string token;
  std::size_t budget = batch->max_results;
  for (std::size_t i = 0; i < batch->entries.size() && token.empty(); ++i) {
    const BatchEntry& entry = batch->entries[i];
    if (i < batch->first_entry) {
      Append(skipped, R"({"entryId":)" + Quoted(entry.id) + R"(,"completionStatus":"SUCCESS"})");
      continue;
    }
    const auto series = ResolveForRead(options_.directory, entry.query.identity);
    if (!series) {
      Append(errors, BatchErrorJson(entry, series.error()));
      continue;
    }
    std::vector<Row> rows = RowsOf(*series, entry.query, scope);
    const std::size_t begin = i == batch->first_entry ? std::min(batch->first_row, rows.size()) : 0;
    const std::size_t end = std::min(begin + budget, rows.size());
    budget -= end - begin;
    if (end < rows.size()) {
      token = std::to_string(i) + "+" + std::to_string(end);
    }
    const std::vector<Row> page(rows.begin() + static_cast<std::ptrdiff_t>(begin),
                                rows.begin() + static_cast<std::ptrdiff_t>(end));
    Append(successes, R"({"entryId":)" + Quoted(entry.id) + R"(,"assetPropertyValueHistory":)" +
                          RowsJson(page, options_.policies) + "}");
  }
  std::string answer = R"({"errorEntries":[)" + errors + R"(],"successEntries":[)" + successes +
                       R"(],"skippedEntries":[)" + skipped + "]";
  if (!token.empty()) {
    answer += R"(,"nextToken":")" + token + "\"";
  }
  return Ok(answer + "}");
}

}  // namespace swc::reference
