// The reads of the reference server.
#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reference/model/answers.h"
#include "reference/model/model.h"
#include "reference/model/policies.h"
#include "reference/model/read_model.h"
#include "reference/model/read_plan.h"
#include "reference/model/read_series.h"
#include "reference/model/store.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/read_query.h"
#include "reference/reading/series_id.h"
#include "reference/server/reference_server.h"
#include "spec/contract.h"
#include "spec/http_message.h"
#include "spec/text/quoted.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using spec::Contract;

spec::HttpResponse Ok(std::string body) {
  return {
      .status = 200, .headers = {{"Content-Type", "application/json"}}, .body = std::move(body)};
}

std::string BatchErrorJson(const SentReadEntry& entry, const RequestError& error) {
  return R"({"errorCode":)" + spec::Quoted(error.name) + R"(,"errorMessage":)" +
         spec::Quoted(error.message) + R"(,"entryId":)" + spec::Quoted(entry.id.value_or("")) + "}";
}

// An entry of which an earlier page told everything.
std::string SkippedJson(const SentReadEntry& entry, const std::optional<RequestError>& error,
                        spec::Instant now) {
  std::string text =
      R"({"entryId":)" + spec::Quoted(entry.id.value_or("")) + R"(,"completionStatus":)";
  if (error) {
    text += R"("ERROR","errorInfo":{"errorCode":)" + spec::Quoted(error->name) +
            R"(,"errorTimestamp":)" + std::to_string(now.seconds) + "}";
  } else {
    text += R"("SUCCESS")";
  }
  return text + "}";
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

// Returns the rows from `begin` to before `end`.
std::vector<Row> Slice(const std::vector<Row>& rows, std::size_t begin, std::size_t end) {
  return {rows.begin() + static_cast<std::ptrdiff_t>(begin),
          rows.begin() + static_cast<std::ptrdiff_t>(end)};
}

std::optional<std::size_t> NumberOf(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(number) : std::nullopt;
}

// Cuts off and returns what stands before `mark`, or all of `text`.
std::string_view CutBefore(std::string_view& text, char mark) {
  const std::string_view part = text.substr(0, text.find(mark));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return part;
}

std::string TokenOf(std::size_t row, const std::optional<PointKey>& key) {
  std::string token = std::to_string(row);
  if (key) {
    token += fmt::format("/{}/{}/{}", key->time.seconds, key->time.nanos,
                         static_cast<int>(key->quality));
  }
  return token;
}

std::optional<PointKey> PointKeyOf(std::string_view text) {
  const auto seconds = NumberOf(CutBefore(text, '/'));
  const auto nanos = NumberOf(CutBefore(text, '/'));
  const auto quality = NumberOf(text);
  const Contract& contract = Contract::Get();
  if (!seconds || !nanos || !quality || !std::in_range<std::int64_t>(*seconds) ||
      std::cmp_greater(*nanos, contract.nanos_max) || *quality >= spec::kQualities.size()) {
    return std::nullopt;
  }
  return PointKey{.time = {.seconds = static_cast<std::int64_t>(*seconds),
                           .nanos = static_cast<std::int32_t>(*nanos)},
                  .quality = static_cast<spec::Quality>(*quality)};
}

// read.request.beyond-max: what is let pass is taken as the most that there is.
std::size_t ResultsOf(const SentRead& read, std::size_t by_default) {
  return std::min(read.max_results.value_or(by_default), Contract::Get().history_results_max);
}

void CutToSeconds(HistoryQuery& query) {
  for (auto* bound : {&query.start, &query.end}) {
    if (*bound) {
      (*bound)->nanos = 0;
    }
  }
}

}  // namespace

spec::HttpResponse ReferenceServer::Read(const spec::HttpRequest& request) {
  SentRead read = ParseReadRequest(request);
  MutantScope scope = Scope();
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_read != nullptr) {
      mutant->on_read(read, scope);
    }
  }
  // read.date-fraction
  if (options_.policies.Is("read.date-fraction", "whole-second")) {
    for (SentReadEntry& entry : read.entries) {
      CutToSeconds(entry.query);
    }
  }
  const ReadPlan plan = PlanRead(read, options_.policies);
  if (plan.error) {
    return AnswerOf(*plan.error, options_.policies);
  }
  switch (read.operation) {
    case ReadOperation::kLatest:
      return Latest(read.entries.front());
    case ReadOperation::kHistory:
      return History(read);
    case ReadOperation::kBatchLatest:
      return BatchLatest(read, plan);
    case ReadOperation::kBatchHistory:
      return BatchHistory(read, plan);
  }
  return {};
}

std::expected<SeriesId, RequestError> ReferenceServer::Resolve(const Identity& identity) const {
  const bool answered = options_.policies.Is("access.denied.read", "answered");
  return ResolveForRead(options_.directory, identity,
                        answered ? DeniedReads::kAnswered : DeniedReads::kRefused);
}

std::expected<SeriesId, RequestError> ReferenceServer::SeriesToRead(const Identity& identity) {
  auto series = Resolve(identity);
  MutantScope scope = Scope();
  // read.no-data
  if (series && store_.Find(Mapped(*series, scope)) == nullptr &&
      options_.policies.Is("read.no-data", "not-found")) {
    return std::unexpected(RequestErrorOf(404, "nothing was written to this property or alias"));
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

std::expected<ReferenceServer::PageStart, RequestError> ReferenceServer::PageStartOf(
    const SentRead& read) {
  if (!read.next_token) {
    return PageStart();
  }
  std::string_view token = *read.next_token;
  const bool in_batch = token.find('+') != std::string_view::npos;
  const auto entry = in_batch ? NumberOf(CutBefore(token, '+')) : 0;
  const bool with_key = token.find('/') != std::string_view::npos;
  const auto row = NumberOf(CutBefore(token, '/'));
  const auto key = with_key ? PointKeyOf(token) : std::nullopt;
  if (in_batch != IsBatch(read.operation) || !entry || !row || with_key != key.has_value()) {
    return std::unexpected(RequestErrorOf(400, "nextToken was not issued by this server"));
  }
  return PageStart{.entry = *entry, .row = *row, .key = key};
}

ReferenceServer::Page ReferenceServer::PageOf(const SeriesId& series, HistoryQuery query,
                                              const PageStart& start, std::size_t results_max,
                                              MutantScope& scope) {
  const bool by_row = start.row > 0 && !start.key;  // By the token of a server with mutants.
  if (options_.mutants.empty() && !by_row) {
    query.max_results = results_max;
    const Series* stored = store_.BeginRead(series);
    HistoryPage page =
        stored == nullptr ? HistoryPage() : ReadPage(*stored, query, start.key, options_.policies);
    const std::size_t next_row = start.row + page.rows.size();
    return {.rows = std::move(page.rows),
            .next_token = page.next ? TokenOf(next_row, page.next) : ""};
  }
  // Mutants want to see, and to edit, all rows.
  const std::vector<Row> rows = RowsOf(series, std::move(query), scope);
  const std::size_t begin = std::min(start.row, rows.size());
  const std::size_t end = std::min(begin + results_max, rows.size());
  return {.rows = Slice(rows, begin, end),
          .next_token = end < rows.size() ? TokenOf(end, std::nullopt) : ""};
}

std::optional<Row> ReferenceServer::LatestOf(const SeriesId& series, MutantScope& scope) {
  if (options_.mutants.empty()) {
    const Series* stored = store_.BeginRead(series);
    return stored == nullptr ? std::nullopt : ReadLatest(*stored, options_.policies);
  }
  std::vector<Row> rows = Rows(store_.Read(Mapped(series, scope)), scope);
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_latest != nullptr) {
      mutant->on_latest(rows, scope);
    }
  }
  return LatestRow(rows, options_.policies);
}

spec::HttpResponse ReferenceServer::Latest(const SentReadEntry& entry) {
  const auto series = SeriesToRead(entry.query.identity);
  if (!series) {
    return AnswerOf(series.error(), options_.policies);
  }
  MutantScope scope = Scope();
  const std::optional<Row> row = LatestOf(*series, scope);
  return Ok(row ? R"({"propertyValue":)" + RowJson(*row, options_.policies) + "}" : "{}");
}

spec::HttpResponse ReferenceServer::History(const SentRead& read) {
  const auto page_start = PageStartOf(read);
  if (!page_start) {
    return AnswerOf(page_start.error(), options_.policies);
  }
  HistoryQuery query = read.entries.front().query;
  query.first_row = page_start->row;
  query.max_results = ResultsOf(read, Contract::Get().history_default_results);
  const auto series = SeriesToRead(query.identity);
  if (!series) {
    return AnswerOf(series.error(), options_.policies);
  }
  MutantScope scope = Scope();
  Page page = PageOf(*series, query, *page_start, query.max_results, scope);
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_page != nullptr) {
      mutant->on_page(page.rows, query, scope);
    }
  }
  std::string body = R"({"assetPropertyValueHistory":)" + RowsJson(page.rows, options_.policies);
  if (!page.next_token.empty()) {
    body += R"(,"nextToken":")" + page.next_token + "\"";
  }
  return Ok(body + "}");
}

spec::HttpResponse ReferenceServer::BatchLatest(const SentRead& read, const ReadPlan& plan) {
  MutantScope scope = Scope();
  std::string errors;
  std::string successes;
  for (std::size_t i = 0; i < read.entries.size(); ++i) {
    const SentReadEntry& entry = read.entries[i];
    const auto series = SeriesToRead(entry.query.identity);
    if (plan.entry_errors[i] || !series) {
      Append(errors,
             BatchErrorJson(entry, plan.entry_errors[i] ? *plan.entry_errors[i] : series.error()));
      continue;
    }
    const std::optional<Row> row = LatestOf(*series, scope);
    Append(successes,
           R"({"entryId":)" + spec::Quoted(entry.id.value_or("")) +
               (row ? R"(,"assetPropertyValue":)" + RowJson(*row, options_.policies) : "") + "}");
  }
  return Ok(R"({"errorEntries":[)" + errors + R"(],"successEntries":[)" + successes +
            R"(],"skippedEntries":[]})");
}

spec::HttpResponse ReferenceServer::BatchHistory(const SentRead& read, const ReadPlan& plan) {
  const auto page_start = PageStartOf(read);
  if (!page_start) {
    return AnswerOf(page_start.error(), options_.policies);
  }
  MutantScope scope = Scope();
  std::string errors;
  std::string successes;
  std::string skipped;
  std::string token;
  std::size_t budget = ResultsOf(read, Contract::Get().history_results_max);
  for (std::size_t i = 0; i < read.entries.size() && token.empty(); ++i) {
    const SentReadEntry& entry = read.entries[i];
    const std::string id = spec::Quoted(entry.id.value_or(""));
    const auto series = SeriesToRead(entry.query.identity);
    std::optional<RequestError> error = plan.entry_errors[i];
    if (!error && !series) {
      error = series.error();
    }
    if (i < page_start->entry) {
      Append(skipped, SkippedJson(entry, error, scope.now));
      continue;
    }
    if (error) {
      Append(errors, BatchErrorJson(entry, *error));
      continue;
    }
    const Page page = PageOf(*series, entry.query,
                             i == page_start->entry ? *page_start : PageStart(), budget, scope);
    budget -= page.rows.size();
    if (!page.next_token.empty()) {
      token = std::to_string(i) + "+" + page.next_token;
    }
    Append(successes, R"({"entryId":)" + id + R"(,"assetPropertyValueHistory":)" +
                          RowsJson(page.rows, options_.policies) + "}");
  }
  std::string answer = R"({"errorEntries":[)" + errors + R"(],"successEntries":[)" + successes +
                       R"(],"skippedEntries":[)" + skipped + "]";
  if (!token.empty()) {
    answer += R"(,"nextToken":")" + token + "\"";
  }
  return Ok(answer + "}");
}

}  // namespace swc::reference
